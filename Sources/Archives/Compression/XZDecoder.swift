internal import CLZMA

/// An xz stream.
final class XZDecoder: StreamDecoder {
  private(set) var hasEnded = false
  private(set) var damage: String?

  // The library keeps the address of its stream, so the stream must not move.
  private let stream: UnsafeMutablePointer<lzma_stream>
  /// A header that asks for more memory is refused: `xz -9` takes 65 MiB, and the largest window of the usual tools 1.5 GiB.
  private static let mostMemory: UInt64 = 2 << 30

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: lzma_stream())
    start()
  }

  deinit {
    lzma_end(stream)
    stream.deallocate()
  }

  func reset() {
    start()
    hasEnded = false
  }

  private func start() {
    let status = lzma_stream_decoder(stream, Self.mostMemory, 0)
    precondition(status == LZMA_OK, "xz cannot expand")
  }

  func step(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> StreamStep {
    stream.pointee.next_in = input.bindMemory(to: UInt8.self).baseAddress
    stream.pointee.avail_in = input.count
    stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
    stream.pointee.avail_out = output.count
    let status = lzma_code(stream, LZMA_RUN)
    switch status {
    // No step could be made for want of input: the caller sees that by the counts.
    case LZMA_OK, LZMA_BUF_ERROR, LZMA_NO_CHECK, LZMA_UNSUPPORTED_CHECK, LZMA_GET_CHECK: break
    case LZMA_STREAM_END: hasEnded = true
    case LZMA_DATA_ERROR: damage = "incorrect data or data check"
    case LZMA_FORMAT_ERROR: damage = "incorrect header"
    case LZMA_OPTIONS_ERROR: damage = "made by options that this version of liblzma does not know"
    case LZMA_MEMLIMIT_ERROR: damage = "it takes more than \(Self.mostMemory >> 30) GiB of memory to expand"
    case LZMA_MEM_ERROR: damage = "not enough memory to expand it"
    default: damage = "xz error \(status.rawValue)"
    }
    return StreamStep(used: input.count - stream.pointee.avail_in, written: output.count - stream.pointee.avail_out)
  }
}
