import Foundation

/// Searching bytes; forwards with the C library, which knows the processor's vector instructions.
enum Bytes {
  /// The offset of the first such byte.
  static func firstOffset(of byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let base = bytes.baseAddress, let found = memchr(base, Int32(byte), bytes.count) else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  /// The offset of the last such byte.
  static func lastOffset(of byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    // Lines are short beside the chunks that are searched, so a plain loop soon meets one.
    var index = bytes.count - 1
    while index >= 0, bytes[index] != byte { index -= 1 }
    return index >= 0 ? index : nil
  }

  /// How often a byte occurs.
  static func count(of byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var count = 0
    for candidate in bytes where candidate == byte { count += 1 }
    return count
  }

  /// Whether there is nothing but blanks.
  static func isBlank(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }
  }
}
