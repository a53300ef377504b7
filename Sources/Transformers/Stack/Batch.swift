/// Texts that go through a model side by side, each attending to itself alone: their rows lie one after the other, so no
/// text is padded to the length of another.
struct Batch {
  /// The row where each text starts, and the row after the last.
  let starts: [Int]
  /// The tokens of each text that may be attended to; nil for all.
  let masks: [[Bool]?]
  /// For each text the rows of earlier texts that stand before its own: a beginning that they share. Only a causal model
  /// may share one, since there a row does not depend on what follows it.
  let prefixes: [[Int]]

  var count: Int { masks.count }
  var rows: Int { starts[count] }
  /// The most rows that a text attends to.
  var longest: Int { (0..<count).map { prefixes[$0].count + length($0) }.max() ?? 0 }

  init(lengths: [Int], masks: [[Bool]?]? = nil, prefixes: [[Int]]? = nil) {
    starts = lengths.reduce(into: [0]) { $0.append($0.last! + $1) }
    self.masks = masks ?? Array(repeating: nil, count: lengths.count)
    self.prefixes = prefixes ?? Array(repeating: [], count: lengths.count)
  }

  init(_ encodings: [Encoding]) {
    self.init(lengths: encodings.map(\.count), masks: encodings.map { $0.mask.allSatisfy { $0 } ? nil : $0.mask })
  }

  /// A text's own rows.
  func length(_ text: Int) -> Int { starts[text + 1] - starts[text] }
}
