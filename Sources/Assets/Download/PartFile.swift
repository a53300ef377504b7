internal import Basics
internal import Foundation

/// A file on its way here: the bytes that have arrived, and beside them what is needed to ask for the rest.
struct PartFile: ~Copyable {
  /// The file that grows.
  let url: URL
  private let descriptor: Int32
  private let noteURL: URL

  /// How many bytes have arrived.
  private(set) var size: Int64

  /// What the bytes belong to.
  private(set) var note: Note

  /// What the server called the version of the file that is being fetched.
  struct Note: Codable, Equatable {
    /// Where they come from, without the name and password that a mirror of the hub may want.
    var address: String
    /// A strong ETag or a date of change, for `If-Range`.
    var validator: String?

    /// Whether a text can stand in a line of a request.
    static func isValidator(_ text: String) -> Bool {
      text.utf8.count <= 1024 && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }
  }

  /// Opens the file, with the bytes of an earlier try at the same address if there are any.
  init(_ url: URL, address: String) throws(AssetError) {
    self.url = url
    noteURL = url.appendingPathExtension("note")
    descriptor = open(url.path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o666)
    if descriptor < 0 { throw .system(path: url.path, action: "write", code: errno) }
    let earlier = (try? InputFile.data(of: noteURL, limit: 1 << 16)).flatMap {
      try? JSONDecoder().decode(Note.self, from: $0)
    }
    let address = WebAddress.withoutUser(address)
    if let earlier, earlier.address == address, earlier.validator.map(Note.isValidator) ?? true {
      note = earlier
      size = Int64(lseek(descriptor, 0, SEEK_END))
    } else {
      note = Note(address: address)
      size = 0
      ftruncate(descriptor, 0)
    }
  }

  deinit {
    close(descriptor)
    // Nothing is left to go on from.
    if size == 0 { discard() }
  }

  /// Forgets what has arrived, and remembers the version that comes now.
  mutating func restart(validator: String?) throws(AssetError) {
    note.validator = validator
    guard ftruncate(descriptor, 0) == 0 else { throw .system(path: url.path, action: "write", code: errno) }
    do { try AtomicFile.write(JSONEncoder().encode(note), to: noteURL) } catch {
      throw .system(path: noteURL.path, action: "write", cause: error)
    }
    size = 0
  }

  /// Adds bytes at the end.
  mutating func append(_ bytes: UnsafeRawBufferPointer) throws(AssetError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(size))
      if count < 0 && errno == EINTR { continue }
      if count < 0 { throw .system(path: url.path, action: "write", code: errno) }
      size += Int64(count)
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  /// Makes the bytes lasting. The note stays: by it a later run can ask whether the file is still the same.
  func settle() throws(AssetError) {
    if fsync(descriptor) != 0 { throw .system(path: url.path, action: "write", code: errno) }
  }

  /// Removes the bytes and the note.
  func discard() {
    unlink(url.path)
    unlink(noteURL.path)
  }
}
