package import Foundation

/// A folder in memory for the files that a reader wants, used again for every input.
package final class FuzzFolder: Sendable {
  /// The folder.
  package let url: URL

  /// A folder of this process's own: in `QUIRE_FUZZ_FOLDER`, else in memory where the system has a place for that.
  package init() throws {
    let named = ProcessInfo.processInfo.environment["QUIRE_FUZZ_FOLDER"] ?? "/dev/shm"
    let isThere = FileManager.default.isWritableFile(atPath: named)
    let parent = isThere ? URL(filePath: named) : FileManager.default.temporaryDirectory
    url = parent.appending(path: "quire-fuzz-\(getpid())-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// A file in the folder that holds `bytes`, in place of the one before.
  @discardableResult
  package func file(_ name: String, holding bytes: [UInt8]) throws -> URL {
    let file = url.appending(path: name)
    let descriptor = open(file.path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
    defer { close(descriptor) }
    try bytes.withUnsafeBytes { bytes in
      guard bytes.isEmpty || write(descriptor, bytes.baseAddress, bytes.count) == bytes.count else {
        throw CocoaError(.fileWriteUnknown)
      }
    }
    return file
  }

  /// A file in the folder that holds `text`.
  @discardableResult
  package func file(_ name: String, holding text: String) throws -> URL { try file(name, holding: Array(text.utf8)) }

  /// A folder in the folder.
  @discardableResult
  package func folder(_ name: String) throws -> URL {
    let folder = url.appending(path: name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// Removes what an input has left there.
  package func remove(_ name: String) { try? FileManager.default.removeItem(at: url.appending(path: name)) }

  /// Links, in the folder `name`, every file of `other` but those in `left`.
  package func link(_ other: URL, into name: String, without left: Set<String>) throws {
    let folder = try folder(name)
    for file in try FileManager.default.contentsOfDirectory(atPath: other.path) where !left.contains(file) {
      let place = folder.appending(path: file)
      if FileManager.default.fileExists(atPath: place.path) { continue }
      try FileManager.default.createSymbolicLink(at: place, withDestinationURL: other.appending(path: file))
    }
  }
}
