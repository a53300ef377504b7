public import Foundation

/// A file that appears whole or not at all: written beside its place, on the disk, then renamed onto it.
///
/// Until then nobody but its owner can read it, and a value that goes away takes its bytes with it and leaves the old file
/// as it was. What a killed process leaves is known by its name, and by the lock that went with the process:
/// ``removeLeftovers(in:)``.
public struct AtomicFile: ~Copyable {
  private let target: URL
  private let temporary: String
  private let descriptor: Int32
  private let mode: mode_t
  private var isSettled = false

  /// Where the next `write` goes, which is the number of bytes written.
  public private(set) var position = 0

  /// The beginning of the name of every file that is not in its place yet.
  private static let mark = ".quire-unfinished-"

  /// Opens a new file beside `file`, in a folder that exists.
  ///
  /// - Parameter mode: The permissions that it gets with its place; the process's mask applies.
  public init(replacing file: URL, mode: mode_t = 0o644) throws(FileError) {
    target = file
    self.mode = mode
    (temporary, descriptor) = try Self.make(for: file)
  }

  /// A new file, locked as long as it is open.
  private static func make(for file: URL) throws(FileError) -> (path: String, descriptor: Int32) {
    let folder = file.deletingLastPathComponent()
    while true {
      let suffix = String(UInt64.random(in: 0 ... .max), radix: 36)
      // A name of its own length: the place's may be as long as names can be.
      let path = folder.appending(path: mark + suffix).path(percentEncoded: false)
      let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if descriptor < 0 { throw .system(file, "write") }
      let isLocked = flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK
      var status = stat()
      // Between the making and the locking somebody may have taken it for one of a process that is gone.
      if isLocked, fstat(descriptor, &status) == 0, status.st_nlink > 0 { return (path, descriptor) }
      close(descriptor)
      unlink(path)
    }
  }

  deinit {
    close(descriptor)
    unlink(temporary)
  }

  /// Writes `bytes` after what was written before.
  public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    try put(bytes, at: position)
    position += bytes.count
  }

  /// Writes `bytes` after what was written before.
  public mutating func write(_ bytes: some ContiguousBytes) throws(FileError) {
    let count = try put(bytes, at: position)
    position += count
  }

  /// Replaces bytes that were written before.
  public func overwrite(_ bytes: [UInt8], at offset: Int) throws(FileError) {
    _ = try put(bytes, at: offset)
  }

  /// Forgets what was written from `offset` on.
  public mutating func truncate(to offset: Int) throws(FileError) {
    if ftruncate(descriptor, off_t(offset)) != 0 { throw .system(target, "write") }
    position = offset
  }

  /// Makes sure that the bytes are on the disk, so that nothing but the renaming is left to fail.
  public mutating func settle() throws(FileError) {
    guard fsync(descriptor) == 0 else { throw .system(target, "write") }
    isSettled = true
  }

  /// Puts the file in its place.
  public consuming func commit() throws(FileError) {
    if !isSettled { try settle() }
    fchmod(descriptor, mode & ~FileSystem.mask)
    guard rename(temporary, target.path(percentEncoded: false)) == 0 else { throw .system(target, "write") }
    FileSystem.synchronize(target.deletingLastPathComponent())
  }

  /// Writes a whole file in one step; its folder is made where it is missing.
  public static func write(_ bytes: some ContiguousBytes, to file: URL) throws(FileError) {
    try FileSystem.makeFolder(file.deletingLastPathComponent())
    var new = try AtomicFile(replacing: file)
    try new.write(bytes)
    try new.commit()
  }

  /// Bytes on the disk beside their place, to be put there, or given up with the value.
  public final class Prepared {
    private var file: AtomicFile?

    fileprivate init(_ file: consuming AtomicFile) { self.file = consume file }

    /// Puts the file in its place.
    public func commit() throws(FileError) {
      if let file = file.take() { try file.commit() }
    }
  }

  /// Writes a whole file beside its place, in a folder that is made where it is missing, and makes sure of the disk; `nil` where the place holds the bytes already.
  public static func prepare(_ bytes: some ContiguousBytes, for file: URL) throws(FileError) -> Prepared? {
    if holds(file, bytes) { return nil }
    try FileSystem.makeFolder(file.deletingLastPathComponent())
    var new = try AtomicFile(replacing: file)
    try new.write(bytes)
    try new.settle()
    return Prepared(new)
  }

  private static func holds(_ file: URL, _ bytes: some ContiguousBytes) -> Bool {
    guard FileKind(of: file) == .file, let old = try? InputFile(file) else { return false }
    return bytes.withUnsafeBytes { bytes in
      guard bytes.count == old.size, let content = try? old.read(old.size), content.count == bytes.count else {
        return false
      }
      // Byte for byte, as `elementsEqual` compares, takes a twentieth of a rendering that changes nothing.
      return bytes.isEmpty || memcmp(bytes.baseAddress!, content, bytes.count) == 0
    }
  }

  /// Whether a name is that of a file that is not in its place yet.
  public static func isUnfinished(_ name: String) -> Bool { name.hasPrefix(mark) }

  /// Removes what killed processes left in a folder; never what one is writing.
  public static func removeLeftovers(in folder: URL) {
    for name in FileSystem.names(in: folder) where isUnfinished(name) {
      let file = folder.appending(path: name)
      let path = file.path(percentEncoded: false)
      guard FileKind(of: file) == .file else { continue }
      let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
      close(descriptor)
    }
  }

  private func put(_ bytes: some ContiguousBytes, at offset: Int) throws(FileError) -> Int {
    // Typed errors do not pass through `withUnsafeBytes`.
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(FileError) in
        try put(bytes, at: offset)
        return bytes.count
      }
    }
    return try result.get()
  }

  private func put(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(FileError) {
    var written = 0
    while written < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
      let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + written))
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        throw .system(target, "write")
      }
    }
  }
}
