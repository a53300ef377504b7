internal import Basics
public import Foundation

/// A zip file in the making: the same entries in the same order give the same bytes.
///
///     var zip = try ZipWriter(url, modified: moment)
///     try zip.add("report.pdf", contentsOf: pdf)
///     try zip.add("MANIFEST", Array(manifest.utf8))
///     try zip.finish()
///
/// The file appears at its place, whole, when `finish()` returns; a writer that goes away before leaves nothing. Entries
/// carry Unix permissions 0644 and one time for all; names are UTF-8; zip64 records appear where sizes need them.
public struct ZipWriter: ~Copyable {
  private var file: AtomicFile
  private let path: String
  private let time: (time: UInt16, date: UInt16)
  /// Sizes, offsets and numbers from here on go to zip64 records: the format's own edge, or lower to test them.
  private let zip64From: UInt64
  private var entries: [Entry] = []
  // Keyed by bytes: as Strings, "é" composed and decomposed would be the same name.
  private var names: Set<[UInt8]> = []

  private struct Entry {
    var name: [UInt8]
    var method: ZipMethod
    var crc: UInt32 = 0
    var compressedSize: UInt64 = 0
    var size: UInt64 = 0
    var offset: UInt64
  }

  /// Starts a zip file at `url`, in a folder that exists.
  ///
  /// - Parameter modified: The time that every entry carries, in UTC; before 1980 it becomes 1980.
  public init(_ url: URL, modified: Date) throws {
    try self.init(url, modified: modified, zip64From: 0xFFFF_FFFF)
  }

  package init(_ url: URL, modified: Date, zip64From: UInt64) throws {
    file = try AtomicFile(replacing: url)
    path = url.path
    time = ZipFormat.dosTime(modified)
    self.zip64From = zip64From
  }

  /// Adds an entry with `bytes`; they are stored as they are where deflating does not shorten them.
  public mutating func add(
    _ name: String, _ bytes: some ContiguousBytes, method: ZipMethod = .deflated
  ) throws {
    try bytes.withUnsafeBytes { buffer in
      try append(name, size: UInt64(buffer.count), method: method) { body in
        // zlib counts its input in 32 bits, so even bytes in memory go in pieces.
        for start in stride(from: 0, to: buffer.count, by: 1 << 20) {
          try body(UnsafeRawBufferPointer(rebasing: buffer[start..<min(start + 1 << 20, buffer.count)]))
        }
      }
    }
  }

  /// Adds an entry with the content of a file, read a piece at a time; stored where deflating does not shorten it.
  ///
  /// - Parameter check: Called before each piece; what it throws ends the work.
  public mutating func add(
    _ name: String, contentsOf url: URL, method: ZipMethod = .deflated, check: () throws -> Void = {}
  ) throws {
    let size = try InputFile(url).size
    try append(name, size: UInt64(size), method: method) { body in
      let input = try InputFile(url)
      let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
      defer { piece.deallocate() }
      while true {
        try check()
        let count = try input.read(into: piece)
        if count == 0 { return }
        try body(UnsafeRawBufferPointer(rebasing: piece[..<count]))
      }
    }
  }

  /// Writes the central directory and puts the file in its place.
  public consuming func finish() throws {
    let start = UInt64(file.position)
    for entry in entries { try file.write(centralHeader(entry)) }
    try file.write(end(directoryOffset: start, directorySize: UInt64(file.position) - start))
    try file.commit()
  }
}

