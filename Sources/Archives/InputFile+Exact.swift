internal import Basics

extension InputFile {
  /// Reads `count` bytes at `offset`.
  ///
  /// - Throws: `ArchiveError.truncated` where the file ends before, `ArchiveError.file` where it cannot be read.
  func read(exactly count: Int, at offset: UInt64) throws(ArchiveError) -> [UInt8] {
    let bytes: [UInt8]
    do { bytes = try read(count, at: Int(offset)) } catch { throw .file(error) }
    guard bytes.count == count else { throw .truncated(path: path, offset: offset + UInt64(bytes.count)) }
    return bytes
  }
}
