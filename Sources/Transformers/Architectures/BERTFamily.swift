internal import LinearAlgebra

/// BERT and what is built as it is: norms after the blocks, learned positions. Devlin et al. 2019.
extension ArchitectureDescription {
  static let bert = ArchitectureDescription(
    name: "bert",
    configuration: { keys, architecture in
      var sizes = try ModelConfiguration(bertLike: keys, architecture, types: 2)
      sizes.positions = .consecutive(rows: try keys.size("max_position_embeddings"))
      return sizes
    },
    names: { _ in
      TensorNames(
        bertLike: "bert.", pooler: "pooler.dense",
        head: HeadNames(
          dense: "cls.predictions.transform.dense", activation: .own, norm: "cls.predictions.transform.LayerNorm",
          decoder: ["cls.predictions.decoder"], bias: ("cls.predictions.decoder.bias", "cls.predictions.bias")),
        surplus: ["cls.predictions.*", "cls.seq_relationship.*"])
    })

  /// RoBERTa: another head, and positions that start after the padding's. Liu et al. 2019.
  static let roberta = robertaLike("roberta")
  /// RoBERTa in a hundred languages. Conneau et al. 2020.
  static let xlmRoberta = robertaLike("xlm-roberta")
  /// RoBERTa in French. Martin et al. 2020.
  static let camembert = robertaLike("camembert")

  private static func robertaLike(_ name: String) -> ArchitectureDescription {
    ArchitectureDescription(
      name: name,
      configuration: { keys, architecture in
        var sizes = try ModelConfiguration(bertLike: keys, architecture, types: name == "roberta" ? 1 : 2)
        sizes.positions = .afterPadding(
          rows: try keys.size("max_position_embeddings"),
          padding: try keys.size("pad_token_id", default: 1, least: 0))
        return sizes
      },
      names: { _ in
        // CamemBERT's and XLM-R's classes call what they hold by RoBERTa's name.
        var names = TensorNames(
          bertLike: "roberta.", pooler: "pooler.dense",
          head: HeadNames(
            dense: "lm_head.dense", activation: .gelu, norm: "lm_head.layer_norm", decoder: ["lm_head.decoder"],
            bias: ("lm_head.decoder.bias", "lm_head.bias")),
          surplus: ["lm_head.*"])
        names.prefixes += ["camembert.", "xlm_roberta."]
        return names
      })
  }

  /// ELECTRA: a narrower embedding that is brought to the hidden size; its generator has a head for words, its discriminator has not.
  /// Clark et al. 2020.
  static let electra = ArchitectureDescription(
    name: "electra",
    configuration: { keys, architecture in
      var sizes = try ModelConfiguration(bertLike: keys, architecture, types: 2)
      sizes.embeddingSize = try keys.size("embedding_size", default: 128)
      sizes.positions = .consecutive(rows: try keys.size("max_position_embeddings"))
      return sizes
    },
    names: { sizes in
      var names = TensorNames(
        bertLike: "electra.", pooler: nil,
        head: HeadNames(
          dense: "generator_predictions.dense", activation: .gelu, norm: "generator_predictions.LayerNorm",
          decoder: ["generator_lm_head"], bias: ("generator_lm_head.bias", "generator_lm_head.bias")),
        surplus: ["generator_predictions.*", "generator_lm_head.*", "discriminator_predictions.*"])
      if sizes.embeddingSize != sizes.hiddenSize { names.projection = "embeddings_project" }
      names.own.append("embeddings_project.*")
      return names
    })

  /// ALBERT: one layer for all, and a narrower embedding. Lan et al. 2020.
  static let albert = ArchitectureDescription(
    name: "albert",
    configuration: { keys, architecture in
      var sizes = try ModelConfiguration(bertLike: keys, architecture, types: 2, activation: "gelu_new")
      sizes.embeddingSize = try keys.size("embedding_size", default: 128)
      sizes.positions = .consecutive(rows: try keys.size("max_position_embeddings"))
      let inner = try keys.size("inner_group_num", default: 1)
      if inner != 1 { throw keys.fault("inner_group_num", "is \(inner); groups of one layer are known") }
      sizes.layerGroups = try keys.size("num_hidden_groups", default: 1)
      guard sizes.layerGroups <= sizes.layers else {
        throw keys.fault("num_hidden_groups", "is \(sizes.layerGroups), more than there are layers (\(sizes.layers))")
      }
      return sizes
    },
    names: { sizes in
      let (layers, groups) = (sizes.layers, sizes.layerGroups)
      return TensorNames(
        prefixes: ["albert."], positions: "embeddings.position_embeddings", types: "embeddings.token_type_embeddings",
        embeddingNorm: "embeddings.LayerNorm", projection: "encoder.embedding_hidden_mapping_in",
        layer: { "encoder.albert_layer_groups.\($0 * groups / layers).albert_layers.0." },
        block: BlockNames(
          query: .own("attention.query"), key: .own("attention.key"), value: .own("attention.value"),
          output: "attention.dense", attentionNorm: "attention.LayerNorm", up: .own("ffn"), down: "ffn_output",
          feedForwardNorm: "full_layer_layer_norm"),
        pooler: "pooler",
        head: HeadNames(
          dense: "predictions.dense", activation: .own, norm: "predictions.LayerNorm",
          decoder: ["predictions.decoder"], bias: ("predictions.decoder.bias", "predictions.bias")),
        surplus: ["embeddings.position_ids", "predictions.*", "sop_classifier.*", "classifier.*", "qa_outputs.*"],
        own: ["embeddings.*", "encoder.*", "pooler.*"])
    })

