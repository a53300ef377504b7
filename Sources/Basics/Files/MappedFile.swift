public import Foundation

/// A whole file mapped for reading, unmapped with its last reference.
///
/// A class, since tensors share it; safe to send, since nobody writes to it. Of a file that is cut short meanwhile,
/// ``endInOneLineWhereCut()`` tells.
public final class MappedFile: @unchecked Sendable {
  /// The path, as errors name it.
  public let path: String
  /// The file's bytes.
  public let bytes: UnsafeRawBufferPointer

  /// Maps a file.
  ///
  /// - Throws: `FileError` where it is no regular file, cannot be opened, or has no room in the address space.
  public convenience init(_ file: URL) throws(FileError) {
    let input = try InputFile(file)
    try self.init(input.descriptor, size: input.size, path: input.path)
  }

  /// Maps an open file, which may be closed then.
  init(_ descriptor: Int32, size: Int, path: String) throws(FileError) {
    self.path = path
    guard size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
      let code = errno
      throw FileError(
        path: path,
        problem: code == ENOMEM
          ? "takes \(ByteCount.text(size)), more than this process may use; raise `ulimit -v` or free memory"
          : "cannot map this file: \(FileSystem.message(code))")
    }
    bytes = UnsafeRawBufferPointer(start: start, count: size)
    MappedRanges.add(bytes, path: path)
  }

  deinit {
    guard let start = bytes.baseAddress else { return }
    MappedRanges.remove(bytes)
    munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
  }

  /// Lets go of the memory that holds the pages of a range; the next read fetches them again.
  public func release(_ range: Range<Int>) {
    let page = 4096
    let first = (range.lowerBound + page - 1) / page * page
    let last = range.upperBound / page * page
    guard let start = bytes.baseAddress, last > first else { return }
    madvise(UnsafeMutableRawPointer(mutating: start + first), last - first, MADV_DONTNEED)
  }
}
