internal import LinearAlgebra

extension CLIPModel {
  /// The vectors of captions, each of length 1.
  ///
  /// A caption runs only to its end, and a beginning that captions share runs once: the causal mask makes both exact. Memory
  /// does not grow with the number of captions but for their vectors.
  ///
  /// - Parameter truncating: Whether a caption that is too long is cut to the tokens that fit, its end kept.
  /// - Throws: `TokenizerError.captionTooLong` with the caption, its tokens and the limit.
  public func textVectors(_ captions: [String], truncating: Bool = false) throws -> [[Float]] {
    vectors(of: try captions.map { try encode($0, truncating: truncating).ids })
  }

  /// The vectors of captions that are ids already, the marks around them included.
  package func vectors(of captions: [[Int]]) -> [[Float]] {
    let sequences = captions.map(pooledPart)
    let distinct = Set(sequences).sorted { $0.lexicographicallyPrecedes($1) }
    var vectors: [[Int]: [Float]] = [:]
    var rest = distinct[...]
    while !rest.isEmpty {
      let group = SharedPrefixes(&rest, rows: 1024)
      for (sequence, vector) in zip(group.sequences, self.vectors(group)) { vectors[sequence] = vector }
    }
    return sequences.map { vectors[$0]! }
  }

  /// A caption's tokens, with the one at its beginning and the one at its end.
  ///
  /// - Throws: `TokenizerError.captionTooLong`, unless the caption may be cut.
  public func encode(_ caption: String, truncating: Bool = false) throws(TokenizerError) -> Encoding {
    let encoding = tokenizer.encode(caption)
    let limit = configuration.maximumTextLength
    if encoding.count <= limit { return encoding }
    guard truncating else { throw .captionTooLong(caption, tokens: encoding.count, limit: limit) }
    return encoding.selecting(Array(0..<(limit - 1)) + [encoding.count - 1])
  }

  /// The tokens up to the one whose row becomes the caption's vector.
  func pooledPart(of ids: [Int]) -> [Int] {
    let pooled = configuration.endOfText.map { ids.firstIndex(of: $0) } ?? ids.firstIndex(of: ids.max() ?? 0)
    return Array(ids[...(pooled ?? 0)])
  }

  private func vectors(_ group: SharedPrefixes) -> [[Float]] {
    let batch = group.batch
    let space = text.workspace(batch)
    let hidden = embedded(group.tokens)
    for layer in 0..<(text.sizes.layers - 1) { text.run(layer: layer, hidden.base, batch, space) }
    let pooled = text.runLast(hidden, batch, space, rows: batch.starts.dropFirst().map { $0 - 1 })
    return projected(pooled, count: batch.count, weights.text.lastNorm, weights.text.projection, text)
  }

  /// What goes into the first layer: `[tokens, hiddenSize]`.
  func embedded(_ tokens: [SharedPrefixes.Token]) -> FloatBuffer {
    let size = configuration.text.hiddenSize
    let hidden = FloatBuffer(tokens.count * size)
    weights.text.words.withUnsafeBufferPointer { words in
      weights.text.positions.withUnsafeBufferPointer { positions in
        for (row, token) in tokens.enumerated() {
          precondition(token.id >= 0 && token.id < configuration.vocabularySize, "an id of the vocabulary")
          let out = hidden.base + row * size
          for index in 0..<size {
            out[index] = words[token.id * size + index] + positions[token.position * size + index]
          }
        }
      }
    }
    return hidden
  }
}