  /// MPNet: RoBERTa's positions and a bias by distance besides. Song et al. 2020.
  static let mpnet = ArchitectureDescription(
    name: "mpnet",
    configuration: { keys, architecture in
      var sizes = try ModelConfiguration(bertLike: keys, architecture, types: 0)
      // The reference pads with 1, whatever the file says.
      sizes.positions = .afterPadding(rows: try keys.size("max_position_embeddings"), padding: 1)
      sizes.relativeBuckets = try keys.size("relative_attention_num_buckets", default: 32, least: 4)
      return sizes
    },
    names: { _ in
      var names = TensorNames(
        bertLike: "mpnet.", pooler: "pooler.dense",
        head: HeadNames(
          dense: "lm_head.dense", activation: .gelu, norm: "lm_head.layer_norm", decoder: ["lm_head.decoder"],
          bias: ("lm_head.decoder.bias", "lm_head.bias")),
        surplus: ["lm_head.*"])
      names.types = nil
      names.relativeBias = "encoder.relative_attention_bias"
      names.block.query = .own("attention.attn.q")
      names.block.key = .own("attention.attn.k")
      names.block.value = .own("attention.attn.v")
      names.block.output = "attention.attn.o"
      names.block.attentionNorm = "attention.LayerNorm"
      return names
    })

  /// DistilBERT: BERT's layers under other names, without token types and pooler. Sanh et al. 2019.
  static let distilbert = ArchitectureDescription(
    name: "distilbert",
    configuration: { keys, architecture in
      var sizes = try ModelConfiguration(
        keys, architecture,
        SizeKeys(layers: "n_layers", heads: "n_heads", hidden: "dim", intermediate: "hidden_dim"),
        activation: ("activation", "gelu"), epsilon: nil)
      sizes.positions = .consecutive(rows: try keys.size("max_position_embeddings"))
      return sizes
    },
    names: { _ in
      TensorNames(
        prefixes: ["distilbert."], positions: "embeddings.position_embeddings", embeddingNorm: "embeddings.LayerNorm",
        layer: { "transformer.layer.\($0)." },
        block: BlockNames(
          query: .own("attention.q_lin"), key: .own("attention.k_lin"), value: .own("attention.v_lin"),
          output: "attention.out_lin", attentionNorm: "sa_layer_norm", up: .own("ffn.lin1"), down: "ffn.lin2",
          feedForwardNorm: "output_layer_norm"),
        head: HeadNames(
          dense: "vocab_transform", activation: .own, norm: "vocab_layer_norm", decoder: ["vocab_projector"],
          bias: ("vocab_projector.bias", "vocab_projector.bias")),
        surplus: ["embeddings.position_ids", "vocab_*", "pre_classifier.*", "classifier.*", "qa_outputs.*"],
        own: ["embeddings.*", "transformer.*"])
    })
}

extension TensorNames {
  /// The names that BERT's kin share.
  fileprivate init(bertLike prefix: String, pooler: String?, head: HeadNames, surplus: [String]) {
    self.init(
      prefixes: [prefix], positions: "embeddings.position_embeddings", types: "embeddings.token_type_embeddings",
      embeddingNorm: "embeddings.LayerNorm", layer: { "encoder.layer.\($0)." },
      block: BlockNames(
        query: .own("attention.self.query"), key: .own("attention.self.key"), value: .own("attention.self.value"),
        output: "attention.output.dense", attentionNorm: "attention.output.LayerNorm", up: .own("intermediate.dense"),
        down: "output.dense", feedForwardNorm: "output.LayerNorm"),
      pooler: pooler, head: head,
      surplus: ["embeddings.position_ids", "classifier.*", "qa_outputs.*"] + surplus,
      own: ["embeddings.*", "encoder.*", "pooler.*"])
  }
}

extension ModelConfiguration {
  /// What the files of BERT's kin have in common.
  fileprivate init(
    bertLike keys: ConfigurationKeys, _ architecture: Architecture, types: Int, activation: String = "gelu"
  ) throws {
    try self.init(
      keys, architecture, SizeKeys(), activation: ("hidden_act", activation), epsilon: ("layer_norm_eps", 1e-12))
    tokenTypes = types == 0 ? 0 : try keys.size("type_vocab_size", default: types)
    try keys.require("position_embedding_type", "absolute")
    try keys.refuse("is_decoder")
  }
}
