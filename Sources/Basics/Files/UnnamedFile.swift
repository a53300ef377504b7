public import Foundation

/// A temporary file without a name: nobody else can open it, and it is gone with the process, however that ends.
public struct UnnamedFile: ~Copyable {
  private let descriptor: Int32
  private let folder: URL

  /// How many bytes were written.
  public private(set) var count = 0

  /// An empty file.
  ///
  /// - Parameter folder: Whose disk it takes its room from.
  public init(in folder: URL = FileManager.default.temporaryDirectory) throws(FileError) {
    self.folder = folder
    descriptor = FileSystem.openUnnamed(in: folder)
    if descriptor < 0 { throw FileError(folder, "no temporary file can be made here: \(FileSystem.message(errno))") }
  }

  deinit { close(descriptor) }

  /// Writes `bytes` after what was written before.
  public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var rest = bytes
    while !rest.isEmpty {
      let written = Foundation.write(descriptor, rest.baseAddress, rest.count)
      if written < 0, errno == EINTR { continue }
      guard written >= 0 else {
        throw FileError(folder, "a temporary file here cannot be written: \(FileSystem.message(errno))")
      }
      count += written
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
  }

  /// Maps what was written, which nobody writes to any more.
  ///
  /// - Parameter path: What errors call it.
  public consuming func mapped(path: String) throws(FileError) -> MappedFile {
    try MappedFile(descriptor, size: count, path: path)
  }
}
