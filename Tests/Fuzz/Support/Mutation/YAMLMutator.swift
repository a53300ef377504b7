/// Changes YAML line by line: values, keys, indentation, and what only YAML has (anchors, tags, several documents).
package struct YAMLMutator: Mutator {
  private static let values = [
    "", "~", "null", "true", "no", "0", "-1", "1e300", ".inf", "-.inf", ".nan", "0x10", "0o17", "1_000",
    "9223372036854775807",
    "9223372036854775808", "2001-01-01", "[]", "{}", "[[[]]]", "{a: 1, a: 2}", "[1, 2, 3]", "\"\\0\"", "\"\\x1b[31m\"",
    "'é'",
    "e\u{301}", "../../x", "/etc/passwd", "/dev/zero", "<script>alert(1)</script>", "*a", "&a [*a]", "!!binary aGk=",
    "!!python/object/apply:os.system [ls]", "| \n  text", ">-\n  folded", "\"unclosed", "[unclosed", "{? a : b}",
    "!!int x",
  ]
  private static let lines = [
    "---", "...", "%YAML 1.1", "%TAG ! tag:x:", "a: &a [x, x]", "b: &b [*a, *a, *a, *a]", "? *a : 1", "<<: *a",
    "\tkey: 1", "# note",
    "- item", "key", ": value", "\u{FEFF}", "key: value: more", "\u{A0}key: 1", "key:value",
  ]

  package init() {}

  package func mutated(_ bytes: [UInt8], limit: Int, by random: inout MutationRandom) -> [UInt8] {
    guard !bytes.isEmpty, !random.isOne(in: 6) else { return random.bytes(bytes, limit: limit) }
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    for _ in 0...random.below(3) { change(&lines, by: &random) }
    return Array(lines.joined(separator: [0x0A]).prefix(limit))
  }

  private func change(_ lines: inout [[UInt8]], by random: inout MutationRandom) {
    guard !lines.isEmpty else { return lines.append(Array(random.one(of: Self.lines).utf8)) }
    let place = random.below(lines.count)
    let colon = lines[place].firstIndex(of: UInt8(ascii: ":"))
    switch random.below(10) {
    case 0: lines.remove(at: place)
    case 1: lines.insert(lines[place], at: random.below(lines.count))
    case 2: lines.swapAt(place, random.below(lines.count))
    case 3: lines[place].insert(contentsOf: Array(repeating: 0x20, count: 1 + random.below(4)), at: 0)
    case 4: lines[place] = Array(lines[place].drop { $0 == 0x20 })
    case 5: lines.insert(Array(random.one(of: Self.lines).utf8), at: place)
    case 6, 7:
      if let colon { lines[place] = lines[place][...colon] + [0x20] + Array(random.one(of: Self.values).utf8) }
    case 8:
      // The value of one key behind another.
      let other = lines[random.below(lines.count)]
      if let colon, let its = other.firstIndex(of: UInt8(ascii: ":")) {
        lines[place] = Array(lines[place][...colon] + other[(its + 1)...])
      }
    default: lines[place] = random.bytes(lines[place], limit: lines[place].count + 32)
    }
  }
}
