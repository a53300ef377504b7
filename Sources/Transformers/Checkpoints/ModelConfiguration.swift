internal import Basics
public import Foundation
internal import LinearAlgebra

/// A model's sizes and choices, as its `config.json` gives them.
public struct ModelConfiguration: Sendable, Equatable {
  /// Which family of models it is.
  public var architecture: Architecture
  /// What its layers need to know.
  public var stack: StackConfiguration
  /// How many tokens the embedding knows.
  public var vocabularySize: Int
  /// Numbers in a row of the word embedding; a projection follows where the hidden size is another.
  public var embeddingSize: Int
  /// Numbers in a row of the position embedding, where that is not the word embedding's size.
  var ownPositionSize: Int?
  /// What the word embedding is multiplied with.
  public var embeddingFactor: Float = 1
  /// Which row of the position embedding a token takes.
  public var positions: PositionRule
  /// Rows of the token-type embedding; 0 where there is none.
  public var tokenTypes = 0
  /// Whether scores for words are products with the word embedding, where the checkpoint stores no table of their own.
  public var tiesWordEmbeddings: Bool
  /// Which maps have biases, where the file says.
  var biases = BiasChoices()
  /// How many layers are stored, where layers are used again.
  var layerGroups = 0
  /// Buckets of the bias by distance; 0 where there is none.
  var relativeBuckets = 0
  /// The distance from which on all share the last bucket.
  var farthestDistance = 128
  /// Whether feed-forward blocks are gated, where the file says.
  var isGated = false
  /// What the last states are multiplied with before the scores for words.
  var outputScale: Float = 1
  /// The activation before the scores for words.
  var headActivation: Activation
  /// Scores s for words become cap · tanh(s / cap).
  var scoreCapOfWords: Float?

  /// How many layers.
  public var layers: Int { stack.layers }
  /// How many attention heads a layer has.
  public var heads: Int { stack.heads }
  /// Numbers in one hidden state.
  public var hiddenSize: Int { stack.hiddenSize }
  /// Numbers between the two products of a feed-forward block.
  public var intermediateSize: Int { stack.intermediateSize }
  /// Numbers in one head's query.
  public var headSize: Int { stack.headSize }
  /// The most tokens that one pass takes.
  public var maximumTokens: Int { positions.limit }
  /// Whether a token sees only what stands before it.
  public var isCausal: Bool { stack.isCausal }

  /// Numbers in a row of the position embedding.
  var positionSize: Int {
    get { ownPositionSize ?? embeddingSize }
    set { ownPositionSize = newValue }
  }

  /// Reads `config.json`.
  ///
  /// - Throws: `CheckpointError.configuration` with the key that is missing, contradictory or not supported.
  public init(file: URL) throws {
    let keys = ConfigurationKeys(path: file.path, document: try MappedFile.json(file))
    guard let name = keys.document["model_type"]?.string else {
      throw keys.noModelType(for: Architecture.allCases.map(\.rawValue))
    }
    guard let architecture = Architecture(rawValue: name) else {
      let reason = ArchitectureDescription.refused[name].map { ", \($0)" } ?? ""
      throw keys.fault(
        "model_type",
        "is \"\(name)\"\(reason); known are \(Architecture.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    try keys.refuseQuantisation()
    if let pruned = keys.document["pruned_heads"]?.members, !pruned.isEmpty {
      throw keys.fault("pruned_heads", "names heads that were taken out, which is not supported")
    }
    self = try architecture.description.configuration(keys, architecture)
    guard positions.limit > 0 else {
      throw keys.fault("max_position_embeddings", "leaves no position for a token")
    }
  }
}

/// Which linear maps and norms have biases.
struct BiasChoices: Sendable, Equatable {
  /// Of queries, keys and values.
  var attention = true
  /// Of the map after the contexts.
  var output = true
  var feedForward = true
  var norms = true
  /// Of the scores for words.
  var decoder = true
  /// Of the dense layer before them.
  var head = true

  static let none = BiasChoices(
    attention: false, output: false, feedForward: false, norms: false, decoder: false, head: false)
}

/// Where the size of a head is from.
enum HeadSizeRule: Sendable {
  /// The hidden size divided among the heads.
  case divided
  /// `head_dim`; where the file does not say, this number, or for nil the hidden size divided among the heads.
  case stated(default: Int?)
}

/// What `config.json` calls the sizes.
struct SizeKeys {
  var layers = "num_hidden_layers"
  var heads = "num_attention_heads"
  var hidden = "hidden_size"
  var intermediate = "intermediate_size"
}

extension ModelConfiguration {
  /// What every architecture has; positions have no limit yet.
  ///
  /// - Parameters:
  ///   - names: What the sizes are called.
  ///   - intermediateDefault: How often the hidden size the intermediate one is, where it may be absent.
  ///   - activation: Its key, and what holds where the key is absent.
  ///   - epsilon: That of the norms, likewise; nil for 10⁻¹².
  ///   - tied: Whether scores for words are tied to the embedding, where the file does not say.
  ///   - headSize: Where the size of a head is from.
  init(
    _ keys: ConfigurationKeys, _ architecture: Architecture, _ names: SizeKeys, intermediateDefault: Int? = nil,
    activation: (key: String, fallback: String), epsilon: (key: String, fallback: Float)?, tied: Bool = true,
    headSize: HeadSizeRule = .divided
  ) throws {
    vocabularySize = try keys.size("vocab_size")
    tiesWordEmbeddings = try keys.flag("tie_word_embeddings") ?? tied
    let hidden = try keys.size(names.hidden)
    let heads = try keys.size(names.heads)
    stack = StackConfiguration(
      layers: try keys.layers(names.layers), heads: heads, hiddenSize: hidden,
      intermediateSize: try keys.size(names.intermediate, default: intermediateDefault.map { $0 * hidden }),
      layerNormEpsilon: try epsilon.map { try keys.number($0.key, default: $0.fallback) } ?? 1e-12,
      activation: try keys.activation(activation.key, default: activation.fallback), isCausal: false,
      normalizesFirst: false)
    if case .stated(let fallback) = headSize, fallback != nil || !(keys.document["head_dim"]?.isNull ?? true) {
      stack.ownHeadSize = try keys.size("head_dim", default: fallback)
    } else if hidden % heads != 0 {
      throw keys.fault(names.heads, "is \(heads), which does not divide the hidden size \(hidden)")
    }
    self.architecture = architecture
    embeddingSize = hidden
    headActivation = stack.activation
    positions = .none(limit: 1 << 24)
  }
}
