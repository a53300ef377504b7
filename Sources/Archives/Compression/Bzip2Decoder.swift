internal import CBzip2

/// A bzip2 stream.
final class Bzip2Decoder: StreamDecoder {
  private(set) var hasEnded = false
  private(set) var damage: String?

  // The library keeps the address of its stream, so the stream must not move.
  private let stream: UnsafeMutablePointer<bz_stream>

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: bz_stream())
    start()
  }

  deinit {
    BZ2_bzDecompressEnd(stream)
    stream.deallocate()
  }

  func reset() {
    BZ2_bzDecompressEnd(stream)
    stream.pointee = bz_stream()
    start()
    hasEnded = false
  }

  private func start() {
    let status = BZ2_bzDecompressInit(stream, 0, 0)
    precondition(status == BZ_OK, "bzip2 cannot expand")
  }

  func step(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> StreamStep {
    let (available, room) = (UInt32(clamping: input.count), UInt32(clamping: output.count))
    stream.pointee.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: CChar.self).baseAddress)
    stream.pointee.avail_in = available
    stream.pointee.next_out = output.bindMemory(to: CChar.self).baseAddress
    stream.pointee.avail_out = room
    let status = BZ2_bzDecompress(stream)
    switch status {
    case BZ_OK: break
    case BZ_STREAM_END: hasEnded = true
    case BZ_DATA_ERROR: damage = "incorrect data or data check"
    case BZ_DATA_ERROR_MAGIC: damage = "incorrect header"
    case BZ_MEM_ERROR: damage = "not enough memory to expand it"
    default: damage = "bzip2 error \(status)"
    }
    return StreamStep(used: Int(available - stream.pointee.avail_in), written: Int(room - stream.pointee.avail_out))
  }
}
