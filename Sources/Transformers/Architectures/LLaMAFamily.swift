internal import LinearAlgebra

/// LLaMA and what is built as it is: root-mean-square norms before the blocks, turned queries and keys that may be shared, SwiGLU.
/// Touvron et al. 2023.
extension ArchitectureDescription {
  static let llama = llamaLike(LLaMALike(name: "llama")) { keys, sizes in
    let hasBias = try keys.flag("attention_bias") ?? false
    sizes.biases.attention = hasBias
    sizes.biases.output = hasBias
    sizes.biases.feedForward = try keys.flag("mlp_bias") ?? false
  }

  /// Mistral: each layer sees a window. Jiang et al. 2023.
  static let mistral = llamaLike(LLaMALike(name: "mistral", keyValueHeads: 8)) { keys, sizes in
    if let window = try keys.window() { sizes.stack.windows = Array(repeating: window, count: sizes.layers) }
  }

  /// Qwen 2: biases of queries, keys and values.
  static let qwen2 = llamaLike(LLaMALike(name: "qwen2", keyValueHeads: 32)) { keys, sizes in
    sizes.biases.attention = true
    try sizes.readUpperWindows(keys)
  }

  /// Qwen 3: each head's queries and keys normed.
  static let qwen3 = llamaLike(
    LLaMALike(name: "qwen3", headSize: 128, keyValueHeads: 32, normsQueries: true)
  ) { keys, sizes in
    let hasBias = try keys.flag("attention_bias") ?? false
    sizes.biases.attention = hasBias
    sizes.biases.output = hasBias
    try sizes.readUpperWindows(keys)
  }

  /// Gemma: norms' weights are stored as what is beside 1, embeddings multiplied by √d.
  static let gemma = llamaLike(.gemma("gemma", keyValueHeads: 16)) { keys, sizes in
    let hasBias = try keys.flag("attention_bias") ?? false
    sizes.biases.attention = hasBias
    sizes.biases.output = hasBias
    // What the first files call gelu was meant as the approximation, and is read as such.
    if sizes.stack.activation == .gelu { sizes.stack.activation = .geluTanh }
    if try keys.text("hidden_activation") != nil,
      try keys.activation("hidden_activation", default: "") != sizes.stack.activation
    {
      throw keys.fault("hidden_activation", "is another activation than hidden_act; leave the one that holds")
    }
    sizes.embeddingFactor = Float(sizes.hiddenSize).squareRoot()
    try keys.refuse("use_bidirectional_attention")
  }

  /// Gemma 2: norms around the blocks, every other layer sees a window, scores are capped.
  static let gemma2 = llamaLike(
    .gemma("gemma2", keyValueHeads: 4, normsOutputs: true)
  ) { keys, sizes in
    try sizes.readGemma(keys, caps: (50, 30)) { $0 % 2 == 0 }
  }

  /// Gemma 3, its text part: five of six layers see a window and turn faster; queries and keys are normed.
  static let gemma3 = llamaLike(
    .gemma("gemma3_text", keyValueHeads: 4, normsQueries: true, normsOutputs: true)
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
  /// - Parameter adjust: What its `config.json` says besides.
  private static func llamaLike(
    _ kind: LLaMALike, _ adjust: @escaping @Sendable (ConfigurationKeys, inout ModelConfiguration) throws -> Void
  ) -> ArchitectureDescription {
    ArchitectureDescription(
      name: kind.name,
      configuration: { keys, architecture in
        var sizes = try ModelConfiguration(
          keys, architecture, SizeKeys(), activation: (kind.activationKey, kind.activation),
          epsilon: ("rms_norm_eps", 1e-6), tied: kind.tied, headSize: .stated(default: kind.headSize))
        sizes.stack.isCausal = true
        sizes.stack.normalizesFirst = true
        sizes.positions = .none(limit: try keys.size("max_position_embeddings"))
        // Null means one for each head, and an absent key what the reference's class says.
        let isAbsent = keys.document["num_key_value_heads"] == nil
        let shared = try keys.size(
          "num_key_value_heads", default: isAbsent ? kind.keyValueHeads ?? sizes.heads : sizes.heads)
        guard sizes.heads % shared == 0 else {
          throw keys.fault("num_key_value_heads", "is \(shared), which does not divide the \(sizes.heads) heads")
        }
        sizes.stack.ownKeyValueHeads = shared
        let rotation = try keys.rotation(sizes.headSize, kind: nil, base: try keys.scalar("rope_theta") ?? 10_000)
        sizes.stack.rotations = Array(repeating: rotation, count: sizes.layers)
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
            feedForwardNorm: kind.normsOutputs ? "pre_feedforward_layernorm" : "post_attention_layernorm",
            queryNorm: kind.normsQueries ? "self_attn.q_norm" : nil,
            keyNorm: kind.normsQueries ? "self_attn.k_norm" : nil,
            attentionOutputNorm: kind.normsOutputs ? "post_attention_layernorm" : nil,
            feedForwardOutputNorm: kind.normsOutputs ? "post_feedforward_layernorm" : nil,
            attentionHasBias: sizes.biases.attention, outputHasBias: sizes.biases.output,
            feedForwardHasBias: sizes.biases.feedForward),
          finalNorm: "norm", norm: NormStyle(kind: .rootMeanSquare, hasBias: false, addend: kind.normAddend),
          head: HeadNames(decoder: ["lm_head"]),
          surplus: ["layers.*.self_attn.rotary_emb.inv_freq", "rotary_emb.inv_freq", "score.*", "qa_outputs.*"],
          own: ["embed_tokens.*", "layers.*", "norm.*"])
      })
  }
}

/// What tells LLaMA's kin from one another before their files are looked at.
private struct LLaMALike: Sendable {
  let name: String
  /// What `head_dim` is where the file does not say; nil for the hidden size divided among the heads.
  var headSize: Int?
  /// How many heads keys and values have where the file does not say; nil for as many as queries.
  var keyValueHeads: Int?
  var activationKey = "hidden_act"
  var activation = "silu"
  /// Whether scores for words are tied to the embedding where the file does not say.
  var tied = false
  /// What is added to the stored weights of norms.
  var normAddend: Float = 0
  /// Whether each head's query and key are normed.
  var normsQueries = false
  /// Whether what the blocks bring is normed.
  var normsOutputs = false

  /// One of the Gemmas.
  static func gemma(
    _ name: String, keyValueHeads: Int, normsQueries: Bool = false, normsOutputs: Bool = false
  ) -> LLaMALike {
    LLaMALike(
      name: name, headSize: 256, keyValueHeads: keyValueHeads,
      activationKey: name == "gemma" ? "hidden_act" : "hidden_activation", activation: "gelu_pytorch_tanh", tied: true,
      normAddend: 1, normsQueries: normsQueries, normsOutputs: normsOutputs)
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
