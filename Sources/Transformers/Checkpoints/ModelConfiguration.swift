internal import Basics
public import Foundation
public import LinearAlgebra

/// The architectures that can be run.
public enum Architecture: String, Sendable, CaseIterable {
  case bert
  case distilbert
  case roberta
  case gpt2
  case bart
  case marian
}

/// A model's sizes and choices, as its `config.json` gives them.
public struct ModelConfiguration: Sendable, Equatable {
  /// Which family of models it is.
  public var architecture: Architecture
  /// How many layers.
  public var layers: Int
  /// How many attention heads a layer has.
  public var heads: Int
  /// Numbers in one hidden state.
  public var hiddenSize: Int
  /// Numbers between the two products of a feed-forward block.
  public var intermediateSize: Int
  /// How many tokens the embedding knows.
  public var vocabularySize: Int
  /// Rows of the position embedding.
  public var positions: Int
  /// Rows of the token-type embedding; 0 where there is none.
  public var tokenTypes: Int
  /// The ε of every layer norm.
  public var layerNormEpsilon: Float
  /// What stands between the two products of a feed-forward block.
  public var activation: Activation
  /// The row of the position embedding that the first token takes: RoBERTa starts after its padding token.
  public var firstPosition: Int

  /// How many rows of the position embedding stand before the first token's, whatever the tokens are: 2 in BART's.
  public var positionOffset: Int
  /// What a word's embedding is multiplied with before its position is added: √hiddenSize where BART's kin says so.
  public var embeddingScale: Float

  /// Whether scores for words are products with the word embedding, where the checkpoint stores no table of their own.
  public var tiesWordEmbeddings: Bool

  /// Numbers in one head's query.
  public var headSize: Int { hiddenSize / heads }

  /// The most tokens that one pass takes.
  public var maximumTokens: Int { positions - firstPosition - positionOffset }

  /// Whether a token sees only what stands before it.
  public var isCausal: Bool { architecture == .gpt2 }

  /// Reads `config.json`.
  ///
  /// - Throws: `CheckpointError.configuration` with the key that is missing, contradictory or not supported.
  public init(file: URL) throws {
    let keys = ConfigurationKeys(path: file.path, document: try MappedFile.json(file))
    guard let name = keys.document["model_type"]?.string else {
      throw keys.noModelType(for: Architecture.allCases.map(\.rawValue))
    }
    guard let architecture = Architecture(rawValue: name) else {
      throw keys.fault(
        "model_type",
        "is \"\(name)\"; known are \(Architecture.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    self.architecture = architecture
    vocabularySize = try keys.size("vocab_size")
    try keys.refuseQuantisation()
    if let pruned = keys.document["pruned_heads"]?.members, !pruned.isEmpty {
      throw keys.fault("pruned_heads", "names heads that were taken out, which is not supported")
    }
    tiesWordEmbeddings = try keys.flag("tie_word_embeddings") ?? true
    firstPosition = 0
    positionOffset = 0
    embeddingScale = 1
    tokenTypes = 0
    layerNormEpsilon = 1e-12
    switch architecture {
    case .bert, .roberta:
      layers = try keys.size("num_hidden_layers")
      heads = try keys.size("num_attention_heads")
      hiddenSize = try keys.size("hidden_size")
      intermediateSize = try keys.size("intermediate_size")
      positions = try keys.size("max_position_embeddings")
      tokenTypes = try keys.size("type_vocab_size", default: architecture == .bert ? 2 : 1)
      layerNormEpsilon = try keys.number("layer_norm_eps", default: 1e-12)
      activation = try keys.activation("hidden_act", default: "gelu")
      try keys.require("position_embedding_type", "absolute")
      try keys.refuse("is_decoder")
      if architecture == .roberta { firstPosition = try keys.size("pad_token_id", default: 1, least: 0) + 1 }
    case .distilbert:
      layers = try keys.size("n_layers")
      heads = try keys.size("n_heads")
      hiddenSize = try keys.size("dim")
      intermediateSize = try keys.size("hidden_dim")
      positions = try keys.size("max_position_embeddings")
      activation = try keys.activation("activation", default: "gelu")
    case .gpt2:
      layers = try keys.size("n_layer")
      heads = try keys.size("n_head")
      hiddenSize = try keys.size("n_embd")
      intermediateSize = try keys.size("n_inner", default: 4 * hiddenSize)
      positions = try keys.size("n_positions", default: 1024)
      layerNormEpsilon = try keys.number("layer_norm_epsilon", default: 1e-5)
      activation = try keys.activation("activation_function", default: "gelu_new")
      try keys.refuse("scale_attn_by_inverse_layer_idx")
      try keys.refuse("add_cross_attention")
      if try keys.flag("scale_attn_weights") == false { throw keys.fault("scale_attn_weights", "must be true") }
    case .bart, .marian:
      if try keys.flag("is_encoder_decoder") == false || keys.flag("is_decoder") == true {
        throw keys.fault(
          "is_encoder_decoder",
          "says that this is a decoder alone, and such are not read; take the whole model, encoder and decoder")
      }
      layers = try keys.size("encoder_layers")
      heads = try keys.size("encoder_attention_heads")
      hiddenSize = try keys.size("d_model")
      intermediateSize = try keys.size("encoder_ffn_dim")
      positionOffset = architecture == .bart ? 2 : 0
      positions = try keys.size("max_position_embeddings", default: 1024) + positionOffset
      layerNormEpsilon = 1e-5
      activation = try keys.activation("activation_function", default: "gelu")
      if try keys.flag("scale_embedding") == true { embeddingScale = Float(hiddenSize).squareRoot() }
    }
    guard hiddenSize % heads == 0 else {
      throw keys.fault(architecture.headsKey, "is \(heads), which does not divide the hidden size \(hiddenSize)")
    }
    guard maximumTokens > 0 else {
      throw keys.fault("max_position_embeddings", "leaves no position for a token")
    }
  }
}

extension Architecture {
  /// What `config.json` calls the number of attention heads.
  fileprivate var headsKey: String {
    switch self {
    case .bert, .roberta: "num_attention_heads"
    case .distilbert: "n_heads"
    case .gpt2: "n_head"
    case .bart, .marian: "encoder_attention_heads"
    }
  }
}

extension Architecture {
  /// Whether the model is an encoder and a decoder, of which a `LanguageModel` is the encoder alone.
  public var hasDecoder: Bool { self == .bart || self == .marian }
}
