/// What deflate makes of bytes.
package enum Deflated {
  /// The bytes as a gzip file (RFC 1952) without name and time: the same bytes give the same file.
  package static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    // Magic number, deflate, no flags, no time, no hint of the level, no system.
    var file: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]
    bytes.withUnsafeBytes { bytes in
      Deflater().compress(bytes, isLast: true) { piece in file += piece }
      var end = LittleEndianBytes()
      end.append(crc32(0, bytes), UInt32(truncatingIfNeeded: bytes.count))
      file += end.bytes
    }
    return file
  }

  /// The length of the bytes once they are compressed, without keeping what it makes.
  package static func count(_ bytes: some Sequence<UInt8>) -> Int {
    var count = 0
    Array(bytes).withUnsafeBytes { bytes in
      Deflater().compress(bytes, isLast: true) { piece in count += piece.count }
    }
    return count
  }
}
