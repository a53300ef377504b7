extension ReadingReport {
  /// The same of what the texts became when they were prepared further: its tokens and words, and the rows that are quoted.
  package func describing(_ corpus: TokenizedCorpus) -> ReadingReport {
    var report = self
    report.tokens = corpus.tokenCount
    report.distinctWords = corpus.words.count
    report.emptyRows = (0..<corpus.rowCount).count { corpus.tokenRange(ofRow: $0).isEmpty }
    func example(_ old: Example) -> Example {
      Example(row: old.row, text: old.text, words: corpus.words(ofRow: old.row, first: Self.exampleWords))
    }
    report.firstRows = firstRows.map(example)
    report.lastRows = lastRows.map(example)
    return report
  }
}
