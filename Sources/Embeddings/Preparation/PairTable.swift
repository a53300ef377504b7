/// A number for each pair of words: an open-addressing table, twelve bytes a place, at most five of eight places taken.
struct PairTable: ~Copyable {
  /// The pairs, `first << 32 | second`; `free` where a place is not taken.
  private var keys: UnsafeMutablePointer<UInt64>
  private var values: UnsafeMutablePointer<UInt32>
  private var mask: Int
  /// How many pairs there are.
  private(set) var count = 0

  private static let free = UInt64.max

  /// - Parameter minimumCapacity: For so many pairs there is room without growing.
  init(minimumCapacity: Int = 1 << 12) {
    var places = 16
    while places * 5 / 8 < minimumCapacity { places *= 2 }
    (keys, values) = Self.empty(places)
    mask = places - 1
  }

  deinit {
    keys.deallocate()
    values.deallocate()
  }

  /// A pair as a key. No word has the greatest number of 32 bits, so no pair is the mark of a free place.
  @inline(__always)
  static func key(_ first: UInt32, _ second: UInt32) -> UInt64 { UInt64(first) << 32 | UInt64(second) }

  /// The number of a pair, or nil where there is none.
  @inline(__always)
  func value(of key: UInt64) -> UInt32? {
    let place = place(of: key)
    return keys[place] == key ? values[place] : nil
  }

  /// Sets the number of a pair.
  mutating func set(_ key: UInt64, to value: UInt32) {
    values[makePlace(for: key)] = value
  }

  /// Counts a pair once more.
  @inline(__always)
  mutating func add(_ key: UInt64) {
    let place = makePlace(for: key)
    values[place] = values[place] == .max ? .max : values[place] + 1
  }

  /// Calls a closure with every pair and its number, in no order that means anything.
  func forEach(_ body: (_ key: UInt64, _ value: UInt32) -> Void) {
    for place in 0...mask where keys[place] != Self.free { body(keys[place], values[place]) }
  }

  /// The bytes that the table takes while it grows to hold one pair more.
  var bytesToGrow: Int {
    let places = mask + 1
    return (isFull ? 3 * places : places) * (MemoryLayout<UInt64>.stride + MemoryLayout<UInt32>.stride)
  }

  private var isFull: Bool { (count + 1) * 8 > (mask + 1) * 5 }

  @inline(__always)
  private mutating func makePlace(for key: UInt64) -> Int {
    let place = place(of: key)
    return keys[place] == key ? place : add(key, at: place)
  }

  @inline(never)
  private mutating func add(_ key: UInt64, at free: Int) -> Int {
    var place = free
    if isFull {
      grow()
      place = self.place(of: key)
    }
    keys[place] = key
    values[place] = 0
    count += 1
    return place
  }

  private mutating func grow() {
    let (oldKeys, oldValues, oldMask) = (keys, values, mask)
    (keys, values) = Self.empty((mask + 1) * 2)
    mask = mask * 2 + 1
    for old in 0...oldMask where oldKeys[old] != Self.free {
      let place = place(of: oldKeys[old])
      keys[place] = oldKeys[old]
      values[place] = oldValues[old]
    }
    oldKeys.deallocate()
    oldValues.deallocate()
  }

  /// Where a key lies, or the free place where it would.
  @inline(__always)
  private func place(of key: UInt64) -> Int {
    let product = (key ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    var place = Int(truncatingIfNeeded: product.high ^ product.low) & mask
    while keys[place] != key, keys[place] != Self.free { place = (place + 1) & mask }
    return place
  }

  private static func empty(_ places: Int) -> (UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<UInt32>) {
    let keys = UnsafeMutablePointer<UInt64>.allocate(capacity: places)
    keys.initialize(repeating: free, count: places)
    let values = UnsafeMutablePointer<UInt32>.allocate(capacity: places)
    values.initialize(repeating: 0, count: places)
    return (keys, values)
  }
}
