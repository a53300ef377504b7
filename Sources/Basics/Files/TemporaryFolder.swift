public import Foundation
internal import Synchronization

/// A folder among the system's temporary ones, for its owner alone, and gone with the value.
///
/// It is locked as long as its process lives, so that what a killed process left is known, and cleared away when the next folder
/// is made.
public final class TemporaryFolder: Sendable {
  /// The folder.
  public let url: URL
  private let lock: Int32

  private static let mark = "quire-"
  private static let made = Mutex<Set<URL>>([])
  /// A program that calls `exit` lets go of no values.
  private static let endsWithProcess: Void = { atexit { TemporaryFolder.removeAll() } }()

  /// Makes a folder.
  ///
  /// - Parameters:
  ///   - purpose: A word for its name: `try` makes `quire-try-…`.
  ///   - parent: Where it lies.
  public init(_ purpose: String, in parent: URL = FileManager.default.temporaryDirectory) throws(FileError) {
    _ = Self.endsWithProcess
    Self.removeLeftovers(in: parent)
    while true {
      let name = "\(Self.mark)\(purpose)-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
      let place = parent.appending(path: name)
      guard mkdir(place.path(percentEncoded: false), 0o700) == 0 else { throw .system(place, "make") }
      let lock = Self.open(place)
      if lock >= 0 { flock(lock, LOCK_EX) }
      // Between the making and the locking somebody may have taken it for one of a process that is gone.
      guard FileKind(of: place) == .folder else {
        if lock >= 0 { close(lock) }
        continue
      }
      (url, self.lock) = (place, lock)
      Self.made.withLock { _ = $0.insert(place) }
      return
    }
  }

  deinit {
    try? FileSystem.remove(url)
    Self.made.withLock { _ = $0.remove(url) }
    if lock >= 0 { close(lock) }
  }

  /// Removes the folders of this process: for one that ends at once.
  public static func removeAll() {
    for place in made.withLock({ $0 }) { try? FileSystem.remove(place) }
  }

  /// Removes what killed processes of this user left; never what one is at work in.
  public static func removeLeftovers(in parent: URL = FileManager.default.temporaryDirectory) {
    // Not in order, since thousands of other programs' files may lie there.
    let names = try? FileManager.default.contentsOfDirectory(atPath: parent.path(percentEncoded: false))
    for name in names ?? [] where name.utf8.starts(with: mark.utf8) && isOurs(name) {
      let place = parent.appending(path: name)
      var status = stat()
      guard lstat(place.path(percentEncoded: false), &status) == 0, FileKind(mode: status.st_mode) == .folder,
        status.st_uid == geteuid()
      else { continue }
      let lock = open(place)
      guard lock >= 0 else { continue }
      if flock(lock, LOCK_EX | LOCK_NB) == 0 { try? FileSystem.remove(place) }
      close(lock)
    }
  }

  /// Whether a folder may be one of these: the purpose, and a number of base 36.
  private static func isOurs(_ name: String) -> Bool {
    name.wholeMatch(of: /quire-(?:try|rerun)-[0-9a-z]{1,13}/) != nil
  }

  private static func open(_ place: URL) -> Int32 {
    Foundation.open(place.path(percentEncoded: false), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
  }
}
