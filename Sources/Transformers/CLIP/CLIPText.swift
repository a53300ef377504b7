internal import Basics
internal import LinearAlgebra

/// The weights that read a caption.
struct CLIPTextWeights: Sendable {
  /// `[vocabularySize, hiddenSize]`.
  let words: EmbeddingTable
  /// `[maximumTextLength, hiddenSize]`.
  let positions: EmbeddingTable
  let layers: [LayerWeights]
  let lastNorm: NormWeights
  /// To the space that pictures and captions share, `[hiddenSize, projectionSize]`; a CLIP's bias is nought.
  let projection: LinearWeights
}

extension CLIPTextWeights {
  init(_ reader: inout WeightReader, _ sizes: CLIPConfiguration, _ pool: WorkerPool) throws {
    let hidden = sizes.text.hiddenSize
    let prefix = "text_model."
    words = try EmbeddingTable(
      &reader, prefix + "embeddings.token_embedding.weight", rows: sizes.vocabularySize, size: hidden)
    positions = try EmbeddingTable(
      &reader, prefix + "embeddings.position_embedding.weight", rows: sizes.maximumTextLength, size: hidden)
    layers = try CLIPWeights.layers(&reader, prefix, sizes.text, pool)
    lastNorm = try NormWeights(&reader, prefix + "final_layer_norm", hidden)
    projection =
      sizes.family == .clip
      ? try CLIPWeights.projection(&reader, "text_projection", from: hidden, sizes, pool)
      : try LinearWeights(&reader, prefix + "head", inputs: hidden, outputs: sizes.projectionSize, pool: pool)
  }
}

extension CLIPModel {
  /// The vectors of captions, each of length 1.
  ///
  /// A CLIP's caption runs only to its end, and a beginning that captions share runs once: the causal mask makes both exact. A SigLIP's
  /// runs at full length, which takes several times as long. Memory does not grow with the number of captions but for their vectors.
  ///
  /// - Parameter truncating: Whether a caption that is too long is cut to the tokens that fit, its end kept.
  /// - Throws: `TokenizerError.captionTooLong` with the caption, its tokens and the limit; `CheckpointError` for weights that
  ///   give no finite vectors.
  public func textVectors(_ captions: [String], truncating: Bool = false) throws -> [[Float]] {
    try finite(vectors(of: captions.map { try encode($0, truncating: truncating).ids }))
  }

  /// The vectors of captions that are ids already, the marks around them included.
  package func vectors(of captions: [[Int]]) -> [[Float]] {
    let sequences = captions.map(pooledPart)
    let distinct = Set(sequences).sorted { $0.lexicographicallyPrecedes($1) }
    var vectors: [[Int]: [Float]] = [:]
    var rest = distinct[...]
    while !rest.isEmpty {
      let group = SharedPrefixes(&rest, rows: 1024, sharing: text.sizes.isCausal)
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
    // A tokenizer that puts no token at the end has none to keep.
    guard encoding.isSpecial.last == true else { return encoding.selecting(Array(0..<limit)) }
    return encoding.selecting(Array(0..<(limit - 1)) + [encoding.count - 1])
  }

  /// The tokens up to the one whose row becomes the caption's vector, with what fills a SigLIP's caption up.
  package func pooledPart(of ids: [Int]) -> [Int] {
    if let padding { return padding.filled(ids) }
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
  /// - Parameters:
  ///   - rest: Sorted and without duplicates, so that a beginning is shared with the caption before or with none, and each caption has at
  ///     least its last row to itself.
  ///   - isSharing: Whether a beginning may be shared, as it may in a causal model alone.
  init(_ rest: inout ArraySlice<[Int]>, rows limit: Int, sharing isSharing: Bool) {
    var tokens: [Token] = []
    var lengths: [Int] = []
    var prefixes: [[Int]] = []
    var previous: (sequence: [Int], path: [Int]) = ([], [])
    var taken: [[Int]] = []
    while let sequence = rest.first {
      let shared = isSharing ? zip(previous.sequence, sequence).prefix { $0 == $1 }.count : 0
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
