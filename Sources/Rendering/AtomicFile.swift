import Foundation

/// Files that are there whole or not at all.
enum AtomicFile {
  /// Writes beside the place, makes sure of the disk, and renames; a file that already holds the bytes is left alone.
  ///
  /// Returns whether the file changed; throws a `RenderingError` with the system's reason.
  @discardableResult
  static func write(_ data: Data, to file: URL) throws -> Bool {
    if let old = try? Data(contentsOf: file), old == data { return false }
    do {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    } catch {
      throw RenderingError(file: file.path, "its folder cannot be made: \(error.localizedDescription)")
    }
    let temporary = beside(file)
    do {
      try put(data, at: temporary)
      guard rename(temporary.path, file.path) == 0 else { throw SystemFault() }
    } catch let fault as SystemFault {
      unlink(temporary.path)
      throw RenderingError(file: file.path, "cannot be written: \(fault.reason)")
    }
    return true
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
