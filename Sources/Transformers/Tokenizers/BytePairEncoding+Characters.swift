extension BytePairEncoding {
  /// The tokens of a word whose symbols are characters (SentencePiece's BPE): an id, and the units that it covers.
  ///
  /// A character that the vocabulary does not have is spelled in bytes, `<0xE2>`, where it has all of them, else it is unknown; without a
  /// token for that it is left out, and the places of what follows move to the left, as in the reference.
  func tokens(
    of word: ArraySlice<AlignedText.Unit>, _ vocabulary: TokenVocabulary
  ) -> [(id: Int, units: ArraySlice<AlignedText.Unit>)] {
    if ignoresMerges, let id = whole(word, vocabulary) { return [(id, word)] }
    /// The unit of each byte.
    var sources: [AlignedText.Unit] = []
    var symbols: [Int] = []
    /// Where each symbol begins, in bytes; after the last, where that ends.
    var starts = [0]
    func add(_ id: Int, _ length: Int) {
      symbols.append(id)
      starts.append(starts[symbols.count - 1] + length)
    }
    var unknownLength = 0
    for unit in word {
      let bytes = UTF8.encode(unit.scalar)!
      for _ in bytes { sources.append(unit) }
      if let id = id(of: bytes, vocabulary) {
        if unknownLength > 0, let unknownID { add(unknownID, unknownLength) }
        unknownLength = 0
        add(id, bytes.count)
      } else if let ids = byteTokens(bytes) {
        // What is unknown before stays behind these, as in the reference.
        for id in ids { add(id, 1) }
      } else if let unknownID {
        if unknownLength > 0, !fusesUnknown {
          add(unknownID, unknownLength)
          unknownLength = 0
        }
        unknownLength += bytes.count
      }
    }
    if unknownLength > 0, let unknownID { add(unknownID, unknownLength) }
    return joined(symbols).map { piece in
      (piece.id, sources[starts[piece.range.lowerBound]..<starts[piece.range.upperBound]])
    }
  }

  private func id(of bytes: UTF8.EncodedScalar, _ vocabulary: TokenVocabulary) -> Int? {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4) { buffer in
      for (place, byte) in bytes.enumerated() { buffer[place] = byte }
      return vocabulary.id(of: UnsafeBufferPointer(rebasing: buffer[..<bytes.count]))
    }
  }

  private func byteTokens(_ bytes: UTF8.EncodedScalar) -> [Int]? {
    guard !bytePieces.isEmpty else { return nil }
    let ids = bytes.compactMap { bytePieces[Int($0)] }
    return ids.count == bytes.count ? ids : nil
  }

  private func whole(_ word: ArraySlice<AlignedText.Unit>, _ vocabulary: TokenVocabulary) -> Int? {
    let bytes = word.flatMap { UTF8.encode($0.scalar)! }
    return bytes.withUnsafeBufferPointer { vocabulary.id(of: $0) }
  }

  /// The ids of `<0x00>` to `<0xFF>`, nil where the vocabulary has none.
  static func bytePieces(_ vocabulary: TokenVocabulary) -> [Int?] {
    (0..<256).map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return vocabulary.id(of: "<0x" + (digits.count < 2 ? "0" : "") + digits + ">")
    }
  }
}
