internal import LinearAlgebra

extension Architecture {
  static let marian = Architecture(rawValue: "marian")!
}

/// Encoders with a decoder, norms after the blocks or before them.
extension ArchitectureDescription {
  /// BART: learned positions from row 2. Lewis et al. 2020.
  static let bart = bartLike("bart", first: 2)
  /// mBART: norms before the blocks, and one more at the end of each side. Liu et al. 2020.
  static let mbart = bartLike("mbart", first: 2, normalizesFirst: true)
  /// Marian: positions that are worked out. Junczys-Dowmunt et al. 2018.
  static let marian = bartLike("marian", first: 0)

  /// - Parameter first: The row of the position embedding that the first token takes.
  private static func bartLike(
    _ name: String, first: Int, normalizesFirst: Bool = false
  ) -> ArchitectureDescription {
    ArchitectureDescription(
      name: name,
      configuration: { keys, architecture in
        if try keys.flag("is_encoder_decoder") == false || keys.flag("is_decoder") == true {
          throw keys.fault(
            "is_encoder_decoder",
            "says that this is a decoder alone, and such are not read; take the whole model, encoder and decoder")
        }
        var sizes = try ModelConfiguration(
          keys, architecture,
          SizeKeys(
            layers: "encoder_layers", heads: "encoder_attention_heads", hidden: "d_model",
            intermediate: "encoder_ffn_dim"),
          activation: ("activation_function", "gelu"), epsilon: nil)
        sizes.stack.layerNormEpsilon = 1e-5
        sizes.stack.normalizesFirst = normalizesFirst
        sizes.positions = .consecutive(
          // Marian's are worked out, not stored: no file shows how many there are, and 1,024 are the most published.
          rows: try keys.size(
            "max_position_embeddings", default: 1024, most: architecture == .marian ? 1 << 14 : 1 << 24)
            + first, first: first)
        if try keys.flag("scale_embedding") == true {
          sizes.embeddingFactor = Float(sizes.hiddenSize).squareRoot()
        }
        return sizes
      },
      weights: { try EncoderDecoderWeights.encoder($0, $1, $2) }, hasDecoder: true)
  }
}
