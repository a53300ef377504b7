internal import Basics
internal import Embeddings
internal import Notebook

extension WordEmbeddings.Results {
  /// A word that stands directly beside a chosen word and beside a neighbour of it, more often than chance would have it.
  struct Shared: Encodable, Sendable {
    /// The word.
    var word: String
    /// The two as they mostly stand in the corpus: `on screen`.
    var phrase: String
    /// The share of the chosen word's occurrences that stand so.
    var share: Double
    /// The same with the neighbour: `focus on`.
    var neighbourPhrase: String
    /// The share of the neighbour's occurrences that stand so.
    var neighbourShare: Double
    /// The share of all tokens that are the word.
    var chance: Double
    /// Whether it mostly stands on the same side of both.
    var sameSide: Bool
  }

  /// A chosen word.
  struct ChosenWord: Encodable, Sendable {
    /// The shared word that links it to most of its neighbours.
    struct Link: Encodable, Sendable {
      /// The word; empty where nothing is shared.
      var word: String
      /// The chosen word with it: `on screen`; empty where nothing is shared.
      var phrase: String
      /// The share of the chosen word's occurrences that stand so.
      var share: Double
      /// The share of all tokens that are the word.
      var chance: Double
      /// The neighbours that have it on the same side as the chosen word mostly.
      var sameSide: [String]
      /// The neighbours that have it on the other side mostly.
      var otherSide: [String]
      /// The first of either with it, as they mostly stand; empty where there is none.
      var samePhrase, otherPhrase: String
      /// What the nearest neighbour shares, if anything: the word, and both phrases; else empty.
      var firstWord, firstPhrase, firstNeighbourPhrase: String
      /// The neighbours that it links, nearest first.
      var linked: [String]
      /// How many these are.
      var neighbours: Int
      /// How many of the most frequent words were asked how often they have it beside them.
      var ranked: Int
      /// How many of these have it beside them in a larger share than the chosen word has.
      var higher: Int
      /// The same for each neighbour that it links, nearest first.
      var neighboursHigher: [Int]
    }

    /// The word.
    var word: String
    /// How often it occurs.
    var count: Int
    /// Its neighbours, nearest first.
    var neighbours: [Neighbour]
    /// What links it to them.
    var link: Link
    /// The cosine of the angle to the first chosen word.
    var similarityToFirst: Double
  }
}

extension WordEmbeddings {
  /// The chosen words with their neighbours and what the corpus has beside both.
  func explain(
    _ neighbours: [String: [Results.Neighbour]], of words: [String], counts vectors: KeyedVectors,
    in corpus: TokenizedCorpus
  ) -> [Results.ChosenWord] {
    let beside = AdjacentWords(of: words + neighbours.values.joined().map(\.word), in: corpus)
    let explained = words.map { word in
      let near = (neighbours[word] ?? []).map { neighbour in
        var neighbour = neighbour
        neighbour.shared = beside.shared(word, neighbour.word).map { Results.Shared($0, word, neighbour.word) }
        return neighbour
      }
      let count = vectors.vocabulary.position(of: word).map { vectors.vocabulary.counts[$0] } ?? 0
      let toFirst = (try? vectors.similarity(words[0], word)).map { Double("\($0)")! } ?? 0
      return Results.ChosenWord(
        word: word, count: count, neighbours: near, link: Self.link(near), similarityToFirst: toFirst)
    }
    let frequent = Array(vectors.words.prefix(Self.rankedWords))
    let companions = AdjacentWords(of: explained.map(\.link.word).filter { !$0.isEmpty }, in: corpus)
    return explained.map { word in
      var word = word
      let shares = companions.shares(beside: word.link.word)
      func higher(_ than: String) -> Int {
        frequent.count { $0 != than && shares[$0, default: 0] > shares[than, default: 0] }
      }
      guard !shares.isEmpty else { return word }
      word.link.ranked = frequent.count
      word.link.higher = higher(word.word)
      word.link.neighboursHigher = word.neighbours.filter { $0.shared?.word == word.link.word }.map { higher($0.word) }
      return word
    }
  }

  /// Among how many of the most frequent words a chosen word is ranked by what it has beside it.
  private static let rankedWords = 3_000

