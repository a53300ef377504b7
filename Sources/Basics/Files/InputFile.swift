public import Foundation

/// A regular file open for reading, closed when the value goes away.
///
/// Pipes, devices, sockets and folders are refused when it is opened, before anything of them is read: nobody waits for a
/// pipe that no one writes to.
public struct InputFile: ~Copyable {
  /// The path, as errors name it.
  public let path: String
  /// How many bytes the file had when it was opened.
  public let size: Int
  private let place: URL
  let descriptor: Int32

  /// Opens a file.
  ///
  /// - Throws: `FileError` where it is no regular file, or cannot be opened.
  public init(_ file: URL) throws(FileError) {
    place = file
    path = FileSystem.shown(file)
    // A pipe without a writer and some devices would keep a plain open waiting.
    descriptor = open(file.path(percentEncoded: false), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else {
      let code = errno
      switch code {
      case ENOENT: throw FileError(file, "does not exist")
      case ELOOP: throw FileError(file, "is a link that leads to itself")
      case ENXIO: throw FileError(file, (FileKind(of: file, followingLinks: true) ?? .socket).refusal)
      default: throw .system(file, "open", code)
      }
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw .system(file, "read the size of", code)
    }
    let kind = FileKind(mode: status.st_mode)
    guard kind == .file else {
      close(descriptor)
      throw FileError(file, kind.refusal)
    }
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Reads on from where the last read ended; 0 at the end of the file.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    while true {
      let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR { throw .system(place, "read") }
    }
  }

  /// Reads at most `count` bytes at `offset`; fewer only where the file ends.
  public func read(_ count: Int, at offset: Int = 0) throws(FileError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled..<count])
        let got = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + filled))
        if got > 0 {
          filled += got
        } else if got == 0 {
          return
        } else if errno != EINTR {
          failure = errno
          return
        }
      }
    }
    if failure != 0 { throw .system(place, "read", failure) }
    return bytes
  }

  /// The whole of a file.
  ///
  /// - Parameter limit: The most bytes that it may have.
  /// - Throws: `FileError`, also for a file that is larger.
  public static func bytes(of file: URL, limit: Int = .max) throws(FileError) -> [UInt8] {
    let input = try InputFile(file)
    try check(input.size, of: file, limit)
    // What the system makes up as it is read, as under /proc, has no size of its own.
    guard input.size > 0 else {
      let bytes = try input.read(min(limit, 1 << 20))
      return bytes
    }
    return try input.read(input.size)
  }

  /// The whole of a file, as `Data`.
  public static func data(of file: URL, limit: Int = .max) throws(FileError) -> Data {
    Data(try bytes(of: file, limit: limit))
  }

  /// The text of a file, without a byte order mark.
  ///
  /// - Throws: `FileError`, also for what is not UTF-8.
  public static func text(of file: URL, limit: Int = .max) throws(FileError) -> String {
    let bytes = try bytes(of: file, limit: limit)
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    guard let text = String(validating: bytes.starts(with: mark) ? bytes[3...] : bytes[...], as: UTF8.self) else {
      if isUTF16(bytes) { throw FileError(file, wideText) }
      let line = 1 + validPrefix(of: bytes).count { $0 == UInt8(ascii: "\n") }
      throw FileError(file, "is not UTF-8 in line \(line); save it with that encoding")
    }
    // The letters of English are valid UTF-8 with a zero after each.
    if isUTF16(bytes) { throw FileError(file, wideText) }
    return text
  }

  private static let wideText = "is UTF-16; save it as UTF-8"

  /// Whether a text has UTF-16's byte order mark, or zeros in every second place.
  private static func isUTF16(_ bytes: [UInt8]) -> Bool {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return true }
    let start = bytes.prefix(512)
    guard start.count >= 4 else { return false }
    return [0, 1].contains { parity in
      let zeros = start.indices.count { $0 % 2 == parity && start[$0] == 0 }
      let others = start.indices.count { $0 % 2 != parity && start[$0] == 0 }
      return others == 0 && zeros * 4 >= start.count
    }
  }

  /// The bytes before the first that are no UTF-8.
  private static func validPrefix(of bytes: [UInt8]) -> ArraySlice<UInt8> {
    var decoder = UTF8()
    var rest = bytes.makeIterator()
    var count = 0
    while case .scalarValue(let scalar) = decoder.decode(&rest) { count += UTF8.width(scalar) }
    return bytes.prefix(count)
  }

  private static func check(_ size: Int, of file: URL, _ limit: Int) throws(FileError) {
    guard size > limit else { return }
    throw FileError(file, "has \(ByteCount.text(size)); at most \(ByteCount.text(limit)) are read here")
  }
}
