import Foundation

/// Files that are there whole or not at all.
enum AtomicFile {
  /// Writes beside the place, makes sure of the disk, and renames; a file that already holds the bytes is left alone.
  ///
  /// Returns whether the file changed; throws a `RenderingError` with the system's reason.
  @discardableResult
  static func write(_ data: Data, to file: URL) throws -> Bool {
    guard let prepared = try prepare(data, for: file) else { return false }
    try prepared.commit()
    return true
  }

  /// Bytes on the disk beside their place, to be put there or given up.
  struct Prepared {
    fileprivate let temporary: URL
    fileprivate let file: URL

    /// Puts the file in its place.
    func commit() throws {
      guard rename(temporary.path, file.path) == 0 else {
        let fault = SystemFault()
        discard()
        throw RenderingError(file: file.path, "cannot be written: \(fault.reason)")
      }
    }

    /// Gives the file up.
    func discard() { unlink(temporary.path) }
  }

  /// Writes beside the place and makes sure of the disk; `nil` where the file already holds the bytes.
  static func prepare(_ data: Data, for file: URL) throws -> Prepared? {
    if let old = try? Data(contentsOf: file), old == data { return nil }
    do {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    } catch {
      throw RenderingError(file: file.path, "its folder cannot be made: \(error.localizedDescription)")
    }
    let temporary = beside(file)
    do {
      try put(data, at: temporary)
    } catch let fault as SystemFault {
      unlink(temporary.path)
      throw RenderingError(file: file.path, "cannot be written: \(fault.reason)")
    }
    return Prepared(temporary: temporary, file: file)
  }

  /// Removes what killed runs left beside `file`.
  static func removeLeftovers(of file: URL) {
    let folder = file.deletingLastPathComponent()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let start = ".\(file.lastPathComponent)."
    for name in names where name.hasPrefix(start) && name.count == start.count + 8 {
      try? FileManager.default.removeItem(at: folder.appending(path: name))
    }
  }

  /// A name beside a file, hidden from listings.
  static func beside(_ file: URL) -> URL {
    file.deletingLastPathComponent().appending(path: ".\(file.lastPathComponent).\(UUID().uuidString.prefix(8))")
  }

  /// What the system said of its last call.
  private struct SystemFault: Error {
    let reason = String(cString: strerror(errno))
  }

  private static func put(_ data: Data, at file: URL) throws {
    let descriptor = open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw SystemFault() }
    defer { close(descriptor) }
    try data.withUnsafeBytes { bytes in
      var written = 0
      while written < bytes.count {
        let count = Foundation.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw SystemFault() }
        written += count
      }
    }
    guard fsync(descriptor) == 0 else { throw SystemFault() }
  }
}
