internal import Basics
public import Foundation

/// Files out of a `.tar.gz`: source packages come as such.
public enum TarArchive {
  /// Writes chosen files of an archive to their places; each appears when it is whole.
  ///
  /// Entries are found by their exact names in ustar, GNU and pax archives. Names only choose, they never become paths, so
  /// an archive cannot write where it was not asked to.
  ///
  /// - Parameters:
  ///   - places: Where the entries go, by name.
  ///   - limit: The most bytes that the archive may expand to.
  /// - Throws: `ArchiveError` where the archive is damaged or too long, or an entry is not in it.
  public static func extract(_ places: [String: URL], from archive: URL, limit: UInt64 = 64 << 30) throws {
    var stream: GzipReader
    do { stream = try GzipReader(url: archive, plainFiles: .refuse) } catch { throw ArchiveError(error) }
    let path = FileSystem.shown(archive)
    var unpacker = TarUnpacker(places: places, path: path, limit: limit)
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    defer { piece.deallocate() }
    while !unpacker.hasEnded {
      let count: Int
      do { count = try stream.read(into: piece) } catch { throw ArchiveError(error) }
      if count == 0 { throw ArchiveError.truncated(path: path, offset: UInt64(stream.compressedOffset)) }
      try unpacker.take(UnsafeRawBufferPointer(rebasing: piece[..<count]))
    }
    if let missing = unpacker.places.keys.min() { throw ArchiveError.noEntry(path: path, name: missing) }
  }
}

/// A tar stream taken in as it comes: POSIX.1-2017 ustar and pax, and GNU's long names.
private struct TarUnpacker: ~Copyable {
  /// The files that have not been found yet.
  private(set) var places: [String: URL]
  /// Whether the archive's end has been reached or all files are found.
  private(set) var hasEnded = false

  private let path: String
  private let limit: UInt64
  private var position: UInt64 = 0
  private var header: [UInt8] = []
  private var rest: UInt64 = 0
  private var padding: UInt64 = 0
  private var kind: UInt8 = 0
  private var output: AtomicFile?
  private var note: [UInt8] = []
  private var nextName: String?
  private var nextSize: UInt64?

  init(places: [String: URL], path: String, limit: UInt64) {
    self.places = places
    self.path = path
    self.limit = limit
    hasEnded = places.isEmpty
  }

  mutating func take(_ bytes: UnsafeRawBufferPointer) throws {
    var bytes = bytes
    if position + UInt64(bytes.count) > limit { throw refuse("it expands to more than the limit of \(limit) bytes") }
    while !bytes.isEmpty && !hasEnded {
      let count: Int
      if rest > 0 {
        count = Int(min(rest, UInt64(bytes.count)))
        let content = UnsafeRawBufferPointer(rebasing: bytes[..<count])
        try output?.write(content)
        if Self.isNote(kind) { note += content }
        rest -= UInt64(count)
        if rest == 0 { try endEntry() }
      } else if padding > 0 {
        count = Int(min(padding, UInt64(bytes.count)))
        padding -= UInt64(count)
      } else {
        count = min(512 - header.count, bytes.count)
        header += bytes[..<count]
        if header.count == 512 { try startEntry() }
      }
      position += UInt64(count)
      bytes = UnsafeRawBufferPointer(rebasing: bytes[count...])
    }
  }

  private mutating func startEntry() throws {
    defer { header = [] }
    if header.allSatisfy({ $0 == 0 }) {
      hasEnded = true
      return
    }
    let sum = header.enumerated().reduce(0) { $0 + (148..<156 ~= $1.offset ? 32 : Int($1.element)) }
    guard let expected = Self.octal(header[148..<156]), Int(expected) == sum,
      let size = Self.octal(header[124..<136])
    else { throw refuse("the header of a tar entry is damaged") }
    kind = header[156]
    if Self.isNote(kind) {
      if size > 1 << 20 { throw refuse("a tar entry's name is longer than 1 MiB") }
      rest = size
    } else {
      let name = nextName ?? Self.name(header)
      rest = nextSize ?? size
      (nextName, nextSize) = (nil, nil)
      let isFile = kind == 0 || kind == UInt8(ascii: "0") || kind == UInt8(ascii: "7")
      if isFile, let place = places.removeValue(forKey: name) { output = try AtomicFile(replacing: place) }
    }
    padding = (512 - rest % 512) % 512
    if rest == 0 { try endEntry() }
  }

  private mutating func endEntry() throws {
    if let finished = output.take() { try finished.commit() }
    switch kind {
    case UInt8(ascii: "L"):
      nextName = String(decoding: note.prefix { $0 != 0 }, as: UTF8.self)
    case UInt8(ascii: "x"):
      for (key, value) in Self.records(note) {
        if key == "path" { nextName = value }
        if key == "size" { nextSize = UInt64(value) }
      }
    default:
      hasEnded = places.isEmpty
    }
    note = []
  }

  private func refuse(_ reason: String) -> ArchiveError {
    .refused(path: path, offset: position, reason: "\(reason) (counted in the expanded archive)")
  }

  /// Whether an entry of this kind only says something of the next one: GNU's long name, pax records.
  private static func isNote(_ kind: UInt8) -> Bool {
    kind == UInt8(ascii: "L") || kind == UInt8(ascii: "x")
  }

  /// An octal number with blanks and NULs around it, or GNU's binary form of large ones.
  private static func octal(_ field: ArraySlice<UInt8>) -> UInt64? {
    if field.first == 0x80 { return field.dropFirst().suffix(8).reduce(0) { $0 << 8 | UInt64($1) } }
    let digits = field.filter { $0 != 0 && $0 != 32 }
    return UInt64(String(decoding: digits, as: UTF8.self), radix: 8)
  }

  private static func name(_ header: [UInt8]) -> String {
    func text(_ field: Range<Int>) -> String { String(decoding: header[field].prefix { $0 != 0 }, as: UTF8.self) }
    let isPOSIX = header[257..<263].elementsEqual("ustar\0".utf8)
    let prefix = isPOSIX ? text(345..<500) : ""
    return prefix.isEmpty ? text(0..<100) : prefix + "/" + text(0..<100)
  }

  /// The records `length key=value` of a pax header.
  private static func records(_ bytes: [UInt8]) -> [(key: String, value: String)] {
    var records: [(String, String)] = []
    var rest = bytes[...]
    while let blank = rest.firstIndex(of: 32), let length = Int(String(decoding: rest[..<blank], as: UTF8.self)),
      length > blank - rest.startIndex, length <= rest.count
    {
      let record = rest.prefix(length).dropFirst(blank - rest.startIndex + 1).dropLast()
      if let sign = record.firstIndex(of: UInt8(ascii: "=")) {
        records.append(
          (String(decoding: record[..<sign], as: UTF8.self), String(decoding: record[(sign + 1)...], as: UTF8.self)))
      }
      rest = rest.dropFirst(length)
    }
    return records
  }
}
