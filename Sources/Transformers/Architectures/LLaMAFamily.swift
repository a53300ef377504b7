internal import LinearAlgebra

/// LLaMA and what is built as it is: root-mean-square norms before the blocks, turned queries and keys that may be shared, SwiGLU.
/// Touvron et al. 2023.
extension ArchitectureDescription {
  static let llama = llamaLike("llama") { keys, sizes in
    let hasBias = try keys.flag("attention_bias") ?? false
    sizes.biases.attention = hasBias
    sizes.biases.output = hasBias
    sizes.biases.feedForward = try keys.flag("mlp_bias") ?? false
  }

  /// Mistral: each layer sees a window. Jiang et al. 2023.
  static let mistral = llamaLike("mistral") { keys, sizes in
    if let window = try keys.window() { sizes.stack.windows = Array(repeating: window, count: sizes.layers) }
  }

  /// Qwen 2: biases of queries, keys and values.
  static let qwen2 = llamaLike("qwen2") { keys, sizes in
    sizes.biases.attention = true
    try sizes.readUpperWindows(keys)
  }

  /// Qwen 3: each head's queries and keys normed.
  static let qwen3 = llamaLike("qwen3", headSize: 128, normsQueries: true) { keys, sizes in
    let hasBias = try keys.flag("attention_bias") ?? false
    sizes.biases.attention = hasBias
    sizes.biases.output = hasBias
    try sizes.readUpperWindows(keys)
  }

  /// Gemma: norms' weights are stored as what is beside 1, embeddings multiplied by √d.
  static let gemma = llamaLike("gemma", headSize: 256, normAddend: 1, activation: "gelu_pytorch_tanh", tied: true) {
    keys, sizes in
    let hasBias = try keys.flag("attention_bias") ?? false
    sizes.biases.attention = hasBias
    sizes.biases.output = hasBias
    if let newer = try keys.text("hidden_activation"), let older = try keys.text("hidden_act"), newer != older {
      throw keys.fault("hidden_activation", "is \"\(newer)\", and hidden_act is \"\(older)\"; leave the one that holds")
    }
    sizes.embeddingFactor = Float(sizes.hiddenSize).squareRoot()
    try keys.refuse("use_bidirectional_attention")
  }

  /// Gemma 2: norms around the blocks, every other layer sees a window, scores are capped.
  static let gemma2 = llamaLike(
    "gemma2", headSize: 256, normAddend: 1, activation: "gelu_pytorch_tanh", tied: true, normsOutputs: true
  ) { keys, sizes in
    try sizes.readGemma(keys, caps: (50, 30)) { $0 % 2 == 0 }
  }

  /// Gemma 3, its text part: five of six layers see a window and turn faster; queries and keys are normed.
  static let gemma3 = llamaLike(
    "gemma3_text", headSize: 256, normAddend: 1, activation: "gelu_pytorch_tanh", tied: true, normsQueries: true,
    normsOutputs: true
  ) { keys, sizes in
    let period = try keys.size("sliding_window_pattern", default: 6)
    let isLocal = try sizes.readGemma(keys, caps: nil) { ($0 + 1) % period != 0 }
    let near = try keys.rotation(
      sizes.headSize, kind: "sliding_attention", base: try keys.scalar("rope_local_base_freq") ?? 10_000, scales: false)
    let far = try keys.rotation(
      sizes.headSize, kind: "full_attention", base: try keys.scalar("rope_theta") ?? 1_000_000)
    sizes.stack.rotations = isLocal.map { $0 ? near : far }
  }

