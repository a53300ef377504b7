internal import LinearAlgebra

/// Causal models with layer norms before the blocks.
extension ArchitectureDescription {
  /// GPT-2: query, key and value in one matrix, stored input by output. Radford et al. 2019.
  static let gpt2 = ArchitectureDescription(
    name: "gpt2",
    configuration: { keys, architecture in
      var sizes = try ModelConfiguration(
        keys, architecture, SizeKeys(layers: "n_layer", heads: "n_head", hidden: "n_embd", intermediate: "n_inner"),
        intermediateDefault: 4, activation: ("activation_function", "gelu_new"), epsilon: ("layer_norm_epsilon", 1e-5))
      sizes.stack.isCausal = true
      sizes.stack.normalizesFirst = true
      sizes.positions = .consecutive(rows: try keys.size("n_positions", default: 1024))
      try keys.refuse("scale_attn_by_inverse_layer_idx")
      try keys.refuse("add_cross_attention")
      if try keys.flag("scale_attn_weights") == false { throw keys.fault("scale_attn_weights", "must be true") }
      return sizes
    },
    names: { _ in
      TensorNames(
        prefixes: ["transformer."], words: "wte", positions: "wpe", layer: { "h.\($0)." },
        block: BlockNames(
          query: .part("attn.c_attn", 0, of: 3), key: .part("attn.c_attn", 1, of: 3),
          value: .part("attn.c_attn", 2, of: 3), output: "attn.c_proj", attentionNorm: "ln_1",
          up: .own("mlp.c_fc"), down: "mlp.c_proj", feedForwardNorm: "ln_2", layout: .convolution),
        finalNorm: "ln_f",
        // Scores are products with the word embedding, but where it is said to be untied and stored apart.
        head: HeadNames(decoder: ["lm_head"]),
        surplus: ["h.*.attn.bias", "h.*.attn.masked_bias", "score.*"], own: ["wte.*", "wpe.*", "h.*", "ln_f.*"])
    })

  /// OPT: positions from row 2, ReLU; the smallest but one has its norms after the blocks and a narrower embedding. Zhang et al. 2022.
  static let opt = ArchitectureDescription(
    name: "opt",
    configuration: { keys, architecture in
      var sizes = try ModelConfiguration(
        keys, architecture, SizeKeys(intermediate: "ffn_dim"), activation: ("activation_function", "relu"), epsilon: nil
      )
      sizes.stack.layerNormEpsilon = 1e-5
      sizes.stack.isCausal = true
      sizes.stack.normalizesFirst = try keys.flag("do_layer_norm_before") ?? true
      sizes.embeddingSize = try keys.size("word_embed_proj_dim", default: sizes.hiddenSize)
      sizes.positionSize = sizes.hiddenSize
      sizes.positions = .attended(rows: try keys.size("max_position_embeddings", default: 2048) + 2, first: 2)
      try keys.refuse("_remove_final_layer_norm")
      if try keys.flag("layer_norm_elementwise_affine") == false {
        throw keys.fault("layer_norm_elementwise_affine", "is false; norms without weights are not read")
      }
      let hasBias = try keys.flag("enable_bias") ?? true
      (sizes.biases.attention, sizes.biases.feedForward) = (hasBias, hasBias)
      return sizes
    },
    names: { sizes in
      let isNarrow = sizes.embeddingSize != sizes.hiddenSize
      return TensorNames(
        prefixes: ["model.decoder.", "decoder."], words: "embed_tokens", positions: "embed_positions",
        projection: isNarrow ? "project_in" : nil, projectionHasBias: false, layer: { "layers.\($0)." },
        block: BlockNames(
          query: .own("self_attn.q_proj"), key: .own("self_attn.k_proj"), value: .own("self_attn.v_proj"),
          output: "self_attn.out_proj", attentionNorm: "self_attn_layer_norm", up: .own("fc1"), down: "fc2",
          feedForwardNorm: "final_layer_norm", attentionHasBias: sizes.biases.attention,
          outputHasBias: sizes.biases.attention, feedForwardHasBias: sizes.biases.feedForward),
        finalNorm: sizes.stack.normalizesFirst ? "final_layer_norm" : nil,
        // What brings the last state back to the embedding's size belongs to the scores here: vectors keep the hidden size.
        head: HeadNames(dense: isNarrow ? "project_out" : nil, denseHasBias: false, decoder: ["lm_head"]),
        surplus: ["lm_head.*", "score.*", "qa_outputs.*", "project_out.*"],
        own: ["embed_tokens.*", "embed_positions.*", "layers.*", "final_layer_norm.*", "project_in.*"])
    })

  /// GPT-NeoX and Pythia: some columns turned, query, key and value by turns, both blocks side by side. Black et al. 2022.
  static let gptNeoX = ArchitectureDescription(
    name: "gpt_neox",
    configuration: { keys, architecture in
      var sizes = try ModelConfiguration(
        keys, architecture, SizeKeys(), activation: ("hidden_act", "gelu"), epsilon: ("layer_norm_eps", 1e-5),
        tied: false)
      sizes.stack.isCausal = true
      sizes.stack.normalizesFirst = true
      sizes.stack.isParallel = try keys.flag("use_parallel_residual") ?? true
      sizes.positions = .none(limit: try keys.size("max_position_embeddings", default: 2048))
      let share = try keys.scalar("rotary_pct") ?? 0.25
      let base = try keys.scalar("rotary_emb_base") ?? 10_000
      let rotation = try keys.rotation(sizes.headSize, kind: nil, base: base, share: share)
      sizes.stack.rotations = Array(repeating: rotation, count: sizes.layers)
      sizes.biases.attention = try keys.flag("attention_bias") ?? true
      return sizes
    },
    names: { sizes in
      TensorNames(
        prefixes: ["gpt_neox."], words: "embed_in", layer: { "layers.\($0)." },
        block: BlockNames(
          query: .interleaved("attention.query_key_value", 0), key: .interleaved("attention.query_key_value", 1),
          value: .interleaved("attention.query_key_value", 2), output: "attention.dense",
          attentionNorm: "input_layernorm", up: .own("mlp.dense_h_to_4h"), down: "mlp.dense_4h_to_h",
          feedForwardNorm: "post_attention_layernorm", attentionHasBias: sizes.biases.attention,
          outputHasBias: sizes.biases.attention),
        finalNorm: "final_layer_norm", head: HeadNames(decoder: ["embed_out", "lm_head"]),
        surplus: [
          "layers.*.attention.bias", "layers.*.attention.masked_bias", "layers.*.attention.rotary_emb.inv_freq",
          "rotary_emb.inv_freq", "score.*", "classifier.*", "qa_outputs.*",
        ], own: ["embed_in.*", "layers.*", "final_layer_norm.*"])
    })
}
