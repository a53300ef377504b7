/// Changes pickles instruction by instruction, as Python's `pickletools` takes them apart.
package struct PickleMutator: Mutator {
  /// Names that a machine which did as it is told would run.
  private static let globals = [
    "os\nsystem\n", "builtins\neval\n", "collections\nOrderedDict\n", "torch._utils\n_rebuild_tensor_v2\n",
    "torch._utils\n_rebuild_parameter\n", "torch\nFloatStorage\n", "torch\nHalfStorage\n", "torch\nLongStorage\n",
    "torch.storage\nUntypedStorage\n", "torch\nBFloat16Storage\n", "_codecs\nencode\n",
    "numpy.core.multiarray\nscalar\n",
  ]
  /// Numbers that are no honest size, place or stride.
  private static let numbers = [0, 1, -1, 2, 255, 65535, 1 << 31 - 1, -1 << 31]

  package init() {}

  package func mutated(_ bytes: [UInt8], limit: Int, by random: inout MutationRandom) -> [UInt8] {
    var steps = Self.instructions(of: bytes)
    guard steps.count > 1, !random.isOne(in: 6) else { return random.bytes(bytes, limit: limit) }
    for _ in 0...random.below(3) where !steps.isEmpty { change(&steps, by: &random) }
    return Array(steps.joined().prefix(limit))
  }

  private func change(_ steps: inout [[UInt8]], by random: inout MutationRandom) {
    let place = random.below(steps.count)
    let other = random.below(steps.count)
    let end = min(steps.count, place + 1 + random.below(6))
    switch random.below(10) {
    case 0: steps.removeSubrange(place..<end)
    case 1: steps.insert(contentsOf: steps[place..<end], at: other)
    case 2: steps.swapAt(place, other)
    case 3: steps[place] = Self.integer(random.one(of: Self.numbers))
    case 4: steps[place] = Array("c\(random.one(of: Self.globals))".utf8)
    case 5:
      steps.insert(
        [random.one(of: Array("().0]}atsubRQel12N".utf8) + [0x81, 0x85, 0x86, 0x87, 0x88, 0x89, 0x93])], at: place)
    case 6: steps[place] = steps[other]
    case 7:
      let numbers = steps.indices.filter { "JKM".utf8.contains(steps[$0][0]) }
      if !numbers.isEmpty { steps[random.one(of: numbers)] = Self.integer(random.one(of: Self.numbers)) }
    default:
      if steps[place].count > 1 {
        steps[place] = [steps[place][0]] + random.bytes(Array(steps[place].dropFirst()), limit: steps[place].count + 8)
      }
    }
  }

  private static func integer(_ number: Int) -> [UInt8] { [UInt8(ascii: "J")] + .little(number, 4) }

  /// The instructions with their arguments; what is left where one is cut off is the last.
  package static func instructions(of bytes: [UInt8]) -> [[UInt8]] {
    var steps: [[UInt8]] = []
    var place = 0
    while place < bytes.count {
      let length = min(max(1, self.length(of: bytes, at: place) ?? .max), bytes.count - place)
      steps.append(Array(bytes[place..<(place + length)]))
      place += length
    }
    return steps
  }

  /// The bytes that the instruction at `place` takes, itself included.
  private static func length(of bytes: [UInt8], at place: Int) -> Int? {
    func lines(_ count: Int) -> Int? {
      var end = place + 1
      for _ in 0..<count {
        guard let line = bytes[min(end, bytes.count)...].firstIndex(of: 0x0A) else { return nil }
        end = line + 1
      }
      return end - place
    }
    func counted(_ size: Int) -> Int? { bytes.little(size, at: place + 1).map { 1 + size + min($0, bytes.count) } }
    return switch bytes[place] {
    case 0x80, UInt8(ascii: "K"), UInt8(ascii: "h"), UInt8(ascii: "q"), 0x82: 2
    case UInt8(ascii: "M"), 0x83: 3
    case UInt8(ascii: "J"), UInt8(ascii: "j"), UInt8(ascii: "r"), 0x84: 5
    case UInt8(ascii: "G"), 0x95: 9
    case UInt8(ascii: "U"), UInt8(ascii: "C"), 0x8A, 0x8C: counted(1)
    case UInt8(ascii: "T"), UInt8(ascii: "B"), UInt8(ascii: "X"), 0x8B: counted(4)
    case 0x8D, 0x8E, 0x96: counted(8)
    case UInt8(ascii: "c"), UInt8(ascii: "i"): lines(2)
    case UInt8(ascii: "F"), UInt8(ascii: "I"), UInt8(ascii: "L"), UInt8(ascii: "P"), UInt8(ascii: "S"),
      UInt8(ascii: "V"),
      UInt8(ascii: "g"), UInt8(ascii: "p"):
      lines(1)
    default: 1
    }
  }
}
