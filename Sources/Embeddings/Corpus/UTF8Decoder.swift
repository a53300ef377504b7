/// UTF-8 one code point at a time, and the check that bytes are UTF-8 at all.
enum UTF8Decoder {
  /// The code point that starts at a byte of valid UTF-8, and its length in bytes.
  @inline(__always)
  static func decode(_ bytes: UnsafePointer<UInt8>) -> (code: UInt32, length: Int) {
    let lead = UInt32(bytes[0])
    if lead < 0x80 { return (lead, 1) }
    if lead < 0xE0 { return ((lead & 0x1F) << 6 | tail(bytes, 1), 2) }
    if lead < 0xF0 { return ((lead & 0x0F) << 12 | tail(bytes, 1) << 6 | tail(bytes, 2), 3) }
    return ((lead & 0x07) << 18 | tail(bytes, 1) << 12 | tail(bytes, 2) << 6 | tail(bytes, 3), 4)
  }

  /// Writes a code point, up to four bytes, and returns how many it took.
  @inline(__always)
  static func encode(_ code: UInt32, _ bytes: UnsafeMutablePointer<UInt8>) -> Int {
    if code < 0x80 {
      bytes[0] = UInt8(code)
      return 1
    }
    if code < 0x800 {
      bytes[0] = UInt8(0xC0 | code >> 6)
      bytes[1] = UInt8(0x80 | code & 0x3F)
      return 2
    }
    if code < 0x10000 {
      bytes[0] = UInt8(0xE0 | code >> 12)
      bytes[1] = UInt8(0x80 | code >> 6 & 0x3F)
      bytes[2] = UInt8(0x80 | code & 0x3F)
      return 3
    }
    bytes[0] = UInt8(0xF0 | code >> 18)
    bytes[1] = UInt8(0x80 | code >> 12 & 0x3F)
    bytes[2] = UInt8(0x80 | code >> 6 & 0x3F)
    bytes[3] = UInt8(0x80 | code & 0x3F)
    return 4
  }

  /// The offset of the first byte that is not part of valid UTF-8 (no overlong form, no surrogate), if there is one.
  static func firstInvalid(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let base = text.baseAddress else { return nil }
    let raw = UnsafeRawPointer(base)
    let end = text.count
    var index = 0
    while index < end {
      if index + 8 <= end,
        raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        index += 8
        continue
      }
      let lead = base[index]
      if lead < 0x80 {
        index += 1
        continue
      }
      let length: Int
      // The second byte alone tells overlong forms, surrogates and what lies past U+10FFFF.
      let second: ClosedRange<UInt8>
      switch lead {
      case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
      case 0xE0: (length, second) = (3, 0xA0...0xBF)
      case 0xED: (length, second) = (3, 0x80...0x9F)
      case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
      case 0xF0: (length, second) = (4, 0x90...0xBF)
      case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
      case 0xF4: (length, second) = (4, 0x80...0x8F)
      default: return index
      }
      guard index + length <= end, second.contains(base[index + 1]) else { return index }
      for offset in 2..<max(2, length) where base[index + offset] & 0xC0 != 0x80 { return index }
      index += length
    }
    return nil
  }

  @inline(__always)
  private static func tail(_ bytes: UnsafePointer<UInt8>, _ offset: Int) -> UInt32 {
    UInt32(bytes[offset]) & 0x3F
  }
}
