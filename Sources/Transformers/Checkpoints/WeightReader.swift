/// Hands out a checkpoint's tensors by the names that an architecture uses, and keeps account of what was taken.
///
/// Names are brought to one spelling first: a prefix such as `bert.` is dropped, and `LayerNorm.gamma` and `.beta`, which
/// checkpoints converted from TensorFlow carry, become `.weight` and `.bias`.
struct WeightReader {
  private let path: String
  private let tensors: [String: StoredTensor]
  private var untaken: Set<String>

  /// - Parameter prefixes: Dropped from the names that have them.
  init(_ checkpoint: Checkpoint, prefixes: [String]) throws(CheckpointError) {
    path = checkpoint.path
    var tensors: [String: StoredTensor] = [:]
    for tensor in checkpoint.tensors {
      let name = Self.spelling(of: tensor.name, prefixes: prefixes)
      if let other = tensors.updateValue(tensor, forKey: name) {
        throw .malformed(path: path, reason: "both \"\(other.name)\" and \"\(tensor.name)\" mean \"\(name)\"")
      }
    }
    self.tensors = tensors
    untaken = Set(tensors.keys)
  }

  private static func spelling(of name: String, prefixes: [String]) -> String {
    var name = name
    if let prefix = prefixes.first(where: name.hasPrefix) { name.removeFirst(prefix.count) }
    if name.hasSuffix(".gamma") { name = name.dropLast(5) + "weight" }
    if name.hasSuffix(".beta") { name = name.dropLast(4) + "bias" }
    return name
  }

  /// Whether there is a tensor of this name.
  func has(_ name: String) -> Bool { tensors[name] != nil }

  /// Takes a tensor that must be there, in this shape.
  mutating func tensor(_ name: String, _ shape: [Int]) throws(CheckpointError) -> StoredTensor {
    guard let tensor = tensors[name] else { throw .missingTensor(path: path, name: name, shape: shape) }
    guard tensor.shape == shape else {
      throw .shape(path: tensor.path, name: tensor.name, found: tensor.shape, expected: shape)
    }
    untaken.remove(name)
    return tensor
  }

  /// Takes a vector that must be there.
  mutating func vector(_ name: String, _ count: Int) throws(CheckpointError) -> [Float] {
    try tensor(name, [count]).floats()
  }

  /// What was not taken, sorted.
  ///
  /// - Parameter expected: Names that need no place: exact, or with one `*` for any text.
  /// - Throws: `CheckpointError.surplusTensors` with those that match none of them.
  func surplus(expected patterns: [String]) throws(CheckpointError) -> [String] {
    let strangers = untaken.filter { name in !patterns.contains { Self.matches(name, $0) } }
    if !strangers.isEmpty { throw .surplusTensors(path: path, names: strangers.sorted()) }
    return untaken.sorted()
  }

  private static func matches(_ name: String, _ pattern: String) -> Bool {
    guard let star = pattern.firstIndex(of: "*") else { return name == pattern }
    let head = pattern[..<star]
    let tail = pattern[pattern.index(after: star)...]
    return name.count >= head.count + tail.count && name.hasPrefix(head) && name.hasSuffix(tail)
  }
}
