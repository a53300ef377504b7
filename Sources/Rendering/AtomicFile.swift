import Foundation

/// Files that are there whole or not at all.
enum AtomicFile {
  /// Writes beside the place, makes sure of the disk, and renames; a file that already holds the bytes is left alone.
  ///
  /// Returns whether the file changed.
  @discardableResult
  static func write(_ data: Data, to file: URL) throws -> Bool {
    if let old = try? Data(contentsOf: file), old == data { return false }
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    let temporary = beside(file)
    do {
      try data.write(to: temporary)
      let handle = try FileHandle(forWritingTo: temporary)
      try handle.synchronize()
      try handle.close()
      try move(temporary, to: file)
    } catch {
      try? FileManager.default.removeItem(at: temporary)
      throw error
    }
    return true
  }

  /// A name beside a file, hidden from listings.
  static func beside(_ file: URL) -> URL {
    file.deletingLastPathComponent().appending(path: ".\(file.lastPathComponent).\(UUID().uuidString.prefix(8))")
  }

  /// Puts a file in another's place in one step.
  static func move(_ file: URL, to place: URL) throws {
    guard rename(file.path, place.path) == 0 else {
      let reason = String(cString: strerror(errno))
      throw RenderingError(file: place.path, "cannot be written: \(reason)")
    }
  }
}
