internal import Basics
public import Foundation

/// Reads a gzip file as the stream of bytes that it holds, in bounded memory.
///
/// Concatenated members are one stream, as RFC 1952 asks, and zero bytes after a member are padding, as for the `gzip`
/// command. Anything else after a member, a stream that breaks off and a wrong check sum are errors with the offset in
/// the compressed file.
public struct GzipReader: ~Copyable {
  /// What to do with a file that does not start with the gzip magic number.
  public enum PlainFiles: Sendable {
    /// Hand its bytes on as they are.
    case passThrough
    /// Throw `GzipError.notGzip`.
    case refuse
  }

  /// Whether the file is compressed, by its first two bytes and not by its name.
  public let isCompressed: Bool
  /// Size of the file in bytes.
  public let fileSize: Int

  private let file: InputFile
  private let input: UnsafeMutableRawBufferPointer
  private var inputStart = 0
  private var inputEnd: Int
  private var inputOffset = 0
  private var inflater = Inflater(.gzip)
  private var state: State

  private enum State {
    case plain, inMember, betweenMembers, ended
  }

  /// Opens a file and looks at its first bytes.
  ///
  /// - Parameter bufferSize: Compressed bytes that are read at once.
  /// - Throws: `GzipError.file`, or `GzipError.notGzip` where plain files are refused.
  public init(url: URL, plainFiles: PlainFiles = .passThrough, bufferSize: Int = 1 << 17) throws(GzipError) {
    precondition(bufferSize >= 2, "the magic number must fit into the buffer")
    let file: InputFile
    do { file = try InputFile(url) } catch { throw .file(error) }
    let input = UnsafeMutableRawBufferPointer.allocate(byteCount: bufferSize, alignment: 64)
    // Locals until nothing can fail any more: a reader that is only half there has no `deinit`.
    var available = 0
    let hasMagic: Bool
    do throws(GzipError) {
      while available < 2 {
        let count = try GzipReader.read(file, UnsafeMutableRawBufferPointer(rebasing: input[available...]))
        guard count > 0 else { break }
        available += count
      }
      hasMagic = available >= 2 && input[0] == 0x1F && input[1] == 0x8B
      guard hasMagic || plainFiles == .passThrough else { throw .notGzip(path: file.path) }
    } catch {
      input.deallocate()
      throw error
    }
    isCompressed = hasMagic
    inputEnd = available
    fileSize = file.size
    self.file = file
    self.input = input
    state = isCompressed ? .inMember : .plain
  }

  deinit { input.deallocate() }

  /// Bytes of the file that have been used so far.
  public var compressedOffset: Int { inputOffset + inputStart }

  /// Reads on, at least one byte unless the stream ends.
  ///
  /// - Returns: The number of bytes written to the front of `output`; zero at the end of the stream.
  /// - Throws: `GzipError` where the file is unreadable, truncated, corrupt or followed by garbage.
  public mutating func read(into output: UnsafeMutableRawBufferPointer) throws(GzipError) -> Int {
    guard output.count > 0 else { return 0 }
    while true {
      switch state {
      case .ended: return 0
      case .plain: return try readPlain(into: output)
      case .betweenMembers: try findNextMember()
      case .inMember:
        let count = try inflateMember(into: output)
        if count > 0 { return count }
      }
    }
  }

  private mutating func readPlain(into output: UnsafeMutableRawBufferPointer) throws(GzipError) -> Int {
    let waiting = min(inputEnd - inputStart, output.count)
    if waiting > 0 {
      output.copyMemory(from: UnsafeRawBufferPointer(rebasing: input[inputStart..<inputStart + waiting]))
      inputStart += waiting
      return waiting
    }
    let count = try GzipReader.read(file, output)
    inputOffset += count
    if count == 0 { state = .ended }
    return count
  }

  /// Inflates until the output is full or the member ends.
  private mutating func inflateMember(into output: UnsafeMutableRawBufferPointer) throws(GzipError) -> Int {
    var written = 0
    while written < output.count, !inflater.hasEnded {
      if inputStart == inputEnd, try !refill() {
        throw .truncated(path: file.path, offset: compressedOffset)
      }
      let step = inflater.step(
        UnsafeRawBufferPointer(rebasing: input[inputStart..<inputEnd]),
        into: UnsafeMutableRawBufferPointer(rebasing: output[written...]))
      inputStart += step.used
      written += step.written
      if let damage = inflater.damage { throw .corrupt(path: file.path, offset: compressedOffset, reason: damage) }
    }
    if inflater.hasEnded { state = .betweenMembers }
    return written
  }

  /// Skips zero padding after a member and starts the next one, if there is one.
  private mutating func findNextMember() throws(GzipError) {
    while true {
      while inputStart < inputEnd, input[inputStart] == 0 { inputStart += 1 }
      if inputStart < inputEnd { break }
      if try !refill() {
        state = .ended
        return
      }
    }
    guard input[inputStart] == 0x1F else { throw .trailingGarbage(path: file.path, offset: compressedOffset) }
    inflater.reset()
    state = .inMember
  }

  private mutating func refill() throws(GzipError) -> Bool {
    inputOffset += inputEnd
    inputStart = 0
    inputEnd = 0
    inputEnd = try GzipReader.read(file, input)
    return inputEnd > 0
  }

  private static func read(
    _ file: borrowing InputFile, _ buffer: UnsafeMutableRawBufferPointer
  ) throws(GzipError) -> Int {
    do { return try file.read(into: buffer) } catch { throw .file(error) }
  }
}
