/// Changes inputs for a fuzzer.
package protocol Mutator: Sendable {
  /// A changed input of at most `limit` bytes.
  ///
  /// It is a function of its arguments: the fuzzer's seed makes the same inputs again.
  func mutated(_ bytes: [UInt8], limit: Int, by random: inout MutationRandom) -> [UInt8]
}

/// What mutators draw from: a seed, and the fuzzer's own way of changing bytes where there is a fuzzer.
package struct MutationRandom: RandomNumberGenerator {
  private var state: UInt64
  /// Changes bytes as the fuzzer does, which knows what the reader compares them with; `nil` outside a fuzzer.
  private let fuzzer: (@Sendable ([UInt8], Int) -> [UInt8])?

  package init(seed: UInt64, fuzzer: (@Sendable ([UInt8], Int) -> [UInt8])? = nil) {
    state = seed
    self.fuzzer = fuzzer
  }

  /// SplitMix64 (Steele, Lea and Flood 2014).
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// A number below `bound`, which is at least 1.
  package mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<max(1, bound), using: &self) }

  /// Whether something happens that happens once in `times`.
  package mutating func isOne(in times: Int) -> Bool { below(times) == 0 }

  /// One of some things, which are not none.
  package mutating func one<Element>(of elements: some RandomAccessCollection<Element>) -> Element {
    elements[elements.index(elements.startIndex, offsetBy: below(elements.count))]
  }

  /// Changes bytes without regard to what they mean.
  package mutating func bytes(_ bytes: [UInt8], limit: Int) -> [UInt8] {
    if let fuzzer { return fuzzer(bytes, limit) }
    var bytes = bytes
    for _ in 0...below(3) { change(&bytes) }
    return Array(bytes.prefix(limit))
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    let place = below(bytes.count + 1)
    let length = min(bytes.count - place, 1 + below(8))
    switch below(7) {
    case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(below(8))
    case 1 where place < bytes.count: bytes[place] = one(of: [0, 1, 0x7F, 0x80, 0xFF, 0x0A, 0x20, 0x22] as [UInt8])
    case 2: bytes.removeSubrange(place..<(place + length))
    case 3: bytes.insert(contentsOf: (0...below(8)).map { _ in UInt8(truncatingIfNeeded: next()) }, at: place)
    case 4: bytes.insert(contentsOf: bytes[place..<(place + length)], at: below(bytes.count + 1))
    case 5: bytes.removeLast(bytes.count - place)
    default: if place < bytes.count { bytes[place] = UInt8(truncatingIfNeeded: next()) }
    }
  }
}

/// Changes bytes without regard to what they mean.
package struct ByteMutator: Mutator {
  package init() {}

  package func mutated(_ bytes: [UInt8], limit: Int, by random: inout MutationRandom) -> [UInt8] {
    random.bytes(bytes, limit: limit)
  }
}

/// Changes now by one mutator, now by another.
package struct AnyOfMutators: Mutator {
  private let mutators: [any Mutator]

  package init(_ mutators: any Mutator...) { self.mutators = mutators }

  package func mutated(_ bytes: [UInt8], limit: Int, by random: inout MutationRandom) -> [UInt8] {
    random.one(of: mutators).mutated(bytes, limit: limit, by: &random)
  }
}
