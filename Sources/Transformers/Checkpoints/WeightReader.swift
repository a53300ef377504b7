/// Hands out a checkpoint's tensors by the names that an architecture uses, and keeps account of what was taken.
///
/// Names are brought to one spelling first: what stands before the whole model's names (`module.` of a model that was trained
/// on several processors, `encoder.` of a class of one's own) and a prefix such as `bert.` are dropped, and `LayerNorm.gamma` and
/// `.beta`, which checkpoints converted from TensorFlow carry, become `.weight` and `.bias`.
struct WeightReader {
  private let path: String
  private let tensors: [String: StoredTensor]
  private var untaken: Set<String>

  /// - Parameters:
  ///   - prefixes: Dropped from the names that have them.
  ///   - anchor: A tensor that the architecture has exactly once: what stands before its name stands before all of the model's.
  init(_ checkpoint: Checkpoint, prefixes: [String], anchor: String) throws(CheckpointError) {
    path = checkpoint.path
    let outer = try Self.outerPrefix(checkpoint, prefixes: prefixes, anchor: anchor)
    var tensors: [String: StoredTensor] = [:]
    for tensor in checkpoint.tensors {
      let name = Self.spelling(of: tensor.name, outer: outer, prefixes: prefixes)
      if let other = tensors.updateValue(tensor, forKey: name) {
        throw .malformed(path: path, reason: "both \"\(other.name)\" and \"\(tensor.name)\" mean \"\(name)\"")
      }
    }
    try checkpoint.adapter?.merge(into: &tensors) { Self.spelling(of: $0, outer: outer, prefixes: prefixes) }
    self.tensors = tensors
    untaken = Set(tensors.keys)
  }

  /// What stands before the names of the whole model, the architecture's own prefix not counted.
  private static func outerPrefix(
    _ checkpoint: Checkpoint, prefixes: [String], anchor: String
  ) throws(CheckpointError) -> String {
    let found = checkpoint.tensors.map(\.name)
      .filter { $0 == anchor || $0.hasSuffix("." + anchor) }.map { String($0.dropLast(anchor.count)) }
    guard let first = found.first else { return "" }
    if let second = found.dropFirst().first {
      throw .unsuitable(
        path: checkpoint.path, reason: "holds two models, \"\(first)…\" and \"\(second)…\"",
        remedy: "save the one that is meant by itself, with `save_pretrained`")
    }
    let own = prefixes.first {
      first.hasSuffix($0) && (first.count == $0.count || first.dropLast($0.count).last == ".")
    }
    return String(first.dropLast(own?.count ?? 0))
  }

  private static func spelling(of name: String, outer: String, prefixes: [String]) -> String {
    var name = name
    if !outer.isEmpty, name.hasPrefix(outer) { name.removeFirst(outer.count) }
    if let prefix = prefixes.first(where: name.hasPrefix) { name.removeFirst(prefix.count) }
    if name.hasSuffix(".gamma") { name = name.dropLast(5) + "weight" }
    if name.hasSuffix(".beta") { name = name.dropLast(4) + "bias" }
    return name
  }

  /// Whether there is a tensor of this name.
  func has(_ name: String) -> Bool { tensors[name] != nil }

  /// Whether there is a tensor of one of these names: exact, or with one `*` for any text.
  func hasAny(of patterns: [String]) -> Bool {
    tensors.keys.contains { name in patterns.contains { Self.matches(name, $0) } }
  }

  /// Whether a tensor was taken.
  func isTaken(_ name: String) -> Bool { has(name) && !untaken.contains(name) }

  /// The shape of a tensor; nil where there is none.
  func shape(of name: String) -> [Int]? { tensors[name]?.shape }

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
  ///
  /// - Throws: `CheckpointError.notFinite` where a number of it is infinite or none.
  mutating func vector(_ name: String, _ count: Int) throws(CheckpointError) -> [Float] {
    let tensor = try tensor(name, [count])
    let numbers = try tensor.floats()
    guard numbers.allSatisfy(\.isFinite) else { throw .notFinite(path: tensor.path, name: tensor.name) }
    return numbers
  }

  /// The tensors that were taken.
  var taken: [StoredTensor] { tensors.filter { !untaken.contains($0.key) }.map(\.value) }

  /// What was not taken.
  ///
  /// - Parameters:
  ///   - expected: Names of buffers and heads that are known and need no place: exact, or with one `*` for any text.
  ///   - own: Names of the architecture itself, likewise.
  /// - Returns: The known ones, and those of somebody's own, as the checkpoint spells them; both sorted.
  /// - Throws: `CheckpointError.surplusTensors` with those that are the architecture's by their names and have no place in it: they
  ///   would change what it does.
  func surplus(expected: [String], own: [String]) throws(CheckpointError) -> (known: [String], foreign: [String]) {
    func isOne(_ name: String, of patterns: [String]) -> Bool { patterns.contains { Self.matches(name, $0) } }
    let known = untaken.filter { isOne($0, of: expected) }
    let others = untaken.subtracting(known)
    let misplaced = others.filter { isOne($0, of: own) }
    if !misplaced.isEmpty { throw .surplusTensors(path: path, names: misplaced.sorted()) }
    return (known.sorted(), others.map { tensors[$0]?.name ?? $0 }.sorted())
  }

  private static func matches(_ name: String, _ pattern: String) -> Bool {
    guard let star = pattern.firstIndex(of: "*") else { return name == pattern }
    let head = pattern[..<star]
    let tail = pattern[pattern.index(after: star)...]
    return name.count >= head.count + tail.count && name.hasPrefix(head) && name.hasSuffix(tail)
  }
}
