internal import Basics

/// What a compressed source expands to, in bounded memory.
///
/// Concatenated members of gzip, streams of bzip2 and xz and frames of zstd are one stream, as their formats ask, and zero bytes after a
/// member of gzip or a stream of xz are padding. Anything else after a member, a stream that breaks off and a wrong check sum are errors
/// with the offset in the compressed bytes.
final class Decompressor: ByteSource {
  private let source: any ByteSource
  private let path: String
  private let compression: Compression
  /// The most bytes to expand to.
  private let limit: Int
  private var expanded = 0
  private let decoder: any StreamDecoder
  private let input: UnsafeMutableRawBufferPointer
  /// What of the input is yet to be used, and how many bytes came before it.
  private var waiting = 0..<0
  private var inputOffset = 0
  private var state = State.inMember

  private enum State {
    case inMember, betweenMembers, ended
  }

  /// - Parameters:
  ///   - source: The compressed bytes.
  ///   - path: What errors call them.
  ///   - bufferSize: Compressed bytes that are read at once.
  init(
    _ source: any ByteSource, _ compression: Compression, path: String, limit: Int = .max, bufferSize: Int = 1 << 17
  ) {
    self.source = source
    self.compression = compression
    self.path = path
    self.limit = limit
    decoder = compression.decoder()
    input = .allocate(byteCount: bufferSize, alignment: 64)
  }

  deinit { input.deallocate() }

  /// What of the file is waiting is not used yet. Of a compressed member in an archive that is a guess.
  var fileOffset: Int { max(0, source.fileOffset - waiting.count) }

  /// Bytes of the source that have been used.
  private var offset: Int { inputOffset + waiting.lowerBound }

  func read(into output: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
    guard output.count > 0 else { return 0 }
    while true {
      switch state {
      case .ended: return 0
      case .betweenMembers: try findNextMember()
      case .inMember:
        let count = try expandMember(into: output)
        expanded += count
        if expanded > limit { throw .tooLarge(path: path, limit: limit) }
        if count > 0 { return count }
      }
    }
  }

  /// Expands until the output is full or the member ends.
  private func expandMember(into output: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
    var written = 0
    while written < output.count, !decoder.hasEnded {
      var hasInput = !waiting.isEmpty
      if !hasInput { hasInput = try refill() }
      let step = decoder.step(
        UnsafeRawBufferPointer(rebasing: input[waiting]),
        into: UnsafeMutableRawBufferPointer(rebasing: output[written...]))
      waiting = (waiting.lowerBound + step.used)..<waiting.upperBound
      written += step.written
      if let damage = decoder.damage {
        throw .damaged(path: path, compression, offset: offset, reason: damage)
      }
      if !hasInput, step.written == 0, !decoder.hasEnded {
        throw .breaksOff(path: path, compression, offset: offset)
      }
    }
    if decoder.hasEnded { state = .betweenMembers }
    return written
  }

  /// Skips padding after a member and starts the next one, if there is one.
  private func findNextMember() throws(ArchiveError) {
    while true {
      if compression.hasPadding {
        while !waiting.isEmpty, input[waiting.lowerBound] == 0 {
          waiting = (waiting.lowerBound + 1)..<waiting.upperBound
        }
      }
      if !waiting.isEmpty { break }
      if try !refill() {
        state = .ended
        return
      }
    }
    guard compression.begins(with: input[waiting.lowerBound]) else {
      throw .trailing(path: path, compression, offset: offset)
    }
    decoder.reset()
    state = .inMember
  }

  private func refill() throws(ArchiveError) -> Bool {
    inputOffset += waiting.upperBound
    waiting = 0..<0
    waiting = 0..<(try source.read(into: input))
    return !waiting.isEmpty
  }
}
