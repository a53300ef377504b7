package import Foundation
internal import Glibc

/// A file that appears whole or not at all: written beside its place, then renamed onto it.
///
/// A value that goes away before `land()` takes its bytes with it and leaves the old file as it was.
package struct AtomicFile: ~Copyable {
  private let target: String
  private let temporary: String
  private let descriptor: Int32
  private var hasLanded = false

  /// Where the next `write` goes, which is the number of bytes written.
  package private(set) var position: UInt64 = 0

  /// Opens a new file beside `url`, whose folder must exist.
  package init(_ url: URL) throws(ArchiveError) {
    target = url.path
    let suffix = String(UInt32.random(in: 0 ... .max), radix: 36)
    temporary =
      url.deletingLastPathComponent().appending(path: ".\(url.lastPathComponent).\(suffix).part").path
    descriptor = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    if descriptor < 0 { throw .system(path: target, action: "write", code: errno) }
  }

  deinit {
    close(descriptor)
    if !hasLanded { unlink(temporary) }
  }

  /// Writes `bytes` after what was written before.
  package mutating func write(_ bytes: UnsafeRawBufferPointer) throws(ArchiveError) {
    try write(bytes, at: position)
    position += UInt64(bytes.count)
  }

  /// Writes `bytes` after what was written before.
  package mutating func write(_ bytes: [UInt8]) throws(ArchiveError) {
    try overwrite(bytes, at: position)
    position += UInt64(bytes.count)
  }

  /// Replaces bytes that were written before.
  package func overwrite(_ bytes: [UInt8], at offset: UInt64) throws(ArchiveError) {
    // Typed errors pass through this function but not through `withUnsafeBytes`.
    try bytes.withUnsafeBufferPointer { (buffer) throws(ArchiveError) in
      try write(UnsafeRawBufferPointer(buffer), at: offset)
    }
  }

  /// Forgets what was written from `offset` on.
  package mutating func truncate(to offset: UInt64) throws(ArchiveError) {
    if ftruncate(descriptor, off_t(offset)) != 0 { throw .system(path: target, action: "write", code: errno) }
    position = offset
  }

  /// Makes the bytes lasting and puts the file in its place.
  package mutating func land() throws(ArchiveError) {
    guard fsync(descriptor) == 0, rename(temporary, target) == 0 else {
      throw .system(path: target, action: "write", code: errno)
    }
    hasLanded = true
    let folder = open((target as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  private func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(ArchiveError) {
    var written = 0
    while written < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
      let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset) + written)
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        throw .system(path: target, action: "write", code: errno)
      }
    }
  }
}
