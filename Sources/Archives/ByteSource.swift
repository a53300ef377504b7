internal import Basics
internal import Foundation

/// Bytes that come piece by piece: of a file, of what it unpacks to, of a member of an archive.
protocol ByteSource: AnyObject {
  /// Bytes of the file that have been used so far, as far as the source can tell.
  var fileOffset: Int { get }

  /// Reads on, at least one byte unless the source ends.
  ///
  /// - Returns: The number of bytes written to the front of `output`; zero at the end.
  func read(into output: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int
}

/// The bytes of a file.
final class FileSource: ByteSource {
  let path: String
  let size: Int
  private(set) var fileOffset = 0
  private let file: InputFile

  /// - Throws: `ArchiveError.file`.
  init(_ url: URL) throws(ArchiveError) {
    let file: InputFile
    do { file = try InputFile(url) } catch { throw .file(error) }
    path = file.path
    size = file.size
    self.file = file
  }

  func read(into output: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
    let count: Int
    do { count = try file.read(into: output) } catch { throw .file(error) }
    fileOffset += count
    return count
  }
}

/// A source whose beginning is looked at before it is read.
final class PeekedSource: ByteSource {
  /// The first bytes: as many as were asked for, or all that there are.
  let beginning: [UInt8]

  private let source: any ByteSource
  private var start = 0

  init(_ source: any ByteSource, _ count: Int) throws(ArchiveError) {
    self.source = source
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
    defer { buffer.deallocate() }
    var filled = 0
    while filled < count {
      let more = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
      if more == 0 { break }
      filled += more
    }
    beginning = Array(buffer.prefix(filled))
  }

  var fileOffset: Int { source.fileOffset }

  func read(into output: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
    guard start < beginning.count else { return try source.read(into: output) }
    let count = min(output.count, beginning.count - start)
    beginning.withUnsafeBytes {
      output.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[start..<(start + count)]))
    }
    start += count
    return count
  }
}
