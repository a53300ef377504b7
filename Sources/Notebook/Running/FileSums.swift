internal import Basics
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
    let bytes = try? InputFile.data(of: place, limit: 64 << 20)
    entries = Mutex(bytes.flatMap { try? JSONDecoder().decode([String: Entry].self, from: $0) } ?? [:])
  }

  /// The sum of a file's content.
  ///
  /// - Parameter progress: Told how many bytes of how many are summed, where that has to be done; what it throws ends it.
  /// - Throws: `FileError` for what is no regular file.
  func sum(of file: URL, progress: (_ done: Int, _ total: Int) throws -> Void) throws -> String {
    let path = file.standardizedFileURL.path(percentEncoded: false)
    var status = stat()
    guard stat(path, &status) == 0 else { throw FileError(file, "does not exist") }
    let identity = [
      Int64(status.st_size), Int64(bitPattern: UInt64(status.st_ino)), Int64(status.st_mtim.tv_sec),
      Int64(status.st_mtim.tv_nsec), Int64(status.st_ctim.tv_sec), Int64(status.st_ctim.tv_nsec),
    ]
    if let known = entries.withLock({ $0[path] }), known.identity == identity { return known.sum }
    let sum = try SHA256.hex(ofFile: file, progress: progress)
    entries.withLock { $0[path] = Entry(identity: identity, sum: sum) }
    return sum
  }

  /// Keeps the sums for the next run, in a file that the run has claimed; where that cannot be written it only costs time.
  func remember() {
    guard let bytes = try? CanonicalJSON.encode(entries.withLock { $0 }) else { return }
    try? AtomicFile.write(bytes, to: place)
  }
}
