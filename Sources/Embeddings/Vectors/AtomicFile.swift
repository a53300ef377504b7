internal import Foundation

/// A file that is either written whole or not at all.
///
/// Bytes go to a temporary file beside the destination, which takes the destination's place when everything has reached
/// the disk; a run that is killed leaves the old file.
struct AtomicFile: ~Copyable {
  private let destination: URL
  private let temporary: URL
  private let handle: FileHandle
  private var pending = Data()
  private var isFinished = false

  /// - Throws: `EmbeddingError.file` where the folder cannot be written to.
  init(replacing destination: URL) throws(EmbeddingError) {
    let temporary = destination.deletingLastPathComponent()
      .appending(path: ".\(destination.lastPathComponent).\(UUID().uuidString).partial")
    guard FileManager.default.createFile(atPath: temporary.path, contents: nil),
      let handle = FileHandle(forWritingAtPath: temporary.path)
    else {
      throw .file(path: destination.path, line: nil, cause: "the folder cannot be written to")
    }
    self.destination = destination
    self.temporary = temporary
    self.handle = handle
  }

  /// Removes what a killed run left of a file that no other run is writing.
  static func removeLeftovers(of destination: URL) {
    let folder = destination.deletingLastPathComponent()
    for file in (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    where file.lastPathComponent.hasPrefix(".\(destination.lastPathComponent).") && file.pathExtension == "partial" {
      unlink(file.path)
    }
  }

  deinit {
    if !isFinished {
      try? handle.close()
      unlink(temporary.path)
    }
  }

  /// Adds bytes to the end.
  mutating func write(_ bytes: some Collection<UInt8>) throws(EmbeddingError) {
    pending.append(contentsOf: bytes)
    if pending.count >= 1 << 20 { try flush() }
  }

  /// Puts the file in its place.
  mutating func finish() throws(EmbeddingError) {
    try flush()
    do {
      try handle.synchronize()
      try handle.close()
    } catch {
      throw .file(path: destination.path, line: nil, cause: "writing failed: \(error.localizedDescription)")
    }
    guard rename(temporary.path, destination.path) == 0 else {
      throw .file(path: destination.path, line: nil, cause: "cannot be replaced: \(String(cString: strerror(errno)))")
    }
    isFinished = true
  }

  private mutating func flush() throws(EmbeddingError) {
    do {
      try handle.write(contentsOf: pending)
    } catch {
      throw .file(path: destination.path, line: nil, cause: "writing failed: \(error.localizedDescription)")
    }
    pending.removeAll(keepingCapacity: true)
  }
}
