/// SentencePiece itself: its own clean-up of a text, and the pieces whose scores add up to the most.
///
/// The classes of most models have Hugging Face's tokenizers do this in their own way; SigLIP's and Marian's call the library. Scores are
/// added in single precision, as there, and of two ways that come to the same the one whose last piece begins earlier stays.
/// Kudo and Richardson 2018.
struct SentencePieceModel: Sendable {
  private let cleanUp: SentencePieceCleanUp
  private let scores: [Float]
  private let isUserDefined: [Bool]
  private let unknownPiece: Int
  /// A score for what no piece covers: 10 less than the lowest.
  private let unknownScore: Float
  private let highest: Float
  private let pieces: PrefixIndex
  /// The id in the tokenizer's vocabulary of each piece; nil where it has none.
  private let ids: [Int?]
  /// In the tokenizer's vocabulary.
  let unknownID: Int
  /// The ids of bytes, where what no piece covers is spelled in them.
  private let bytePieces: [Int?]

  /// - Parameters:
  ///   - vocabulary: Of the tokenizer, whose ids may be others than the places of the pieces.
  ///   - unknownID: In that vocabulary.
  /// - Throws: `TokenizerError.unsupported` where the pieces are no Unigram's.
  init(_ file: SentencePieceFile, _ vocabulary: TokenVocabulary, unknownID: Int) throws {
    guard file.algorithm == .unigram else {
      throw TokenizerError.unsupported(
        path: file.path, key: "trainer_spec.model_type", found: "\(file.algorithm)")
    }
    cleanUp = SentencePieceCleanUp(file)
    scores = file.pieces.map(\.score)
    isUserDefined = file.pieces.map { $0.kind == .userDefined }
    unknownPiece = file.pieces.firstIndex { $0.kind == .unknown } ?? 0
    let normal = file.pieces.filter { $0.kind == .normal }.map(\.score)
    unknownScore = (normal.min() ?? 0) - 10
    highest = max(normal.max() ?? 0, .leastNormalMagnitude)
    // Those that are not in use, or stand for something else than their text, are never found in one.
    pieces = PrefixIndex(
      tokens: file.pieces.map {
        [.normal, .userDefined].contains($0.kind) ? Array($0.text.utf8) : []
      })
    ids = file.pieces.map { vocabulary.id(of: $0.text) }
    self.unknownID = unknownID
    bytePieces = file.fallsBackToBytes ? BytePairEncoding.bytePieces(vocabulary) : []
  }

  /// The tokens of a stretch of text: an id, and the units that it comes from.
  func tokens(
    of text: ArraySlice<AlignedText.Unit>, _ vocabulary: TokenVocabulary
  ) -> [(id: Int, units: ArraySlice<AlignedText.Unit>)] {
    let (bytes, sources) = cleanUp.normalize(text)
    var result: [(id: Int, units: ArraySlice<AlignedText.Unit>)] = []
    /// Where a run of what no piece covers begins, which is one token.
    var start: Int?
    func endRun(_ end: Int) {
      guard let first = start else { return }
      start = nil
      let id = bytes[first..<end].withUnsafeBufferPointer { vocabulary.id(of: $0) } ?? unknownID
      result.append((id, sources[first..<end]))
    }
    for (piece, range) in bestPieces(bytes) {
      if piece != unknownPiece {
        endRun(range.lowerBound)
        result.append((ids[piece] ?? unknownID, sources[range]))
      } else if !bytePieces.isEmpty {
        result += range.map { (bytePieces[Int(bytes[$0])] ?? unknownID, sources[$0...$0]) }
      } else {
        start = start ?? range.lowerBound
      }
    }
    endRun(bytes.count)
    return result
  }

  private struct Node {
    var score: Float = 0
    var start: Int32 = -1
    var piece: Int32 = -1
  }

  private func bestPieces(_ bytes: [UInt8]) -> [(piece: Int, range: Range<Int>)] {
    var nodes = [Node](repeating: Node(), count: bytes.count + 1)
    var start = 0
    while start < bytes.count {
      let here = nodes[start].score
      let length = Self.lengthOfCharacter(bytes[start])
      var coversCharacter = false
      func offer(_ piece: Int, _ score: Double, _ end: Int) {
        let total = score + Double(here)
        if nodes[end].start < 0 || total > Double(nodes[end].score) {
          nodes[end] = Node(score: Float(total), start: Int32(start), piece: Int32(piece))
        }
      }
      pieces.eachPrefix(of: bytes[start...]) { piece, end in
        let own =
          isUserDefined[piece] ? Double(Float(end - start) * highest) - 0.1 : Double(scores[piece])
        offer(piece, own, end)
        if end - start == length { coversCharacter = true }
      }
      if !coversCharacter { offer(unknownPiece, Double(unknownScore), start + length) }
      start += length
    }
    var result: [(piece: Int, range: Range<Int>)] = []
    var end = bytes.count
    while end > 0 {
      let node = nodes[end]
      result.append((Int(node.piece), Int(node.start)..<end))
      end = Int(node.start)
    }
    return result.reversed()
  }

  private static func lengthOfCharacter(_ first: UInt8) -> Int {
    first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
  }
}
