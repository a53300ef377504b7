public import Foundation

/// The right to write into an output folder: one run at a time has it, and a run that dies gives it up.
public struct RunLock: ~Copyable {
  private let descriptor: Int32

  /// Takes the lock of a folder, which is made where it is missing.
  ///
  /// - Throws: `NotebookError.locked` where another run has it.
  public init(_ folder: URL) throws {
    descriptor = try Self.take(folder)
  }

  /// Whether a run has ever written into the folder: its lock stays behind.
  public static func hasMarked(_ folder: URL) -> Bool { FileSystem.exists(folder.appending(path: name)) }

  private static let name = ".lock"

  deinit { close(descriptor) }

  private static func take(_ folder: URL) throws -> Int32 {
    try FileSystem.makeFolder(folder)
    let path = folder.appending(path: name).path(percentEncoded: false)
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw NotebookError.file(
        path: FileSystem.shown(folder), problem: "cannot be written: \(FileSystem.message(errno))")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      var owner = [UInt8](repeating: 0, count: 32)
      let count = pread(descriptor, &owner, owner.count, 0)
      close(descriptor)
      let text = String(decoding: owner.prefix(max(0, count)), as: UTF8.self)
      throw NotebookError.locked(path: FileSystem.shown(folder), owner: text.isEmpty ? "unknown" : text)
    }
    let owner = Array("process \(getpid())".utf8)
    ftruncate(descriptor, 0)
    pwrite(descriptor, owner, owner.count, 0)
    return descriptor
  }
}
