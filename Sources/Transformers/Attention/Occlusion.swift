extension LanguageModel {
  /// How far a text's vector moves when a word is hidden: 1 − cosine, for each word.
  ///
  /// A hidden word's tokens become the mask token; a model without one (GPT-2) reads the text without them.
  ///
  /// - Parameters:
  ///   - words: For each word the positions of its tokens, as `AttentionMap.Unit.positions` gives them.
  ///   - pooling: How the vector is made.
  public func occlusion(
    _ encoding: Encoding, words: [[Int]], pooling: SentenceVector.Pooling
  ) throws -> [Float] {
    let original = SentenceVector.vector(
      try forward(encoding, recording: .output).output, pooling, mask: encoding.mask)
    var distances: [Float] = []
    // A few at a time keep the buffers within the caches that the weights leave.
    let group = max(1, 512 / max(encoding.count, 1))
    for start in stride(from: 0, to: words.count, by: group) {
      let variants = words[start..<min(start + group, words.count)].map { hiding($0, in: encoding) }
      let readable = variants.filter { $0.mask.contains(true) }
      var outputs = try outputs(readable)[...]
      for variant in variants {
        guard variant.mask.contains(true), let output = outputs.popFirst() else {
          distances.append(1)
          continue
        }
        let vector = SentenceVector.vector(output, pooling, mask: variant.mask)
        distances.append(1 - SentenceVector.cosine(original, vector))
      }
    }
    return distances
  }

  private func hiding(_ positions: [Int], in encoding: Encoding) -> Encoding {
    guard let mask = tokenizer.maskID else {
      return encoding.selecting(encoding.ids.indices.filter { !positions.contains($0) })
    }
    var hidden = encoding
    for position in positions {
      hidden.ids[position] = mask
      hidden.tokens[position] = tokenizer.token(mask) ?? ""
    }
    return hidden
  }
}
