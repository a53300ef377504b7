internal import CZlib

/// A deflate stream being read: compressed bytes go in piece by piece, the content comes out.
struct Inflater: ~Copyable {
  /// What wraps the deflate stream.
  enum Format: Int32 {
    /// Nothing, as in a zip entry.
    case raw = -15
    /// A gzip member with its check sums.
    case gzip = 31
  }

  /// Whether the end of the stream was reached.
  private(set) var hasEnded = false
  /// What is wrong with the stream, where it turned out to be damaged.
  private(set) var damage: String?

  // zlib keeps the address of its stream, so the stream must not move with this value.
  private let stream: UnsafeMutablePointer<z_stream>

  init(_ format: Format) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let status = inflateInit2_(stream, format.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib cannot inflate")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Starts a further stream where one has ended.
  mutating func reset() {
    inflateReset(stream)
    hasEnded = false
  }

  /// Expands until the input is used up, the output is full, or the stream ends.
  ///
  /// A damaged stream is gone through as far as the damage.
  mutating func step(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> StreamStep {
    let room = UInt32(clamping: output.count)
    let available = UInt32(clamping: input.count)
    stream.pointee.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
    stream.pointee.avail_in = available
    stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
    stream.pointee.avail_out = room
    let status = inflate(stream, Z_NO_FLUSH)
    if status != Z_OK, status != Z_STREAM_END, status != Z_BUF_ERROR {
      damage = stream.pointee.msg.map { String(cString: $0) } ?? "zlib error \(status)"
    }
    hasEnded = status == Z_STREAM_END
    return StreamStep(used: Int(available - stream.pointee.avail_in), written: Int(room - stream.pointee.avail_out))
  }
}

/// The CRC-32 of zip and gzip, continued from `sum` (0 at the start) over `bytes`.
func crc32(_ sum: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
  guard let start = bytes.bindMemory(to: UInt8.self).baseAddress else { return sum }
  return UInt32(CZlib.crc32_z(UInt(sum), start, bytes.count))
}
