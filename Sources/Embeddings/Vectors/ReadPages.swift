internal import Basics

/// Lets go of the memory of a mapped file that has been read from its beginning to some byte, a few megabytes at a time: what
/// is read once need not stay beside what was made of it.
struct ReadPages {
  private let file: MappedFile
  private var start = 0

  /// So much is let go of at once.
  private static let piece = 8 << 20

  init(_ file: MappedFile) { self.file = file }

  /// Notes that what lies before a byte is not needed any more; it may be read again all the same.
  mutating func leave(before next: Int) {
    guard next - start >= Self.piece else { return }
    file.release(start..<next)
    start = next
  }
}