  /// The word that most neighbours share with the chosen word, of several that of the nearest.
  private static func link(_ neighbours: [Results.Neighbour]) -> Results.ChosenWord.Link {
    var counts: [String: Int] = [:]
    for neighbour in neighbours { if let word = neighbour.shared?.word { counts[word, default: 0] += 1 } }
    let most = counts.values.max() ?? 0
    let first = neighbours.lazy.compactMap(\.shared).first { counts[$0.word] == most }
    let linked = neighbours.filter { $0.shared?.word == first?.word && first != nil }
    let nearest = neighbours.first?.shared
    return .init(
      word: first?.word ?? "", phrase: first?.phrase ?? "", share: first?.share ?? 0, chance: first?.chance ?? 0,
      sameSide: linked.filter { $0.shared!.sameSide }.map(\.word),
      otherSide: linked.filter { !$0.shared!.sameSide }.map(\.word),
      samePhrase: linked.first { $0.shared!.sameSide }?.shared?.neighbourPhrase ?? "",
      otherPhrase: linked.first { !$0.shared!.sameSide }?.shared?.neighbourPhrase ?? "",
      firstWord: nearest?.word ?? "", firstPhrase: nearest?.phrase ?? "",
      firstNeighbourPhrase: nearest?.neighbourPhrase ?? "", linked: linked.map(\.word), neighbours: linked.count,
      ranked: 0, higher: 0, neighboursHigher: [])
  }

  /// A share with as many decimals as show it.
  private func share(_ share: Double) -> String {
    share < 0.009_5 ? "\((share * 100).fixed(2))\u{A0}%" : share.percent
  }

  /// What the corpus has beside a chosen word and beside each of its neighbours.
  func writeReasons(_ words: [Results.ChosenWord], on page: inout Page) throws {
    let pairs = words.flatMap { word in word.neighbours.map { (word.word, $0) } }
    let shared = pairs.compactMap(\.1.shared)
    guard !shared.isEmpty else { return }
    let crossed = shared.count { !$0.sameSide }
    page.write(
      """
      {{table:embeddings/neighbours-why}} looks for the reason in the corpus. Words become neighbours by the company that they
      keep, so for each pair it names the word that stands directly beside both of them most beyond chance, with the share of the
      occurrences that have it there.
      """)
    if crossed > 0 {
      page.write(
        """
        In \(crossed.grouped) of \(shared.count.of("pair")) that word mostly stands before the one and after the other. The model
        cannot tell, since it takes the words of a window without their order.
        """)
    }
    try page.table(
      id: "neighbours-why",
      caption:
        "The word that stands beside a chosen word and its neighbour most beyond chance, how often, and its share of "
        + "all words.",
      columns: [
        .init("word"), .init("neighbour"), .init("similarity", .trailing), .init("beside the word"),
        .init("share", .trailing),
        .init("beside the neighbour"), .init("share", .trailing), .init("of all words", .trailing),
      ],
      rows: pairs.map { word, neighbour in
        let shared = neighbour.shared
        return [
          word, neighbour.word, neighbour.similarity.twoDecimals, shared?.phrase ?? "–", shared?.share.percent ?? "",
          shared?.neighbourPhrase ?? "–", shared?.neighbourShare.percent ?? "", shared.map { share($0.chance) } ?? "",
        ]
      })
    page.formula(
      "The word that two words share most beyond chance",
      #"\operatorname*{arg\,max}_c\; m_c \ln\frac{m_c}{p_c},\quad m_c=\min\big(p(c\mid\text{beside word}),\,p(c\mid\text{beside neighbour})\big)"#
    )
  }
}

extension WordEmbeddings.Results.Shared {
  init(_ shared: AdjacentWords.Shared, _ word: String, _ neighbour: String) {
    func phrase(_ other: String, _ place: AdjacentWords.Shared.Place) -> String {
      place.isBefore ? "\(shared.word) \(other)" : "\(other) \(shared.word)"
    }
    self.init(
      word: shared.word, phrase: phrase(word, shared.first), share: shared.first.share,
      neighbourPhrase: phrase(neighbour, shared.second), neighbourShare: shared.second.share, chance: shared.chance,
      sameSide: shared.isOnSameSide)
  }
}
