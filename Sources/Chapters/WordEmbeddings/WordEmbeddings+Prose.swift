internal import Basics
internal import Embeddings
internal import Foundation
internal import Notebook

extension WordEmbeddings {
  /// The section on the data: how much there is, and rows before and after preparation.
  func write(
    _ counts: Results.Corpus, of data: LocatedInput, _ reading: ReadingReport, on page: inout Page
  ) throws {
    page.write(
      """
      ## The data

      The data is \(data.provenance). It holds \(counts.rows.grouped) rows, which preparation turns into \(counts.tokens.grouped)
      tokens of \(counts.distinctWords.grouped) distinct words: about \(String(format: "%.0f", counts.meanLength)) words
      a row. Preparation is gensim's `simple_preprocess`: lower case, letters only, two to fifteen of them.
      {{table:embeddings/rows}} shows the first rows and the last, before and after.
      """)
    if data.isStandIn {
      page.callout(
        .important, title: "Not the assignment's data",
        """
        The assignment's reviews could not be had on this machine, so the vectors below are trained on another corpus of
        reviews. On a machine that can reach them, `quire fetch reviews` and `quire render embeddings` mend that.
        """)
    }
    if counts.malformedRows > 0 {
      let first: Markdown = reading.malformed.first.map { " The first is line \($0.line): \($0.reason)." } ?? ""
      page.callout(
        .warning, title: "Rows that could not be read",
        "\(counts.malformedRows.grouped) rows are malformed and were left out.\(first)")
    }
    let examples = reading.firstRows.map { ($0, $0.row) } + reading.lastRows.map { ($0, $0.row) }
    try page.table(
      id: "rows", caption: "Rows of the data before and after preparation, each cut to its beginning.",
      columns: [.init("row", .trailing), .init("as written"), .init("as trained on")],
      rows: examples.map { example, row in
        [String(row), example.text.opening(of: 70), example.words.joined(separator: " ").opening(of: 70)]
      })
  }

  /// What the loss measures, behind *how well the model*.
  func lossMeaning(_ parameters: Results.Parameters) -> Markdown {
    parameters.hs == nil
      ? "tells the word that stands in a place from \(parameters.negative) words drawn at random, epoch by epoch"
      : "finds, epoch by epoch, each turn of the way through its tree to the word that stands in a place"
  }

  /// The section on the parameters.
  func write(_ parameters: Results.Parameters, on page: inout Page) throws {
    page.write("## The parameters\n\nAll parameters bear gensim's names ({{table:embeddings/parameters}}).")
    var rows: [(String, String, String)] = [
      ("vector_size", "\(parameters.vectorSize)", "dimensions of a word's vector"),
      ("window", "\(parameters.window)", "words to either side that count as context, at most"),
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
    try page.table(
      id: "parameters", caption: "The parameters of the training.",
      columns: [.init("parameter", isCode: true), .init("value", .trailing), .init("meaning")],
      rows: rows.map { [$0, $1, $2] })
  }
}
