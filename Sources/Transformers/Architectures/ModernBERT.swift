internal import LinearAlgebra

extension ArchitectureDescription {
  /// ModernBERT: norms before the blocks, turned queries and keys, local windows in two layers of three, GeGLU, few biases.
  /// Warner et al. 2024.
  static let modernBERT = ArchitectureDescription(
    name: "modernbert",
    configuration: { keys, architecture in
      var sizes = try ModelConfiguration(
        keys, architecture, SizeKeys(), activation: ("hidden_activation", "gelu"), epsilon: ("norm_eps", 1e-5))
      sizes.stack.normalizesFirst = true
      sizes.positions = .none(limit: try keys.size("max_position_embeddings", default: 8192))
      sizes.headActivation = try keys.activation("classifier_activation", default: "gelu")
      sizes.biases = BiasChoices(
        attention: try keys.flag("attention_bias") ?? false, output: try keys.flag("attention_bias") ?? false,
        feedForward: try keys.flag("mlp_bias") ?? false,
        norms: try keys.flag("norm_bias") ?? false, decoder: try keys.flag("decoder_bias") ?? true,
        head: try keys.flag("classifier_bias") ?? false)
      let period = try keys.size("global_attn_every_n_layers", default: 3)
      let isLocal = try keys.localLayers(sizes.layers) { $0 % period != 0 }
      // Tokens up to half of `local_attention` away are seen.
      let window = try keys.size("local_attention", default: 128, least: 2) / 2 + 1
      let near = try keys.rotation(
        sizes.headSize, kind: "sliding_attention", base: try keys.scalar("local_rope_theta") ?? 10_000)
      let far = try keys.rotation(
        sizes.headSize, kind: "full_attention", base: try keys.scalar("global_rope_theta") ?? 160_000)
      sizes.stack.windows = isLocal.map { $0 ? window : nil }
      sizes.stack.rotations = isLocal.map { $0 ? near : far }
      return sizes
    },
    names: { sizes in
      let biases = sizes.biases
      return TensorNames(
        prefixes: ["model."], words: "embeddings.tok_embeddings", embeddingNorm: "embeddings.norm",
        layer: { "layers.\($0)." },
        block: BlockNames(
          query: .part("attn.Wqkv", 0, of: 3), key: .part("attn.Wqkv", 1, of: 3),
          value: .part("attn.Wqkv", 2, of: 3), output: "attn.Wo", attentionNorm: "attn_norm",
          firstIsUnnormed: true, up: .part("mlp.Wi", 0, of: 2), multiplier: .part("mlp.Wi", 1, of: 2),
          down: "mlp.Wo", feedForwardNorm: "mlp_norm", attentionHasBias: biases.attention,
          outputHasBias: biases.output, feedForwardHasBias: biases.feedForward),
        finalNorm: "final_norm", norm: NormStyle(hasBias: biases.norms),
        head: HeadNames(
          dense: "head.dense", denseHasBias: biases.head, activation: .own, norm: "head.norm", decoder: ["decoder"],
          bias: biases.decoder ? ("decoder.bias", "decoder.bias") : nil),
        surplus: ["decoder.*", "head.*", "classifier.*"], own: ["embeddings.*", "layers.*", "final_norm.*"])
    })
}
