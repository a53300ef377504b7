internal import Basics

/// A kind of model that can be run: what `model_type` in `config.json` says.
public struct Architecture: RawRepresentable, Sendable, Hashable, CaseIterable {
  /// The `model_type`.
  public let rawValue: String

  /// Nil where no such architecture is read.
  public init?(rawValue: String) {
    guard ArchitectureDescription.named[rawValue] != nil else { return nil }
    self.rawValue = rawValue
  }

  /// Every architecture that is read, in the order of the documentation.
  public static var allCases: [Architecture] {
    ArchitectureDescription.all.compactMap { Architecture(rawValue: $0.name) }
  }

  /// Whether the model is an encoder and a decoder, of which a `LanguageModel` is the encoder alone.
  public var hasDecoder: Bool { description.hasDecoder }

  /// What is known of it.
  var description: ArchitectureDescription { ArchitectureDescription.named[rawValue]! }
}

/// All that tells one architecture from another: how its `config.json` is read, and how its tensors are found.
struct ArchitectureDescription: Sendable {
  /// The `model_type`.
  let name: String
  /// Sizes and choices from `config.json`.
  let configuration: @Sendable (ConfigurationKeys, Architecture) throws -> ModelConfiguration
  /// The weights of a checkpoint.
  let weights: @Sendable (Checkpoint, ModelConfiguration, WorkerPool) throws -> ReadWeights
  /// Whether there is a decoder besides, which is read apart.
  var hasDecoder = false

  static let all: [ArchitectureDescription] = [
    .bert, .distilbert, .roberta, .xlmRoberta, .camembert, .electra, .albert, .mpnet, .modernBERT,
    .gpt2, .opt, .gptNeoX, .llama, .mistral, .qwen2, .qwen3, .gemma, .gemma2, .gemma3, .bart, .marian,
  ]

  /// Why others that people have are not read: what a message says after their name.
  static let refused = [
    "deberta": disentangled, "deberta-v2": disentangled,
    "gemma3": "which reads pictures as well; take its text part by itself (gemma3_text)",
  ]

  private static let disentangled =
    "whose scores are a sum of three products, of words with words, words with distances and distances with words; such are not read"

  static let named = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}

extension ArchitectureDescription {
  /// An architecture whose tensors are found by a table of names, which may depend on the choices.
  init(
    name: String, configuration: @escaping @Sendable (ConfigurationKeys, Architecture) throws -> ModelConfiguration,
    names: @escaping @Sendable (ModelConfiguration) -> TensorNames
  ) {
    self.init(
      name: name, configuration: configuration,
      weights: { try ReadWeights($0, $1, names($1), $2) })
  }
}
