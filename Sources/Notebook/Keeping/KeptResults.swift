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
  /// Whether nothing is kept, and what lies there stays as it is.
  private let isReadOnly: Bool
  private let used = Mutex<Set<String>>([])

  init(
    in folder: URL, isIgnored: Bool, isReadOnly: Bool = false, claim: @escaping @Sendable (String) throws -> Void,
    giveUp: @escaping @Sendable (Set<String>) throws -> Void
  ) {
    self.folder = folder
    self.isIgnored = isIgnored
    self.isReadOnly = isReadOnly
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
    let name = try name(of: source)
    let place = folder.appending(path: name)
    if !isIgnored, var file = KeptReader(place), file.json(Source.self) == source, let value = Value(kept: &file),
      fits(value)
    {
      _ = used.withLock { $0.insert(name) }
      // The time of the last use is what decides which files go first.
      if !isReadOnly { utimensat(AT_FDCWD, place.path(percentEncoded: false), nil, 0) }
      return (value, true, nil)
    }
    let value = try make()
    return (value, false, isReadOnly ? nil : write(value, from: source, as: name))
  }

  /// Keeps a value unless a file of its name lies there, which is not read.
  ///
  /// - Returns: Why it could not be kept, where that is so.
  func keep<Value: Keepable>(_ kind: String, from parts: [String: String], make: () throws -> Value) throws -> String? {
    let source = Source(kind: kind, form: Value.form, parts: parts)
    let name = try name(of: source)
    guard !isReadOnly else { return nil }
    if !isIgnored, FileKind(of: folder.appending(path: name)) == .file {
      _ = used.withLock { $0.insert(name) }
      return nil
    }
    return write(try make(), from: source, as: name)
  }

  private func name(of source: Source) throws -> String {
    "\(source.kind)-\(SHA256.hex(of: try CanonicalJSON.encode(source)).prefix(24))\(Self.ending)"
  }

  /// Writes a value into its file.
  ///
  /// - Returns: Why it could not be written, where that is so.
  private func write(_ value: some Keepable, from source: Source, as name: String) -> String? {
    do {
      try claim(name)
      try FileSystem.makeFolder(folder)
      var file = try KeptWriter(replacing: folder.appending(path: name))
      try file.write(json: source)
      try value.write(to: &file)
      try file.commit()
      _ = used.withLock { $0.insert(name) }
      return nil
    } catch {
      return "\(error)"
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
