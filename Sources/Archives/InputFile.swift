internal import Foundation
internal import Glibc

/// A file open for reading, closed when the value goes away.
struct InputFile: ~Copyable {
  let path: String
  private let descriptor: Int32

  init(_ url: URL) throws(ArchiveError) {
    path = url.path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw .system(path: path, action: "open", code: errno) }
  }

  deinit {
    close(descriptor)
  }

  /// The file's size in bytes.
  func size() throws(ArchiveError) -> UInt64 {
    var status = stat()
    if fstat(descriptor, &status) != 0 { throw .system(path: path, action: "read the size of", code: errno) }
    return UInt64(status.st_size)
  }

  /// Reads on from where the last read ended; 0 at the end of the file.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR { throw .system(path: path, action: "read", code: errno) }
    }
  }

  /// Reads `count` bytes at `offset`, or throws `truncated` where the file ends before.
  func read(_ count: Int, at offset: UInt64) throws(ArchiveError) -> [UInt8] {
    var failure: ArchiveError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled..<count])
        let got = pread(descriptor, rest.baseAddress, rest.count, off_t(offset) + filled)
        if got > 0 {
          filled += got
        } else if got == 0 {
          failure = .truncated(path: path, offset: offset + UInt64(filled))
          return
        } else if errno != EINTR {
          failure = .system(path: path, action: "read", code: errno)
          return
        }
      }
    }
    if let failure { throw failure }
    return bytes
  }
}
