/// Captions side by side, a beginning that several have in common only once: the rows are the nodes of their prefix tree.
struct SharedPrefixes {
  /// One row: a token at its place in a caption.
  struct Token {
    var id: Int
    var position: Int
  }

  let sequences: [[Int]]
  let tokens: [Token]
  let batch: Batch

  /// Takes captions from the front of a list, as many as fit in some rows and at least one.
  ///
  /// - Parameter rest: Sorted and without duplicates, so that a beginning is shared with the caption before or with none, and
  ///   each caption has at least its last row to itself.
  init(_ rest: inout ArraySlice<[Int]>, rows limit: Int) {
    var tokens: [Token] = []
    var lengths: [Int] = []
    var prefixes: [[Int]] = []
    var previous: (sequence: [Int], path: [Int]) = ([], [])
    var taken: [[Int]] = []
    while let sequence = rest.first {
      let shared = zip(previous.sequence, sequence).prefix { $0 == $1 }.count
      let own = sequence.count - shared
      if !tokens.isEmpty && tokens.count + own > limit { break }
      let prefix = Array(previous.path[..<shared])
      previous = (sequence, prefix + Array(tokens.count..<(tokens.count + own)))
      tokens += (shared..<sequence.count).map { Token(id: sequence[$0], position: $0) }
      lengths.append(own)
      prefixes.append(prefix)
      taken.append(sequence)
      rest.removeFirst()
    }
    sequences = taken
    self.tokens = tokens
    batch = Batch(lengths: lengths, prefixes: prefixes)
  }
}
