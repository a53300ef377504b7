/// The sums that formats keep of their bytes, written down once more, so that a fault in the project's own is not made twice.
package enum Checksum {
  private static let table: [UInt32] = (0..<256).map { (byte: UInt32) in
    (0..<8).reduce(byte) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
  }

  /// CRC-32 as gzip, zip and PNG have it.
  package static func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(~0) { sum, byte in table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ sum >> 8 }
  }

  /// Adler-32 as zlib has it (RFC 1950).
  package static func adler32(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var (low, high): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      low = (low + UInt32(byte)) % 65521
      high = (high + low) % 65521
    }
    return high << 16 | low
  }
}

extension [UInt8] {
  /// The number in `size` bytes at `place`, the lowest byte first; `nil` where they are not all there.
  package func little(_ size: Int, at place: Int) -> Int? {
    guard place >= 0, size <= count, place <= count - size else { return nil }
    let number = self[place..<(place + size)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Int(exactly: number)
  }

  /// The number in four bytes at `place`, the highest byte first; `nil` where they are not all there.
  package func big(at place: Int) -> Int? {
    guard place >= 0, place <= count - 4 else { return nil }
    return self[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
  }

  /// A number in `size` bytes, the lowest first.
  package static func little(_ number: Int, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  /// A number in four bytes, the highest first.
  package static func big(_ number: Int) -> [UInt8] { little(number, 4).reversed() }
}
