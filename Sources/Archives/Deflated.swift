/// What deflate makes of bytes: a raw stream (RFC 1951).
package enum Deflated {
  /// The compressed bytes.
  package static func bytes(of bytes: some Sequence<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    Array(bytes).withUnsafeBytes { bytes in
      Deflater().compress(bytes, isLast: true) { piece in result += piece }
    }
    return result
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
