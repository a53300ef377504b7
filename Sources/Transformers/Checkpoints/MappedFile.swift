internal import Foundation
internal import Glibc

/// A whole file mapped for reading, unmapped with its last reference.
///
/// A class, since tensors share it; safe to send, since nobody writes to it.
final class MappedFile: @unchecked Sendable {
  let path: String
  let bytes: UnsafeRawBufferPointer

  init(_ url: URL) throws(CheckpointError) {
    path = url.path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw .system(path: path, action: "open", code: errno) }
    defer { close(descriptor) }
    var status = stat()
    if fstat(descriptor, &status) != 0 { throw .system(path: path, action: "read the size of", code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .malformed(path: path, reason: "is not a file") }
    let size = Int(status.st_size)
    if size == 0 {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
      throw .system(path: path, action: "map", code: errno)
    }
    bytes = UnsafeRawBufferPointer(start: start, count: size)
  }

  deinit {
    if let start = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: start), bytes.count) }
  }

  /// Lets go of the memory that holds the pages of a range; the next read fetches them again.
  func release(_ range: Range<Int>) {
    let page = 4096
    let first = (range.lowerBound + page - 1) / page * page
    let last = range.upperBound / page * page
    guard let start = bytes.baseAddress, last > first else { return }
    madvise(UnsafeMutableRawPointer(mutating: start + first), last - first, MADV_DONTNEED)
  }
}

func errorText(_ code: Int32) -> String {
  String(cString: strerror(code))
}
