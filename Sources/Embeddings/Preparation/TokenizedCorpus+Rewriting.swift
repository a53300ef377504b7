internal import Foundation

extension TokenizedCorpus {
  /// A corpus of the same rows, each with other words: as if the rewritten texts had been read, the words in order of first appearance.
  ///
  /// - Parameters:
  ///   - names: What the rewritten tokens stand for; none twice.
  ///   - memoryLimit: How many bytes of tokens to keep in memory; more lie in a temporary file.
  ///   - folder: Where that file goes.
  ///   - rewrite: Appends to its second argument, as places in `names`, what becomes of a row.
  /// - Throws: `CorpusError.temporaryFile`.
  func rewritten(
    as names: [String], memoryLimit: Int, folder: URL,
    _ rewrite: (_ row: UnsafeBufferPointer<UInt32>, _ result: inout [UInt32]) -> Void
  ) throws(CorpusError) -> TokenizedCorpus {
    let writer = TokenWriter(limit: memoryLimit, folder: folder)
    var numbers = [UInt32](repeating: Vocabulary.absent, count: names.count)
    var (words, counts, ends) = ([String](), [Int](), [Int]())
    ends.reserveCapacity(rowCount)
    var pending: [UInt32] = []
    try tokens.withUnsafeBufferPointer { tokens throws(CorpusError) in
      for row in 0..<rowCount {
        let start = pending.count
        rewrite(UnsafeBufferPointer(rebasing: tokens[tokenRange(ofRow: row)]), &pending)
        for place in start..<pending.count {
          let name = Int(pending[place])
          if numbers[name] == Vocabulary.absent {
            numbers[name] = UInt32(words.count)
            words.append(names[name])
            counts.append(0)
          }
          pending[place] = numbers[name]
          counts[Int(numbers[name])] += 1
        }
        ends.append(writer.count + pending.count)
        if pending.count >= 1 << 16 {
          try writer.append(pending)
          pending.removeAll(keepingCapacity: true)
        }
      }
      try writer.append(pending)
    }
    return TokenizedCorpus(words: words, tokens: try writer.finish(), rowEnds: ends, counts: counts)
  }
}
