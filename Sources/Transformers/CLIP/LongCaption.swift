/// What becomes of a caption that has more tokens than a model reads.
public enum LongCaption: Sendable, Equatable {
  /// It is refused.
  case refused
  /// It is cut to the tokens that fit, its end kept.
  case cut
  /// It is read in pieces that fit, and the mean of their vectors is brought to length 1.
  case windows
}

extension CLIPModel {
  /// The vectors of captions, each of length 1.
  ///
  /// - Throws: `TokenizerError.captionTooLong` where such a caption is refused; `CheckpointError` for weights that give no finite vectors.
  public func textVectors(_ captions: [String], tooLong: LongCaption) throws -> [[Float]] {
    guard tooLong == .windows else { return try textVectors(captions, truncating: tooLong == .cut) }
    let pieces = try captions.map { caption in
      let encoding = tokenizer.encode(caption)
      return try encoding.windows(limit: configuration.maximumTextLength).map { encoding.selecting($0).ids }
    }
    let vectors = try finite(self.vectors(of: pieces.flatMap { $0 }))
    var start = 0
    return pieces.map { pieces in
      defer { start += pieces.count }
      return pieces.count == 1 ? vectors[start] : Self.mean(of: vectors[start..<(start + pieces.count)])
    }
  }

  /// The mean of vectors, brought to length 1.
  private static func mean(of vectors: ArraySlice<[Float]>) -> [Float] {
    let sums = (0..<(vectors.first?.count ?? 0)).map { place in vectors.reduce(0.0) { $0 + Double($1[place]) } }
    let length = sums.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return sums.map { Float($0 / length) }
  }
}
