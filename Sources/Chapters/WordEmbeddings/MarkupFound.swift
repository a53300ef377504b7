internal import Embeddings
internal import Notebook

extension WordEmbeddings.Results.MarkupFound {
  /// How far down the list of frequent words markup is looked for.
  private static let places = 100

  /// - Parameters:
  ///   - markup: What the reader found.
  ///   - corpus: What became of the texts.
  ///   - keepsAllWords: Whether nothing was left out of them or joined; else what would have been a word cannot be told.
  init(_ markup: Markup, in corpus: TokenizedCorpus, keepsAllWords: Bool) {
    var counts: [String: Int] = [:]
    for word in corpus.words.indices where markup.words[corpus.words[word]] != nil {
      counts[corpus.words[word]] = corpus.counts[word]
    }
    let frequent = corpus.counts.sorted(by: >)
    let words = markup.words.compactMap { word, count -> Word? in
      guard markup.isRemoved ? keepsAllWords : counts[word] != nil else { return nil }
      // Where markup was taken out, what the corpus has left of the word comes on top.
      let all = (counts[word] ?? 0) + (markup.isRemoved ? count : 0)
      guard 2 * count > all else { return nil }
      let place = 1 + (frequent.firstIndex { $0 <= all } ?? frequent.count)
      return place <= Self.places ? Word(word: word, count: count, place: place) : nil
    }
    self.init(
      removed: markup.isRemoved, rows: markup.rows, tags: markup.tags, entities: markup.entities,
      words: words.sorted { ($0.place, $0.word) < ($1.place, $1.word) })
  }
}

extension WordEmbeddings {
  /// What is said of markup in the section on the data.
  func write(_ markup: Results.MarkupFound, on page: inout Page) {
    guard markup.rows > 0 else { return }
    let what = [
      markup.tags > 0 ? markup.tags.of("tag") : nil,
      markup.entities > 0 ? markup.entities.of("entity", "entities") : nil,
    ].compactMap(\.self).enumerated
    let texts = "\(markup.rows.of("text")) \(markup.rows == 1 ? "holds" : "hold")"
    let first = markup.words.first
    if markup.removed {
      page.write("\(texts) markup from web pages, \(what) of HTML, which was taken out first.")
      guard let first else { return }
      page.write(
        "Left in, *\(first.word)* would have been word number \(first.place) by frequency, with \(first.count.of("occurrence"))."
      )
    } else if let first {
      let words = markup.words.map(\.word)
      page.warn(
        title: "Markup among the words",
        """
        \(texts) markup from web pages, \(what) of HTML, which was left in. So \(words.emphasized.enumerated)
        \(words.count == 1 ? "is" : "are") among the hundred most frequent words without being
        \(words.count == 1 ? "one" : "any"): *\(first.word)* is word number \(first.place) by frequency.
        """,
        line:
          "the texts hold \(what) of HTML, and \(words.enumerated) \(words.count == 1 ? "is" : "are") among the most "
          + "frequent words; `strip_markup: true` under embeddings takes markup out")
    } else {
      page.write("\(texts) markup from web pages, \(what) of HTML, which was left in.")
    }
  }
}
