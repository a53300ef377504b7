import Foundation
import TestSupport

/// Files beside the tests.
enum Fixtures {
  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: fixture(name)))
  }

  /// The lines of a table, split at spaces.
  static func table(_ name: String) throws -> [[String]] {
    try String(contentsOf: fixture(name), encoding: .utf8).split(separator: "\n").map {
      $0.split(separator: " ").map(String.init)
    }
  }
}

/// The sum of PNG and zlib.
func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
  ~bytes.reduce(0xFFFF_FFFF) { sum, byte in sum >> 8 ^ remainders[Int((sum ^ UInt32(byte)) & 0xFF)] }
}

private let remainders: [UInt32] = (0..<256).map { byte in
  (0..<8).reduce(UInt32(byte)) { value, _ in value >> 1 ^ (value & 1 == 1 ? 0xEDB8_8320 : 0) }
}
