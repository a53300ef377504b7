internal import Basics
internal import LinearAlgebra

/// The keys of one `config.json`, each checked as it is read.
struct ConfigurationKeys {
  let path: String
  let document: JSONValue
  /// What stands before a key in messages: the section that this is, and a full stop.
  var section = ""

  func fault(_ key: String, _ reason: String) -> CheckpointError {
    .configuration(path: path, key: section + key, reason: reason)
  }

  /// The keys of an object within; of an empty one where it is absent.
  func within(_ key: String) throws(CheckpointError) -> ConfigurationKeys {
    guard let value = document[key], !value.isNull else {
      return ConfigurationKeys(path: path, document: .null, section: "\(section)\(key).")
    }
    if value.members == nil { throw fault(key, "is not an object") }
    return ConfigurationKeys(path: path, document: value, section: "\(section)\(key).")
  }

  func size(_ key: String, default fallback: Int? = nil, least: Int = 1) throws(CheckpointError) -> Int {
    guard let value = document[key], !value.isNull else {
      guard let fallback else { throw fault(key, "is missing") }
      return fallback
    }
    // The limit keeps products of two sizes far from overflow.
    guard let number = value.integer, number >= least, number <= 1 << 24 else {
      throw fault(key, "must be a whole number from \(least) to \(1 << 24)")
    }
    return number
  }

  func number(_ key: String, default fallback: Float) throws(CheckpointError) -> Float {
    guard let value = document[key], !value.isNull else { return fallback }
    guard let number = value.double, number >= 0, number < 1 else { throw fault(key, "must be a number from 0 to 1") }
    return Float(number)
  }

  func activation(_ key: String, default fallback: String) throws(CheckpointError) -> Activation {
    let name = document[key]?.string ?? fallback
    guard let activation = Activation(name: name) else {
      throw fault(key, "is \"\(name)\"; known are gelu, gelu_new, gelu_pytorch_tanh, relu, quick_gelu")
    }
    return activation
  }

  func require(_ key: String, _ value: String) throws(CheckpointError) {
    if let found = document[key]?.string, found != value {
      throw fault(key, "is \"\(found)\"; only \"\(value)\" is known")
    }
  }

  func refuse(_ key: String) throws(CheckpointError) {
    if document[key]?.bool == true { throw fault(key, "is true, which is not supported") }
  }
}

extension Activation {
  /// The activation that `config.json` calls by one of its names.
  fileprivate init?(name: String) {
    switch name {
    case "gelu": self = .gelu
    case "gelu_new", "gelu_pytorch_tanh", "gelu_fast": self = .geluTanh
    case "relu": self = .relu
    case "quick_gelu": self = .quickGELU
    default: return nil
    }
  }
}
