internal import Archives
import Foundation
import Synchronization

/// SHA-256 sums of input files, remembered as long as a file's size, times and identity stay the same.
///
/// A model of half a gigabyte takes a third of a second to sum; asking whether a report is fresh must not.
final class FileSums: Sendable {
  private struct Entry: Codable, Equatable {
    var identity: [Int64]
    var sum: String
  }

  private let place: URL
  private let entries: Mutex<[String: Entry]>

  /// The sums that were remembered in `place`; a damaged file counts as none.
  init(rememberedIn place: URL) {
    self.place = place
    let bytes = try? Data(contentsOf: place)
    entries = Mutex(bytes.flatMap { try? JSONDecoder().decode([String: Entry].self, from: $0) } ?? [:])
  }

  /// The sum of a file's content.
  func sum(of file: URL) throws -> String {
    let path = file.standardizedFileURL.path(percentEncoded: false)
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw NotebookError.file(path: FileSystem.shown(file), problem: "does not exist")
    }
    let identity = [
      Int64(status.st_size), Int64(bitPattern: UInt64(status.st_ino)), Int64(status.st_mtim.tv_sec),
      Int64(status.st_mtim.tv_nsec), Int64(status.st_ctim.tv_sec), Int64(status.st_ctim.tv_nsec),
    ]
    if let known = entries.withLock({ $0[path] }), known.identity == identity { return known.sum }
    let sum = try SHA256.hex(ofFile: file)
    entries.withLock { $0[path] = Entry(identity: identity, sum: sum) }
    return sum
  }

  /// Keeps the sums for the next run; a folder that cannot be written only costs time.
  func remember() {
    guard let bytes = try? CanonicalJSON.encode(entries.withLock { $0 }) else { return }
    try? FileSystem.makeFolder(place.deletingLastPathComponent())
    try? FileSystem.write(bytes, to: place)
  }
}
