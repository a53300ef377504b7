/// Changes JSON value by value, so that what comes out is JSON nearly always: values that are out of bounds, of another kind, missing,
/// double, or in the wrong place.
package struct JSONMutator: Mutator {
  /// Values that readers have stumbled over.
  private static let values = [
    "0", "-1", "1", "2", "3", "0.5", "-0.0", "1e300", "-1e300", "1e19", "1e-320", "1e400", "9223372036854775807",
    "-9223372036854775808", "9223372036854775808", "4611686018427387904", "2147483648", "16777216", "16777217", "65536",
    "null", "true", "false", "\"\"", "\"x\"", "\"é\"", "\"e\\u0301\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\u001b[31m\"",
    "\"../../x\"", "\"/etc/passwd\"", "\"<script>alert(1)</script>\"", "\"javascript:alert(1)\"", "\"NaN\"", "\"inf\"",
    "[]", "{}",
    "[[]]", "[null]", "[1,2,3]", "[-1]", "[0]", "[4611686018427387904,4611686018427387904]", "{\"a\":1}",
    "{\"type\":\"x\"}",
    "[\"a\",\"b\"]", "[[[\"x\"]]]", "01", "+1", "1.", ".5", "NaN", "-",
  ].map { Array($0.utf8) }

  package init() {}

  package func mutated(_ bytes: [UInt8], limit: Int, by random: inout MutationRandom) -> [UInt8] {
    guard !random.isOne(in: 6), var tree = JSONTree(bytes) else { return random.bytes(bytes, limit: limit) }
    for _ in 0..<random.one(of: [1, 1, 1, 2, 3]) {
      let pick = Self.part(of: tree, by: &random)
      var own = random
      tree.change(random.below(tree.count)) { Self.change(&$0, pick, by: &own) }
      random = own
    }
    let changed = tree.bytes
    return changed.count <= limit ? changed : bytes
  }

  /// Some value of the tree, to be put elsewhere.
  private static func part(of tree: JSONTree, by random: inout MutationRandom) -> JSONTree {
    var (tree, part) = (tree, tree)
    tree.change(random.below(tree.count)) { part = $0 }
    return part
  }

  private static func change(_ value: inout JSONTree, _ other: JSONTree, by random: inout MutationRandom) {
    switch (value, random.below(10)) {
    case (.array(var elements), 0...5):
      let place = random.below(elements.count + 1)
      switch random.below(4) {
      case 0 where place < elements.count: elements.remove(at: place)
      case 1: elements.insert(other, at: place)
      case 2 where place < elements.count: elements.insert(elements[place], at: random.below(elements.count))
      default: elements.insert(.leaf(random.one(of: values)), at: place)
      }
      value = .array(elements)
    case (.object(var members), 0...5):
      let place = random.below(members.count + 1)
      switch random.below(5) {
      case 0 where place < members.count: members.remove(at: place)
      case 1 where place < members.count: members.insert(members[place], at: random.below(members.count))
      case 2 where place < members.count:
        members[place].name = random.one(of: ["\"é\"", "\"e\\u0301\"", "\"\"", "\"zz\""].map { Array($0.utf8) })
      case 3 where place < members.count: members[place].value = other
      default: members.insert((Array("\"zz\"".utf8), other), at: place)
      }
      value = .object(members)
    case (.leaf(let text), 0...2): value = .leaf(neighbour(of: text, by: &random))
    case (_, 6): value = other
    case (_, 7): value = .array([value])
    default: value = JSONTree(random.one(of: values)) ?? .leaf(random.one(of: values))
    }
  }

  /// A number that is nearly the same, or a text with a change in it.
  private static func neighbour(of text: [UInt8], by random: inout MutationRandom) -> [UInt8] {
    if let number = Int(String(decoding: text, as: UTF8.self)) {
      let near = random.one(of: [number &+ 1, number &- 1, number &* 2, 0 &- number, number / 2])
      return Array(String(near).utf8)
    }
    guard text.count >= 2, text.first == UInt8(ascii: "\"") else { return random.one(of: values) }
    let inner = random.bytes(Array(text.dropFirst().dropLast()), limit: text.count + 16)
    return Array("\"".utf8) + inner.filter { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") && $0 >= 0x20 }
      + Array("\"".utf8)
  }
}

/// Changes files of one JSON value a line.
package struct JSONLinesMutator: Mutator {
  private let line = JSONMutator()

  package init() {}

  package func mutated(_ bytes: [UInt8], limit: Int, by random: inout MutationRandom) -> [UInt8] {
    var lines = bytes.split(separator: 0x0A).map(Array.init)
    guard !lines.isEmpty, !random.isOne(in: 6) else { return random.bytes(bytes, limit: limit) }
    let place = random.below(lines.count)
    switch random.below(6) {
    case 0: lines.remove(at: place)
    case 1: lines.insert(lines[place], at: random.below(lines.count))
    default: lines[place] = line.mutated(lines[place], limit: limit, by: &random)
    }
    return Array(lines.joined(separator: [0x0A]).prefix(limit))
  }
}