  /// An architecture of this kind.
  ///
  /// - Parameters:
  ///   - headSize: What `head_dim` is where the file does not say; nil for the hidden size divided among the heads.
  ///   - adjust: What its `config.json` says besides.
  private static func llamaLike(
    _ name: String, headSize: Int? = nil, normAddend: Float = 0, activation: String = "silu", tied: Bool = false,
    normsQueries: Bool = false, normsOutputs: Bool = false,
    _ adjust: @escaping @Sendable (ConfigurationKeys, inout ModelConfiguration) throws -> Void
  ) -> ArchitectureDescription {
    ArchitectureDescription(
      name: name,
      configuration: { keys, architecture in
        let key = name.hasPrefix("gemma") && keys.document["hidden_activation"]?.string != nil
          ? "hidden_activation" : "hidden_act"
        var sizes = try ModelConfiguration(
          keys, architecture, SizeKeys(), activation: (key, activation), epsilon: ("rms_norm_eps", 1e-6), tied: tied,
          headSize: headSize)
        sizes.stack.isCausal = true
        sizes.stack.normalizesFirst = true
        sizes.positions = .none(limit: try keys.size("max_position_embeddings"))
        let shared = try keys.size("num_key_value_heads", default: sizes.heads)
        guard sizes.heads % shared == 0 else {
          throw keys.fault("num_key_value_heads", "is \(shared), which does not divide the \(sizes.heads) heads")
        }
        sizes.stack.ownKeyValueHeads = shared
        if name != "gemma3_text" {
          let rotation = try keys.rotation(
            sizes.headSize, kind: nil, base: try keys.scalar("rope_theta") ?? 10_000)
          sizes.stack.rotations = Array(repeating: rotation, count: sizes.layers)
        }
        sizes.biases = .none
        try adjust(keys, &sizes)
        return sizes
      },
      names: { sizes in
        TensorNames(
          prefixes: ["model."], words: "embed_tokens", layer: { "layers.\($0)." },
          block: BlockNames(
            query: .own("self_attn.q_proj"), key: .own("self_attn.k_proj"), value: .own("self_attn.v_proj"),
            output: "self_attn.o_proj", attentionNorm: "input_layernorm", up: .own("mlp.gate_proj"),
            multiplier: .own("mlp.up_proj"), down: "mlp.down_proj",
            feedForwardNorm: normsOutputs ? "pre_feedforward_layernorm" : "post_attention_layernorm",
            queryNorm: normsQueries ? "self_attn.q_norm" : nil, keyNorm: normsQueries ? "self_attn.k_norm" : nil,
            attentionOutputNorm: normsOutputs ? "post_attention_layernorm" : nil,
            feedForwardOutputNorm: normsOutputs ? "post_feedforward_layernorm" : nil,
            attentionHasBias: sizes.biases.attention, outputHasBias: sizes.biases.output,
            feedForwardHasBias: sizes.biases.feedForward),
          finalNorm: "norm", norm: NormStyle(kind: .rootMeanSquare, hasBias: false, addend: normAddend),
          head: HeadNames(decoder: ["lm_head"]),
          surplus: ["layers.*.self_attn.rotary_emb.inv_freq", "rotary_emb.inv_freq", "score.*", "qa_outputs.*"],
          own: ["embed_tokens.*", "layers.*", "norm.*"])
      })
  }
}

extension ModelConfiguration {
  /// Qwen's windows, where they are switched on: in the layers from `max_window_layers` on.
  fileprivate mutating func readUpperWindows(_ keys: ConfigurationKeys) throws {
    guard try keys.flag("use_sliding_window") == true, let window = try keys.window() else { return }
    let first = try keys.size("max_window_layers", default: 28, least: 0)
    stack.windows = try keys.localLayers(layers) { $0 >= first }.map { $0 ? window : nil }
  }

  /// What Gemma 2 and 3 have in common.
  ///
  /// - Parameters:
  ///   - caps: Of the scores and of the words' scores, where the file does not say; nil for none.
  ///   - isLocal: Which layers see a window, where the file does not say.
  /// - Returns: Which layers do.
  @discardableResult
  fileprivate mutating func readGemma(
    _ keys: ConfigurationKeys, caps: (Float, Float)?, isLocal: (Int) -> Bool
  ) throws -> [Bool] {
    let hasBias = try keys.flag("attention_bias") ?? false
    biases.attention = hasBias
    biases.output = hasBias
    try keys.refuse("use_bidirectional_attention")
    embeddingFactor = Float(hiddenSize).squareRoot()
    stack.ownScoreScale = 1 / (try keys.scalar("query_pre_attn_scalar") ?? 256).squareRoot()
    stack.scoreCap = try keys.cap("attn_logit_softcapping", default: caps?.0)
    scoreCapOfWords = try keys.cap("final_logit_softcapping", default: caps?.1)
    let local = try keys.localLayers(layers, isLocal)
    let window = try keys.size("sliding_window", default: 4096)
    stack.windows = local.map { $0 ? window : nil }
    return local
  }
}
