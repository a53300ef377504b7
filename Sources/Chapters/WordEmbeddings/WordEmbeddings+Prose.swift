internal import Basics
internal import Embeddings
internal import Notebook

extension WordEmbeddings {
  /// The section on the data: how much there is, and rows before and after preparation.
  func write(
    _ counts: Results.Corpus, of data: ReviewFiles, _ reading: ReadingReport, _ settings: Settings,
    on page: inout Page
  ) throws {
    page.section("data")
    page.write(
      """
      The data is \(data.provenance.enumerated). \(layout(reading)) \(amount(counts)) \(lengths(counts))
      \(preparation(settings, counts)) {{table:embeddings/rows}} shows the first texts and the last, before and after.
      """)
    write(counts.markup, on: &page)
    tell(reading, of: data, on: &page)
    if counts.malformedRows > 0 {
      let first: Markdown = reading.malformed.first.map { " The first is line \($0.line): \($0.reason)." } ?? ""
      page.callout(
        .warning, title: "Rows that could not be read",
        """
        \(counts.malformedRows.of("row")) \(counts.malformedRows == 1 ? "is malformed and was" : "are malformed and were") left
        out.\(first)
        """)
    }
    let examples = reading.firstRows.map { ($0, $0.row) } + reading.lastRows.map { ($0, $0.row) }
    try page.table(
      id: "rows", caption: "Texts before and after preparation, each cut to its beginning, counted from 0.",
      columns: [.init("text", .trailing), .init("as written"), .init("as trained on")],
      rows: examples.map { example, row in
        [String(row), example.text.opening(of: 70), example.words.joined(separator: " ").opening(of: 70)]
      })
    if data.isStandIn {
      page.substitute(
        """
        The assignment's reviews of cell phones and accessories could not be had where this report was made. The word vectors are
        trained on \(data.provenance.enumerated).
        """,
        line: "the assignment's reviews are not on this machine, so other reviews stand in; where they can be reached, "
          + "`quire fetch reviews` and `quire render embeddings` put them in their place")
    }
  }

  /// The mean length of a text and the median, and what their difference says.
  private func lengths(_ counts: Results.Corpus) -> Markdown {
    let (mean, median) = (counts.meanLength.rounded(), counts.medianLength.rounded(.down))
    let half = "half of the texts have no more than \(Int(median).of("word"))"
    return counts.meanLength > 1.1 * counts.medianLength
      ? "A text has \(Int(mean).of("word")) on average, but \(half): the longer ones raise the mean."
      : "A text has \(Int(mean).of("word")) on average, and \(half)."
  }

  /// The section on the training: its parameters, what gets a vector, and the loss.
  func write(
    _ parameters: Results.Parameters, _ vocabulary: Results.Vocabulary, _ loss: Results.Loss, on page: inout Page
  ) throws {
    page.section("training")
    let model = parameters.sg ? "skip-gram" : "CBOW"
    let task: Markdown =
      parameters.hs == nil
      ? "tell the word that stands in a place from \(parameters.negative.of("word")) drawn at random"
      : "find each turn of the way through a tree of all words to the one that stands in a place"
    page.write(
      """
      The model is \(fastText(parameters))word2vec [@mikolov2013efficient; @mikolov2013distributed] in its form \(model). It learns to \(task), and what it
      learns are the vectors. {{table:embeddings/parameters}} lists its parameters under gensim's names. There are
      \(vocabulary.size.of("word")) that occur at least \(parameters.minCount.of("time")) and get a vector; they make up
      \(vocabulary.keptShare.percent) of all words in the texts.
      """)
    try page.table(
      id: "parameters", caption: "The parameters of the training.",
      columns: [.init("parameter", isCode: true), .init("value", .trailing), .init("meaning")],
      rows: rows(parameters))
    let guessing: Markdown =
      parameters.hs == nil
      ? """
      A coin toss for each word would score ln 2 ≈ 0.693, and knowing only that 1 in \(parameters.negative + 1) is true
      \(parameters.guessing.threeDecimals)
      """ : "A coin toss at each turn would score ln 2 ≈ 0.693"
    page.write(
      """
      {{figure:embeddings/loss}} shows how badly the model does that, epoch by epoch. \(guessing); the loss \(loss.course).
      """)
    if parameters.hs == nil {
      page.formula(
        "The loss of a word w with context c and negative samples n₁ … n_k",
        #"\ell=-\frac{1}{k+1}\Big(\ln\sigma(v_w\cdot h_c)+\sum_{i=1}^{k}\ln\sigma(-v_{n_i}\cdot h_c)\Big),\quad \sigma(x)=\frac{1}{1+e^{-x}}"#
      )
    }
    try page.figure(lossLine(loss, parameters))
  }

  /// The name of the model where words have pieces.
  private func fastText(_ parameters: Results.Parameters) -> Markdown {
    guard let pieces = parameters.subwords else { return "" }
    return """
      fastText [@bojanowski2017], in which a word has a vector of its own and shares others, one for each run of \
      \(pieces.minN == pieces.maxN ? "\(pieces.minN)" : "\(pieces.minN) to \(pieces.maxN)") of its characters, and is their mean; \
      else it is\u{20}
      """
  }

  private func rows(_ parameters: Results.Parameters) -> [[String]] {
    var rows: [(String, String, String)] = [
      ("vector_size", "\(parameters.vectorSize)", "dimensions of a word's vector"),
      ("window", "\(parameters.window)", "words on either side that count as context, at most"),
      ("min_count", "\(parameters.minCount)", "occurrences below which a word is left out"),
      (
        "sg", parameters.sg ? "1" : "0",
        parameters.sg ? "skip-gram: a word predicts its context" : "CBOW: the context predicts the word"
      ),
      ("negative", "\(parameters.negative)", "random words that each word is told from"),
      ("sample", "\(parameters.sample)", "share of the corpus above which a word is thinned out"),
      ("ns_exponent", "\(parameters.nsExponent)", "power of the counts by which random words are drawn"),
      (
        "cbow_mean", parameters.cbowMean ? "1" : "0",
        parameters.cbowMean ? "context vectors are averaged" : "context vectors are added"
      ),
      ("alpha, min_alpha", "\(parameters.alpha), \(parameters.minAlpha)", "learning rate at the start and at the end"),
      ("epochs", "\(parameters.epochs)", "times the corpus is gone through"),
      (
        "seed", "\(parameters.seed)",
        parameters.hogwild == nil
          ? "the same seed gives the same vectors" : "the same seed gives similar vectors, since threads race"
      ),
    ]
    if parameters.hs != nil {
      rows.removeAll { $0.0 == "negative" || $0.0 == "ns_exponent" }
      rows.append(("hs", "1", "hierarchical softmax: words are predicted turn by turn on their way through a tree"))
    }
    if parameters.sharedNegatives != nil {
      rows.append(("shared_negatives", "1", "neighbouring pairs of a window are told from the same random words"))
    }
    if parameters.hogwild != nil {
      rows.append(("hogwild", "1", "threads train on different rows without waiting for each other"))
    }
    rows += parameters.subwords?.rows ?? []
    return rows.map { [$0, $1, $2] }
  }
}

extension WordEmbeddings.Results.Loss {
  /// What became of the loss, behind *the loss*.
  var course: String {
    let (before, after) = (first.threeDecimals, last.threeDecimals)
    if perEpoch.count < 2 { return "of the only epoch is \(after)" }
    return last < first ? "falls from \(before) to \(after)" : "does not fall: it goes from \(before) to \(after)"
  }
}
