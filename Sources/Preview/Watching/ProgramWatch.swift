import Foundation

/// Tells when the program that runs has been built anew: its file is another, whole and at rest.
struct ProgramWatch {
  /// What tells one state of a file from another.
  private struct Identity: Equatable {
    var device, inode, size, seconds, nanoseconds: Int64

    /// Nil where there is no file that could be run.
    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0, access(path, X_OK) == 0
      else { return nil }
      (device, inode, size) = (Int64(status.st_dev), Int64(status.st_ino), Int64(status.st_size))
      (seconds, nanoseconds) = (Int64(status.st_mtim.tv_sec), Int64(status.st_mtim.tv_nsec))
    }
  }

  private let path: String
  private let own: Identity
  private var last: (identity: Identity, since: ContinuousClock.Instant)?
  private let rest: Duration

  /// Watches the program's file; nil where there is none to watch.
  ///
  /// - Parameter rest: How long a new file must stay as it is: a linker may still be writing it.
  init?(_ program: URL?, rest: Duration = .milliseconds(500)) {
    guard let path = program?.path(percentEncoded: false), let own = Identity(path) else { return nil }
    (self.path, self.own, self.rest) = (path, own, rest)
  }

  /// Whether another program is there now. To be asked again and again.
  mutating func isReplaced(at now: ContinuousClock.Instant = .now) -> Bool {
    guard let found = Identity(path), found != own else {
      last = nil
      return false
    }
    guard let last, last.identity == found else {
      last = (found, now)
      return false
    }
    return now - last.since >= rest
  }
}
