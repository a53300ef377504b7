internal import LinearAlgebra

extension Architecture {
  /// Whether it is a T5: its config.json and its tensors have names of their own.
  var isT5: Bool { rawValue == "t5" || rawValue == "mt5" }
}

/// T5: root-mean-square norms before the blocks, no biases, scores that are not divided, and a bias by distance that all layers of a side
/// share. Raffel et al. 2020.
extension ArchitectureDescription {
  static let t5 = t5Like("t5", feedForward: "relu")
  /// mT5, as T5 1.1 with gated blocks. Xue et al. 2021.
  static let mt5 = t5Like("mt5", feedForward: "gated-gelu")

  /// - Parameter feedForward: What holds where `feed_forward_proj` is absent.
  private static func t5Like(_ name: String, feedForward: String) -> ArchitectureDescription {
    ArchitectureDescription(
      name: name,
      configuration: { keys, architecture in
        if try keys.flag("is_decoder") == true {
          throw keys.fault(
            "is_decoder", "says that this is a decoder alone, and such are not read; take the whole model")
        }
        let words = (try keys.text("feed_forward_proj") ?? feedForward).split(separator: "-").map(String.init)
        guard words.count == 1 || (words.count == 2 && words[0] == "gated") else {
          throw keys.fault(
            "feed_forward_proj",
            "is \"\(words.joined(separator: "-"))\"; known are an activation and gated- with an activation")
        }
        // What the files call gated-gelu was trained with the approximation.
        let activation = words == ["gated", "gelu"] ? "gelu_new" : words[words.count - 1]
        var sizes = try ModelConfiguration(
          keys, architecture,
          SizeKeys(layers: "num_layers", heads: "num_heads", hidden: "d_model", intermediate: "d_ff"),
          activation: ("dense_act_fn", activation), epsilon: ("layer_norm_epsilon", 1e-6),
          headSize: .stated(default: try keys.size("d_kv", default: 64)))
        sizes.stack.normalizesFirst = true
        sizes.stack.ownScoreScale = 1
        sizes.isGated = words.count == 2
        sizes.biases = .none
        sizes.relativeBuckets = try keys.size("relative_attention_num_buckets", default: 32, least: 4)
        sizes.farthestDistance = try keys.size("relative_attention_max_distance", default: 128)
        guard sizes.farthestDistance > sizes.relativeBuckets / 2 else {
          throw keys.fault(
            "relative_attention_max_distance",
            "is \(sizes.farthestDistance), and must be above half of the \(sizes.relativeBuckets) buckets")
        }
        // The reference ties the scores whatever the file says, unless the checkpoint stores a table for them; what the file says is
        // whether states are scaled before them.
        sizes.outputScale = 1
        if architecture.rawValue == "t5",
          try keys.flag("scale_decoder_outputs") ?? (keys.flag("tie_word_embeddings") != false)
        {
          sizes.outputScale = 1 / Float(sizes.hiddenSize).squareRoot()
        }
        sizes.tiesWordEmbeddings = true
        return sizes
      },
      weights: { try T5Weights.encoder($0, $1, $2) }, hasDecoder: true)
  }
}