extension ZipWriter {
  /// A source of bytes that can be gone through more than once, piece by piece.
  private typealias Pieces = (_ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Void

  private mutating func append(
    _ name: String, size: UInt64, method: ZipMethod, _ pieces: Pieces
  ) throws {
    let key = Array(name.utf8)
    if let fault = ZipFormat.fault(ofName: name) { throw ArchiveError.name(path: path, name: name, reason: fault) }
    if !names.insert(key).inserted { throw ArchiveError.name(path: path, name: name, reason: "it is taken") }

    var entry = Entry(name: key, method: size == 0 ? .stored : method, size: size, offset: UInt64(file.position))
    try write(&entry, pieces)
    if entry.method == .deflated && entry.compressedSize >= size {
      try file.truncate(to: Int(entry.offset))
      entry.method = .stored
      try write(&entry, pieces)
    }
    entries.append(entry)
  }

  /// Writes one entry: a header with sizes yet unknown, the content, then the header again.
  private mutating func write(_ entry: inout Entry, _ pieces: Pieces) throws {
    try file.write(localHeader(entry))
    let start = UInt64(file.position)
    var crc: UInt32 = 0
    var size: UInt64 = 0
    if entry.method == .stored {
      try pieces { piece in
        crc = crc32(crc, piece)
        size += UInt64(piece.count)
        try file.write(piece)
      }
    } else {
      let deflater = Deflater()
      try pieces { piece in
        crc = crc32(crc, piece)
        size += UInt64(piece.count)
        try deflater.compress(piece, isLast: false) { try file.write($0) }
      }
      try deflater.compress(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true) { try file.write($0) }
    }
    if size != entry.size {
      throw ArchiveError.entry(
        path: path, name: String(decoding: entry.name, as: UTF8.self),
        reason: "its file changed from \(entry.size) to \(size) bytes while it was packed; pack again")
    }
    entry.crc = crc
    entry.compressedSize = UInt64(file.position) - start
    try file.overwrite(localHeader(entry), at: Int(entry.offset))
  }

  /// Whether an entry's sizes need 64 bits: known before its content is written, with room for what deflate may add.
  private func isLarge(_ entry: Entry) -> Bool {
    entry.size + entry.size >> 10 + 64 >= zip64From
  }

  private func localHeader(_ entry: Entry) -> [UInt8] {
    let isLarge = isLarge(entry)
    var header = LittleEndianBytes()
    header.append(ZipFormat.localSignature)
    header.append(isLarge ? 45 : 20, flags(entry), entry.method.rawValue, time.time, time.date)
    header.append(entry.crc)
    header.append(
      isLarge ? .max : UInt32(entry.compressedSize), isLarge ? .max : UInt32(entry.size))
    header.append(UInt16(entry.name.count), isLarge ? 20 : 0)
    header.append(entry.name)
    if isLarge {
      header.append(ZipFormat.zip64Tag, 16)
      header.append(entry.size, entry.compressedSize)
    }
    return header.bytes
  }

  private func centralHeader(_ entry: Entry) -> [UInt8] {
    let isLarge = isLarge(entry)
    let isFar = entry.offset >= zip64From
    var extra = LittleEndianBytes()
    if isLarge { extra.append(entry.size, entry.compressedSize) }
    if isFar { extra.append(entry.offset) }

    let version: UInt16 = isLarge || isFar ? 45 : 20
    let madeOnUnix: UInt16 = 3 << 8
    var header = LittleEndianBytes()
    header.append(ZipFormat.centralSignature)
    header.append(madeOnUnix | version, version, flags(entry), entry.method.rawValue, time.time, time.date)
    header.append(entry.crc)
    header.append(
      isLarge ? .max : UInt32(entry.compressedSize), isLarge ? .max : UInt32(entry.size))
    header.append(UInt16(entry.name.count), extra.bytes.isEmpty ? 0 : UInt16(extra.bytes.count + 4), 0, 0, 0)
    let permissions: UInt32 = 0o100644
    header.append(permissions << 16, isFar ? .max : UInt32(entry.offset))
    header.append(entry.name)
    if !extra.bytes.isEmpty {
      header.append(ZipFormat.zip64Tag, UInt16(extra.bytes.count))
      header.append(extra.bytes)
    }
    return header.bytes
  }

  private func flags(_ entry: Entry) -> UInt16 {
    entry.name.allSatisfy { $0 < 0x80 } ? 0 : ZipFormat.utf8Flag
  }

  private func end(directoryOffset: UInt64, directorySize: UInt64) -> [UInt8] {
    let count = UInt64(entries.count)
    let isLarge =
      count >= min(zip64From, 0xFFFF) || directoryOffset >= zip64From || directorySize >= zip64From
    var end = LittleEndianBytes()
    if isLarge {
      end.append(ZipFormat.end64Signature)
      end.append(UInt64(ZipFormat.end64Length - 12))
      end.append(UInt16(3 << 8 | 45), 45)
      end.append(UInt32(0), 0)
      end.append(count, count, directorySize, directoryOffset)
      end.append(ZipFormat.locator64Signature, 0)
      end.append(directoryOffset + directorySize)
      end.append(UInt32(1))
    }
    end.append(ZipFormat.endSignature)
    let shortCount = isLarge ? .max : UInt16(count)
    end.append(0, 0, shortCount, shortCount)
    end.append(isLarge ? .max : UInt32(directorySize), isLarge ? .max : UInt32(directoryOffset))
    end.append(UInt16(0))
    return end.bytes
  }
}
