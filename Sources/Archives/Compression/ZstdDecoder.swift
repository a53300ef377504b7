internal import CZstd

/// A frame of zstd (RFC 8878).
final class ZstdDecoder: StreamDecoder {
  private(set) var hasEnded = false
  private(set) var damage: String?

  private let stream: OpaquePointer
  /// `zstd --long=31`, by which archives of Reddit are compressed; the window takes memory only as it fills.
  private static let largestWindow: Int32 = 31

  init() {
    guard let stream = ZSTD_createDStream() else { fatalError("out of memory") }
    self.stream = stream
    ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, Self.largestWindow)
  }

  deinit { ZSTD_freeDStream(stream) }

  func reset() {
    ZSTD_DCtx_reset(stream, ZSTD_reset_session_only)
    hasEnded = false
  }

  func step(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> StreamStep {
    var from = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
    var into = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
    let status = ZSTD_decompressStream(stream, &into, &from)
    if ZSTD_isError(status) != 0 {
      damage = String(cString: ZSTD_getErrorName(status)).lowercased()
    } else {
      hasEnded = status == 0
    }
    return StreamStep(used: from.pos, written: into.pos)
  }
}
