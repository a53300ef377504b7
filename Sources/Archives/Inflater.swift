internal import CZlib

/// A deflate stream being read: compressed bytes go in piece by piece, the content comes out.
struct Inflater: ~Copyable {
  /// What wraps the deflate stream.
  enum Format: Int32 {
    /// Nothing, as in a zip entry.
    case raw = -15
    /// A gzip member with its checksum.
    case gzip = 31
  }

  /// Whether the end of the stream was reached.
  private(set) var hasEnded = false

  // zlib keeps the address of its stream, so the stream must not move with this value.
  private let stream: UnsafeMutablePointer<z_stream>
  private let output: UnsafeMutableRawBufferPointer

  init(_ format: Format) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    output = .allocate(byteCount: 1 << 18, alignment: 64)
    let status = inflateInit2_(stream, format.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib cannot inflate")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    output.deallocate()
  }

  /// Expands `input` and hands what comes out to `body`, as far as the stream's end.
  ///
  /// - Returns: How many bytes of `input` were used, or nil where the stream is damaged.
  mutating func expand<Failure: Error>(
    _ input: UnsafeRawBufferPointer, to body: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) -> Int? {
    stream.pointee.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
    stream.pointee.avail_in = UInt32(input.count)
    repeat {
      stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
      stream.pointee.avail_out = UInt32(output.count)
      let status = inflate(stream, Z_NO_FLUSH)
      guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { return nil }
      let count = output.count - Int(stream.pointee.avail_out)
      if count > 0 { try body(UnsafeRawBufferPointer(rebasing: output[..<count])) }
      hasEnded = status == Z_STREAM_END
    } while !hasEnded && stream.pointee.avail_out == 0
    return input.count - Int(stream.pointee.avail_in)
  }
}

/// The CRC-32 of zip and gzip, continued from `sum` (0 at the start) over `bytes`.
func crc32(_ sum: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
  guard let start = bytes.bindMemory(to: UInt8.self).baseAddress else { return sum }
  return UInt32(CZlib.crc32_z(UInt(sum), start, bytes.count))
}
