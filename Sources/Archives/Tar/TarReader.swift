/// A tar archive gone through from its beginning to its end.
///
/// Names only choose, they never become paths.
final class TarReader {
  /// A file in the archive.
  struct Entry {
    var name: String
    var size: UInt64
  }

  private let source: any ByteSource
  private let path: String
  private var position: UInt64 = 0
  /// What is still to come of the entry, and behind it up to the next header.
  private var rest: UInt64 = 0
  private var padding: UInt64 = 0
  private let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 64)

  /// - Parameters:
  ///   - source: The archive's bytes.
  ///   - path: What errors call it.
  init(_ source: any ByteSource, path: String) {
    self.source = source
    self.path = path
  }

  deinit { scratch.deallocate() }

  /// Goes on to the next file, passing over what is left of the last one and over what is no file.
  ///
  /// - Returns: nil at the end.
  func next() throws(ArchiveError) -> Entry? {
    var (name, size): (String?, UInt64?) = (nil, nil)
    while true {
      try pass(rest)
      try pass(padding)
      let block = try exactly(TarHeader.length)
      if block.allSatisfy({ $0 == 0 }) {
        (rest, padding) = (0, 0)
        return nil
      }
      guard let header = TarHeader(block) else { throw refusal("the header of a tar entry is damaged") }
      if header.isNote {
        guard header.size <= 1 << 20 else { throw refusal("a tar entry's name is longer than 1 MiB") }
        let note = try exactly(Int(header.size))
        (rest, padding) = (0, Self.padding(behind: header.size))
        if header.kind == UInt8(ascii: "L") { name = String(decoding: note.prefix { $0 != 0 }, as: UTF8.self) }
        guard header.kind == UInt8(ascii: "x") else { continue }
        for (key, value) in TarHeader.records(note) {
          if key == "path" { name = value }
          if key == "size" { size = UInt64(value) }
        }
        continue
      }
      rest = size ?? header.size
      padding = Self.padding(behind: rest)
      if header.isFile { return Entry(name: name ?? header.name, size: rest) }
      (name, size) = (nil, nil)
    }
  }

  /// Reads on in the file that `next` found; zero at its end.
  func read(into output: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
    guard rest > 0, output.count > 0 else { return 0 }
    let room = Int(min(rest, UInt64(output.count)))
    let count = try some(UnsafeMutableRawBufferPointer(rebasing: output[..<room]))
    rest -= UInt64(count)
    return count
  }

  private static func padding(behind size: UInt64) -> UInt64 { (512 - size % 512) % 512 }

  private func pass(_ count: UInt64) throws(ArchiveError) {
    var left = count
    while left > 0 {
      let room = Int(min(left, UInt64(scratch.count)))
      left -= UInt64(try some(UnsafeMutableRawBufferPointer(rebasing: scratch[..<room])))
    }
  }

  private func exactly(_ count: Int) throws(ArchiveError) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let room = min(count - bytes.count, scratch.count)
      let more = try some(UnsafeMutableRawBufferPointer(rebasing: scratch[..<room]))
      bytes += scratch[..<more]
    }
    return bytes
  }

  private func some(_ output: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
    let count = try source.read(into: output)
    guard count > 0 else { throw .truncated(path: path, offset: UInt64(source.fileOffset)) }
    position += UInt64(count)
    return count
  }

  private func refusal(_ reason: String) -> ArchiveError {
    .refused(path: path, offset: position, reason: "\(reason) (counted in the expanded archive)")
  }
}
