internal import Basics
import Foundation
import Synchronization

/// What was dear to work out, kept in a chapter's cache under all that it comes from, so that the next run need not work it out.
///
/// A file is named by the sum of what its value comes from and says so in its first line; one that is cut short, changed or
/// somebody else's counts as none. Of those that no run asks for any more, the oldest go when all together grow too large.
final class KeptResults: Sendable {
  private let folder: URL
  /// Claims a file in the folder before it is written, and gives one up.
  private let claim: @Sendable (_ name: String) throws -> Void
  private let giveUp: @Sendable (_ names: Set<String>) throws -> Void
  /// Whether what lies there is to be made anew.
  private let isIgnored: Bool
  private let used = Mutex<Set<String>>([])

  init(
    in folder: URL, isIgnored: Bool, claim: @escaping @Sendable (String) throws -> Void,
    giveUp: @escaping @Sendable (Set<String>) throws -> Void
  ) {
    self.folder = folder
    self.isIgnored = isIgnored
    self.claim = claim
    self.giveUp = giveUp
  }

  /// What a value comes from.
  private struct Source: Codable, Equatable {
    var kind: String
    var form: Int
    var parts: [String: String]
  }

  /// The ending of every kept file.
  private static let ending = ".kept"
  /// How many bytes all may take together.
  private static let room = 1 << 30

  /// The value that comes from these parts: as it was kept, or made now and kept.
  ///
  /// - Returns: The value, whether it was kept, and why it could not be kept now, where that is so.
  func value<Value: Keepable>(
    _ kind: String, from parts: [String: String], fits: (Value) -> Bool, make: () throws -> Value
  ) throws -> (value: Value, wasKept: Bool, problem: String?) {
    let source = Source(kind: kind, form: Value.form, parts: parts)
    let name = "\(kind)-\(SHA256.hex(of: try CanonicalJSON.encode(source)).prefix(24))\(Self.ending)"
    let place = folder.appending(path: name)
    if !isIgnored, var file = KeptReader(place), file.json(Source.self) == source, let value = Value(kept: &file),
      fits(value)
    {
      _ = used.withLock { $0.insert(name) }
      // The time of the last use is what decides which files go first.
      utimensat(AT_FDCWD, place.path(percentEncoded: false), nil, 0)
      return (value, true, nil)
    }
    let value = try make()
    do {
      try claim(name)
      try FileSystem.makeFolder(folder)
      var file = try KeptWriter(replacing: place)
      try file.write(json: source)
      try value.write(to: &file)
      try file.commit()
      _ = used.withLock { $0.insert(name) }
      return (value, false, nil)
    } catch {
      return (value, false, "\(error)")
    }
  }

  /// Removes the files that were not used for longest, as long as all together take more room than they may; none that this run used.
  func makeRoom() {
    let used = used.withLock { $0 }
    var files = FileSystem.names(in: folder).filter { $0.hasSuffix(Self.ending) }.compactMap { name in
      var status = stat()
      let path = folder.appending(path: name).path(percentEncoded: false)
      return lstat(path, &status) == 0
        ? (name: name, size: Int(status.st_size), time: (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)) : nil
    }
    files.sort { $0.time < $1.time }
    var size = files.reduce(0) { $0 + $1.size }
    var unwanted: Set<String> = []
    for file in files where size > Self.room && !used.contains(file.name) {
      unwanted.insert(file.name)
      size -= file.size
    }
    // What cannot be removed only takes room.
    if !unwanted.isEmpty { try? giveUp(unwanted) }
  }
}
