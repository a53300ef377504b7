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

  /// Refuses weights that are not stored as they are used.
  func refuseQuantisation() throws(CheckpointError) {
    guard let value = document["quantization_config"], !value.isNull else { return }
    let method = value["quant_method"]?.string.map { " (\($0))" } ?? ""
    throw fault(
      "quantization_config",
      "says that the weights are quantised\(method), and such are not read; take the model's files in half or full precision"
    )
  }

  /// What is wrong with a file that does not say which architecture it is, as those of 2019 do not.
  func noModelType(for known: [String]) -> CheckpointError {
    let example = known.count == 1 ? known[0] : "bert"
    return fault(
      "model_type",
      "is missing, as it is in files of before 2020; if the model is one that is read here (\(known.joined(separator: ", "))), add it, "
        + "as in \"model_type\": \"\(example)\"")
  }

  /// The keys of an object within; of an empty one where it is absent.
  func within(_ key: String) throws(CheckpointError) -> ConfigurationKeys {
    guard let value = document[key], !value.isNull else {
      return ConfigurationKeys(path: path, document: .null, section: "\(section)\(key).")
    }
    if value.members == nil { throw fault(key, "is not an object") }
    return ConfigurationKeys(path: path, document: value, section: "\(section)\(key).")
  }

  /// A whole number.
  ///
  /// - Parameter most: The largest that it may be; unless said, what keeps products of two sizes far from overflow.
  func size(
    _ key: String, default fallback: Int? = nil, least: Int = 1, most: Int = 1 << 24
  ) throws(CheckpointError) -> Int {
    guard let value = document[key], !value.isNull else {
      guard let fallback else { throw fault(key, "is missing") }
      return fallback
    }
    guard let number = value.integer, number >= least, number <= most else {
      throw fault(key, "must be a whole number from \(least) to \(most)")
    }
    return number
  }

  /// A number of layers: some things are worked out for each before any file has shown that there are as many.
  func layers(_ key: String, default fallback: Int? = nil) throws(CheckpointError) -> Int {
    try size(key, default: fallback, most: 4096)
  }

  func number(_ key: String, default fallback: Float) throws(CheckpointError) -> Float {
    guard let value = document[key], !value.isNull else { return fallback }
    guard let number = value.double, number >= 0, number < 1 else { throw fault(key, "must be a number from 0 to 1") }
    return Float(number)
  }

  /// A text; nil where the key is absent or null.
  func text(_ key: String) throws(CheckpointError) -> String? {
    guard let value = document[key], !value.isNull else { return nil }
    guard let text = value.string else { throw fault(key, "is \(value), and must be a text") }
    return text
  }

  /// A truth value; nil where the key is absent or null.
  func flag(_ key: String) throws(CheckpointError) -> Bool? {
    guard let value = document[key], !value.isNull else { return nil }
    guard let flag = value.bool else { throw fault(key, "is \(value), and must be true or false") }
    return flag
  }

  func activation(_ key: String, default fallback: String) throws(CheckpointError) -> Activation {
    let name = try text(key) ?? fallback
    guard let activation = Activation(name: name) else {
      throw fault(key, "is \"\(name)\"; known are gelu, gelu_new, gelu_pytorch_tanh, relu, quick_gelu, silu, swish")
    }
    return activation
  }

  func require(_ key: String, _ value: String) throws(CheckpointError) {
    if let found = try text(key), found != value {
      throw fault(key, "is \"\(found)\"; only \"\(value)\" is known")
    }
  }

  func refuse(_ key: String) throws(CheckpointError) {
    if try flag(key) == true { throw fault(key, "is true, which is not supported") }
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
    case "silu", "swish": self = .silu
    default: return nil
    }
  }
}
