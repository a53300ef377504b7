public import Basics

/// What is wrong with a model's files.
public enum CheckpointError: Error, Equatable {
  /// A file cannot be opened or read.
  case file(FileError)
  /// A folder holds none of the files that one of is needed.
  case missingFile(folder: String, anyOf: [String])
  /// A file contradicts its own format.
  case malformed(path: String, reason: String)
  /// A file is sound, and not what is read here; `remedy` is what its owner can do.
  case unsuitable(path: String, reason: String, remedy: String)
  /// A tensor holds a number that is infinite, or none.
  case notFinite(path: String, name: String)
  /// A pickle asks for something that a state dictionary does not need.
  case refusedPickle(path: String, reason: String)
  /// A tensor that the configuration needs is not in the checkpoint.
  case missingTensor(path: String, name: String, shape: [Int])
  /// A tensor has another shape than the configuration says.
  case shape(path: String, name: String, found: [Int], expected: [Int])
  /// A tensor has a type that cannot be read as numbers of a weight.
  case dataType(path: String, name: String, found: String)
  /// Tensors that the architecture has no place for.
  case surplusTensors(path: String, names: [String])
  /// A setting in `config.json` that is missing, contradictory or of another kind.
  case configuration(path: String, key: String, reason: String)
}

extension CheckpointError {
  /// The first of some names, and how many more there are.
  static func list(_ names: [String]) -> String {
    names.prefix(8).joined(separator: ", ") + (names.count > 8 ? " and \(names.count - 8) more" : "")
  }

  /// What is wrong with weights that are infinite, no numbers, or too large to be multiplied.
  static let notFinite = "its weights give vectors that are not finite"
}

extension CheckpointError: CustomStringConvertible {
  /// What, where, and what to do.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .missingFile(let folder, let names):
      "\(folder): has no \(names.joined(separator: ", ")); get the whole model again"
    case .malformed(let path, let reason):
      "\(path): \(reason); get the file again"
    case .unsuitable(let path, let reason, let remedy):
      "\(path): \(reason); \(remedy)"
    case .notFinite(let path, let name):
      "\(path): tensor \"\(name)\" holds a number that is infinite or none (NaN); the training went wrong there, or the file is "
        + "damaged: take an earlier checkpoint, or get the file again"
    case .refusedPickle(let path, let reason):
      "\(path): refused: \(reason), which no state dictionary needs; convert the model to safetensors where it is trusted"
    case .missingTensor(let path, let name, let shape):
      "\(path): has no tensor \"\(name)\" (expected \(shape))"
    case .shape(let path, let name, let found, let expected):
      "\(path): tensor \"\(name)\" is \(found), expected \(expected)"
    case .dataType(let path, let name, let found):
      "\(path): tensor \"\(name)\" is of type \(found), expected F32, F16, BF16 or F64; where the "
        + "model is quantised, take its files in half or full precision"
    case .surplusTensors(let path, let names):
      "\(path): tensors that this architecture has no place for: \(Self.list(names)); config.json and the weights are of two "
        + "models, or something was put into this one: take both from one folder, and merge an adapter before saving"
    case .configuration(let path, let key, let reason):
      "\(path): \(key) \(reason)"
    }
  }
}
