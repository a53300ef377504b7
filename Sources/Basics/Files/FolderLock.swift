public import Foundation

/// The right to change what lies in a folder, held by one process at a time and given up with the work or the process.
///
/// Nothing is written for it: the folder itself is locked. A file system that locks no folders lets everybody in.
public enum FolderLock {
  /// Does some work once nobody else does any in the folder.
  ///
  /// - Parameter patience: How long to wait; whoever is at work needs it for the writing of some small files.
  /// - Throws: `FileError` where another is at work still, and what the work throws.
  public static func hold<Value>(
    _ folder: URL, patience: Duration = .seconds(10), for work: () throws -> Value
  ) throws -> Value {
    let descriptor = open(folder.path(percentEncoded: false), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    let end = ContinuousClock.now + patience
    while descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) != 0, [EWOULDBLOCK, EINTR].contains(errno) {
      guard ContinuousClock.now < end else {
        throw FileError(folder, "another Quire is writing here; try again when it has ended")
      }
      usleep(10_000)
    }
    return try work()
  }
}
