/// How much deflate makes of bytes, without keeping what it makes.
package enum Deflated {
  /// The length of the bytes once they are compressed.
  package static func count(_ bytes: some Sequence<UInt8>) -> Int {
    var count = 0
    Array(bytes).withUnsafeBytes { bytes in
      Deflater().compress(bytes, isLast: true) { piece in count += piece.count }
    }
    return count
  }
}
