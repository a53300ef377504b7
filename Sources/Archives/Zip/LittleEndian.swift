/// Bytes put together from little-endian numbers, as zip's tables are.
struct LittleEndianBytes {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ numbers: UInt16...) {
    for number in numbers { put(number) }
  }

  mutating func append(_ numbers: UInt32...) {
    for number in numbers { put(number) }
  }

  mutating func append(_ numbers: UInt64...) {
    for number in numbers { put(number) }
  }

  mutating func append(_ more: [UInt8]) {
    bytes += more
  }

  private mutating func put(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
  }
}

extension RandomAccessCollection where Element == UInt8, Index == Int {
  /// The little-endian number at `offset` from the start; the bytes must be there.
  func number<Number: FixedWidthInteger>(at offset: Int, as type: Number.Type = Number.self) -> Number {
    var value: Number = 0
    for place in (0..<MemoryLayout<Number>.size).reversed() {
      value = value << 8 | Number(self[startIndex + offset + place])
    }
    return value
  }
}
