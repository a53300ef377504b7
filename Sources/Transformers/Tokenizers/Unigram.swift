/// Splits a word into the pieces whose scores add up to the most: SentencePiece's Unigram model.
///
/// The score of a piece is the logarithm of its probability. A character that no piece of its own covers costs 10 more than the
/// least likely piece. Of two ways that come to the same the one whose last piece begins earlier stays, as in the reference.
/// Kudo 2018, §3.
struct Unigram: Sendable {
  /// By id, one for each token of the model, added ones left out.
  let scores: [Double]
  /// Stands for what no piece covers.
  let unknownID: Int
  /// Whether what no piece covers is spelled in bytes, `<0xE2>`, where the vocabulary has all of them.
  let fallsBackToBytes: Bool
  private let unknownScore: Double
  private let pieces: PrefixIndex

  init(scores: [Double], unknownID: Int, fallsBackToBytes: Bool, vocabulary: TokenVocabulary) {
    self.scores = scores
    self.unknownID = unknownID
    self.fallsBackToBytes = fallsBackToBytes
    unknownScore = (scores.min() ?? 0) - 10
    pieces = PrefixIndex(tokens: scores.indices.map { Array((vocabulary.token($0) ?? "").utf8) })
  }

  /// The same pieces with another token for what none covers.
  init(_ other: Unigram, unknownID: Int, fallsBackToBytes: Bool) {
    scores = other.scores
    unknownScore = other.unknownScore
    pieces = other.pieces
    self.unknownID = unknownID
    self.fallsBackToBytes = fallsBackToBytes
  }

  /// The best way to one byte of the text: its score, and the last piece.
  private struct Node {
    var score = 0.0
    var start: Int32 = -1
    var id: Int32 = -1
  }

  /// The tokens of a word: an id, and the units that it covers.
  func tokens(
    of word: ArraySlice<AlignedText.Unit>, _ vocabulary: TokenVocabulary
  ) -> [(id: Int, units: ArraySlice<AlignedText.Unit>)] {
    var bytes: [UInt8] = []
    /// The unit that begins at a byte, counted from the word's first.
    var unitAt: [Int32] = []
    for (position, unit) in word.enumerated() {
      for byte in UTF8.encode(unit.scalar)! {
        bytes.append(byte)
        unitAt.append(Int32(position))
      }
    }
    unitAt.append(Int32(word.count))
    var result: [(id: Int, units: ArraySlice<AlignedText.Unit>)] = []
    for range in bestPieces(bytes) {
      let units = word[
        (word.startIndex + Int(unitAt[range.lowerBound]))..<(word.startIndex + Int(unitAt[range.upperBound]))]
      let piece = bytes[range]
      if let id = pieces.id(of: piece) {
        result.append((id, units))
      } else if fallsBackToBytes, let ids = byteTokens(piece, vocabulary) {
        result += ids.map { ($0, units) }
      } else {
        result.append((unknownID, units))
      }
    }
    return result
  }

  /// The ranges of the best pieces; neighbours that no piece covers are one.
  private func bestPieces(_ bytes: [UInt8]) -> [Range<Int>] {
    var nodes = [Node](repeating: Node(), count: bytes.count + 1)
    var start = 0
    while start < bytes.count {
      let here = nodes[start].score
      let length = Self.lengthOfCharacter(bytes[start])
      var coversCharacter = false
      func offer(_ id: Int, _ score: Double, _ end: Int) {
        if nodes[end].start < 0 || score > nodes[end].score {
          nodes[end] = Node(score: score, start: Int32(start), id: Int32(id))
        }
      }
      pieces.eachPrefix(of: bytes[start...]) { id, end in
        offer(id, scores[id] + here, end)
        if end - start == length { coversCharacter = true }
      }
      if !coversCharacter { offer(unknownID, unknownScore + here, start + length) }
      start += length
    }
    var ranges: [Range<Int>] = []
    var end = bytes.count
    var endOfUnknown: Int?
    while end > 0 {
      let node = nodes[end]
      let start = Int(node.start)
      if Int(node.id) == unknownID {
        endOfUnknown = endOfUnknown ?? end
      } else {
        if let last = endOfUnknown { ranges.append(end..<last) }
        endOfUnknown = nil
        ranges.append(start..<end)
      }
      end = start
    }
    if let last = endOfUnknown { ranges.append(0..<last) }
    return ranges.reversed()
  }

  private func byteTokens(_ piece: ArraySlice<UInt8>, _ vocabulary: TokenVocabulary) -> [Int]? {
    var ids: [Int] = []
    for byte in piece {
      let digits = String(byte, radix: 16, uppercase: true)
      guard let id = vocabulary.id(of: "<0x" + (digits.count < 2 ? "0" : "") + digits + ">") else { return nil }
      ids.append(id)
    }
    return ids
  }

  private static func lengthOfCharacter(_ first: UInt8) -> Int {
    first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
  }
}
