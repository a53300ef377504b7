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
  public static var allCases: [Architecture] { ArchitectureDescription.all.compactMap { Architecture(rawValue: $0.name) } }

  /// What is known of it.
  var description: ArchitectureDescription { ArchitectureDescription.named[rawValue]! }
}

/// All that tells one architecture from another: how its `config.json` is read, and how its tensors are named.
struct ArchitectureDescription: Sendable {
  /// The `model_type`.
  let name: String
  /// Sizes and choices from `config.json`.
  let configuration: @Sendable (ConfigurationKeys, Architecture) throws -> ModelConfiguration
  /// The names of the tensors, which may depend on the choices.
  let names: @Sendable (ModelConfiguration) -> TensorNames

  static let all: [ArchitectureDescription] = [
    .bert, .distilbert, .roberta, .xlmRoberta, .camembert, .electra, .albert, .mpnet, .modernBERT,
    .gpt2, .opt, .gptNeoX, .llama, .mistral, .qwen2, .qwen3, .gemma, .gemma2, .gemma3,
  ]

  static let named = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}
