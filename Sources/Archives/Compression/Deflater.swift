internal import CZlib

/// A raw deflate stream (RFC 1951): bytes go in piece by piece, fewer come out.
struct Deflater: ~Copyable {
  // zlib keeps the address of its stream, so the stream must not move with this value.
  private let stream: UnsafeMutablePointer<z_stream>
  private let output: UnsafeMutableRawBufferPointer

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    output = .allocate(byteCount: 1 << 18, alignment: 64)
    let status = deflateInit2_(
      stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib cannot deflate")
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
    output.deallocate()
  }

  /// Compresses `input` and hands what comes out to `body`; `isLast` ends the stream.
  func compress<Failure: Error>(
    _ input: UnsafeRawBufferPointer, isLast: Bool, to body: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.bindMemory(to: UInt8.self).baseAddress)
    stream.pointee.avail_in = UInt32(input.count)
    repeat {
      stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
      stream.pointee.avail_out = UInt32(output.count)
      precondition(deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH) != Z_STREAM_ERROR)
      try body(UnsafeRawBufferPointer(rebasing: output[..<(output.count - Int(stream.pointee.avail_out))]))
    } while stream.pointee.avail_out == 0
  }
}
