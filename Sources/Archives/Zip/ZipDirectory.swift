internal import Basics

/// The tables of a zip file, read and distrusted: every number in them may be a lie.
enum ZipDirectory {
  /// The most bytes of a central directory, which is read as a whole: a file may be of any size without taking any room.
  private static let mostBytes: UInt64 = 512 << 20

  /// The entries of the archive in `file`, each with the place of its bytes.
  static func entries(of file: borrowing InputFile, limits: ZipLimits) throws(ArchiveError) -> [ZipEntry] {
    let directory = try find(in: file)
    if directory.count > limits.entries {
      throw .refused(
        path: file.path, offset: directory.offset,
        reason: "\(directory.count) entries, more than the limit of \(limits.entries)")
    }
    if directory.size > mostBytes {
      throw .refused(
        path: file.path, offset: directory.offset,
        reason: "a central directory of \(directory.size) bytes, more than the limit of \(mostBytes)")
    }
    let bytes = try file.read(exactly: Int(directory.size), at: directory.offset)
    var entries: [ZipEntry] = []
    var names: Set<[UInt8]> = []
    var expandedSize: UInt64 = 0
    var cursor = 0
    for _ in 0..<directory.count {
      let place = directory.offset + UInt64(cursor)
      func refuse(_ reason: String) -> ArchiveError { .refused(path: file.path, offset: place, reason: reason) }
      let entry = try parse(bytes, at: &cursor, path: file.path, place: place)
      let name = Array(entry.name.utf8)
      if let fault = ZipFormat.fault(ofName: entry.name) { throw refuse("entry name \"\(entry.name)\": \(fault)") }
      if !names.insert(name).inserted { throw refuse("two entries are called \"\(entry.name)\"") }
      if entry.method == .stored && entry.size != entry.compressedSize {
        throw refuse("entry \"\(entry.name)\" is stored as it is, yet claims two sizes")
      }
      // A deflate stream makes at most 258 bytes of two bits: 1032 to one.
      if entry.method == .deflated && entry.size / 1032 > entry.compressedSize {
        throw refuse("entry \"\(entry.name)\" claims a size that \(entry.compressedSize) bytes cannot expand to")
      }
      // By subtraction, since a sum of lies may overflow.
      if entry.size > limits.expandedSize - expandedSize {
        throw refuse("it expands to more than the limit of \(limits.expandedSize) bytes")
      }
      expandedSize += entry.size
      entries.append(entry)
    }
    if cursor != bytes.count {
      throw .refused(
        path: file.path, offset: directory.offset + UInt64(cursor),
        reason: "the central directory goes on after its last entry")
    }
    return try locate(entries, in: file, before: directory.offset)
  }
}

extension ZipDirectory {
  /// Where the central directory is and how many entries it has.
  private struct Place {
    var offset: UInt64
    var size: UInt64
    var count: UInt64
  }

  private static func find(in file: borrowing InputFile) throws(ArchiveError) -> Place {
    let fileSize = UInt64(file.size)
    let endLength = ZipFormat.endLength
    let tailLength = Int(min(fileSize, UInt64(endLength + 0xFFFF + ZipFormat.locator64Length)))
    let tail = try file.read(exactly: tailLength, at: fileSize - UInt64(tailLength))
    // The record is the last one whose comment ends exactly where the file does.
    let start = stride(from: tailLength - endLength, through: 0, by: -1).first { start in
      tail.number(at: start) == ZipFormat.endSignature
        && start + endLength + Int(tail.number(at: start + 20, as: UInt16.self)) == tailLength
    }
    guard let start else {
      let head = try file.read(exactly: Int(min(fileSize, 4)), at: 0)
      let isZip = head.count == 4 && head.number(at: 0) == ZipFormat.localSignature
      throw isZip ? .truncated(path: file.path, offset: fileSize) : .notAnArchive(path: file.path, expected: "zip")
    }

    let endOffset = fileSize - UInt64(tailLength - start)
    func refuse(_ reason: String) -> ArchiveError { .refused(path: file.path, offset: endOffset, reason: reason) }
    let disk: UInt16 = tail.number(at: start + 4)
    let directoryDisk: UInt16 = tail.number(at: start + 6)
    let countHere: UInt16 = tail.number(at: start + 8)
    let count: UInt16 = tail.number(at: start + 10)
    var place = Place(
      offset: UInt64(tail.number(at: start + 16, as: UInt32.self)),
      size: UInt64(tail.number(at: start + 12, as: UInt32.self)), count: UInt64(count))
    var directoryEnd = endOffset
    let locator = start - ZipFormat.locator64Length
    if locator >= 0, tail.number(at: locator) == ZipFormat.locator64Signature {
      directoryEnd = tail.number(at: locator + 8)
      let disks: UInt32 = tail.number(at: locator + 16)
      if disks > 1 { throw refuse("it is split over \(disks) disks; join them first") }
      place = try place64(in: file, at: directoryEnd, before: endOffset - UInt64(ZipFormat.locator64Length))
    } else if (disk != 0 && disk != .max) || directoryDisk != disk || countHere != count {
      throw refuse("it is split over several disks; join them first")
    }
    guard place.offset <= directoryEnd, directoryEnd - place.offset == place.size else {
      throw refuse("the central directory is not where the last record says")
    }
    if place.count > place.size / UInt64(ZipFormat.centralLength) {
      throw refuse("it claims \(place.count) entries, more than fit its central directory")
    }
    return place
  }

  /// What the zip64 record says, which ends where its locator begins: some look for it there, others where the locator says.
  private static func place64(
    in file: borrowing InputFile, at offset: UInt64, before end: UInt64
  ) throws(ArchiveError) -> Place {
    func refuse(_ reason: String) -> ArchiveError { .refused(path: file.path, offset: end, reason: reason) }
    guard offset <= end, end - offset >= UInt64(ZipFormat.end64Length) else {
      throw refuse("its zip64 record lies outside the file")
    }
    let record = try file.read(exactly: ZipFormat.end64Length, at: offset)
    guard record.number(at: 0) == ZipFormat.end64Signature else { throw refuse("its zip64 record is missing") }
    // Its size does not count the first twelve bytes; more than the usual is for what is to come.
    guard record.number(at: 4, as: UInt64.self) == end - offset - 12 else {
      throw refuse("its zip64 record does not end where its locator begins")
    }
    let disk: UInt32 = record.number(at: 16)
    let directoryDisk: UInt32 = record.number(at: 20)
    let countHere: UInt64 = record.number(at: 24)
    let count: UInt64 = record.number(at: 32)
    if disk != 0 || directoryDisk != 0 || countHere != count {
      throw refuse("it is split over several disks; join them first")
    }
    return Place(offset: record.number(at: 48), size: record.number(at: 40), count: count)
  }
}

extension ZipDirectory {
  /// One record of the central directory; moves `cursor` behind it.
  private static func parse(
    _ bytes: [UInt8], at cursor: inout Int, path: String, place: UInt64
  ) throws(ArchiveError) -> ZipEntry {
    func refuse(_ reason: String) -> ArchiveError { .refused(path: path, offset: place, reason: reason) }
    let record = bytes[cursor...]
    guard record.count >= ZipFormat.centralLength, record.number(at: 0) == ZipFormat.centralSignature else {
      throw refuse("an entry of the central directory is missing")
    }
    let nameLength = Int(record.number(at: 28, as: UInt16.self))
    let extraLength = Int(record.number(at: 30, as: UInt16.self))
    let commentLength = Int(record.number(at: 32, as: UInt16.self))
    let length = ZipFormat.centralLength + nameLength + extraLength + commentLength
    guard record.count >= length else { throw refuse("an entry of the central directory is cut short") }
    let nameStart = cursor + ZipFormat.centralLength
    let nameBytes = bytes[nameStart..<(nameStart + nameLength)]
    // Names without the UTF-8 flag are ASCII or, from many tools, UTF-8 all the same; other code pages are refused.
    guard let name = String(validating: nameBytes, as: UTF8.self) else {
      throw refuse("an entry's name is not UTF-8")
    }
    let flags: UInt16 = record.number(at: 8)
    if flags & ZipFormat.encryptedFlags != 0 { throw refuse("entry \"\(name)\" is encrypted; decrypt it first") }
    if flags & ZipFormat.patchFlag != 0 { throw refuse("entry \"\(name)\" is a patch of another file, and no file") }

    // What does not fit 32 bits is in the zip64 field, in this order, and only that.
    var large = zip64Numbers(bytes[(nameStart + nameLength)..<(nameStart + nameLength + extraLength)])
    func number(at offset: Int) -> UInt64 {
      let short: UInt32 = record.number(at: offset)
      return short == .max && !large.isEmpty ? large.removeFirst() : UInt64(short)
    }
    let size = number(at: 24)
    let compressedSize = number(at: 20)
    let headerOffset = number(at: 42)
    let disk: UInt16 = record.number(at: 34)
    if disk != 0 && disk != .max { throw refuse("entry \"\(name)\" is on another disk") }
    let system = record[record.startIndex + 5]
    let attributes: UInt32 = record.number(at: 38)
    cursor += length
    return ZipEntry(
      name: name, isLink: system == ZipFormat.unix && attributes >> 28 == 0o12, methodNumber: record.number(at: 10),
      crc32: record.number(at: 16),
      compressedSize: compressedSize, size: size, dataOffset: 0, headerOffset: headerOffset)
  }

  /// The 64-bit numbers of an entry's zip64 field; none where it has no such field.
  private static func zip64Numbers(_ extra: ArraySlice<UInt8>) -> [UInt64] {
    var rest = extra
    while rest.count >= 4 {
      let tag: UInt16 = rest.number(at: 0)
      let length = Int(rest.number(at: 2, as: UInt16.self))
      let field = rest.dropFirst(4).prefix(length)
      if tag == ZipFormat.zip64Tag {
        return stride(from: 0, through: field.count - 8, by: 8).map { field.number(at: $0) }
      }
      rest = rest.dropFirst(4 + length)
    }
    return []
  }

  /// The entries with the places of their bytes, which are behind local headers of their own length.
  private static func locate(
    _ entries: [ZipEntry], in file: borrowing InputFile, before end: UInt64
  ) throws(ArchiveError) -> [ZipEntry] {
    var located = entries
    var free: UInt64 = 0
    for position in entries.indices.sorted(by: { entries[$0].headerOffset < entries[$1].headerOffset }) {
      let entry = entries[position]
      func refuse(_ reason: String) -> ArchiveError {
        .refused(path: file.path, offset: entry.headerOffset, reason: "entry \"\(entry.name)\" \(reason)")
      }
      let name = Array(entry.name.utf8)
      let headerLength = UInt64(ZipFormat.localLength + name.count)
      if entry.headerOffset < free { throw refuse("overlaps the entry before it") }
      guard entry.headerOffset <= end, end - entry.headerOffset >= headerLength else {
        throw refuse("lies outside the archive")
      }
      let header = try file.read(exactly: Int(headerLength), at: entry.headerOffset)
      guard header.number(at: 0) == ZipFormat.localSignature else { throw refuse("has no header") }
      guard Int(header.number(at: 26, as: UInt16.self)) == name.count, header.suffix(name.count).elementsEqual(name),
        header.number(at: 8) == entry.methodNumber
      else { throw refuse("has another name or method in its own header") }
      let start = entry.headerOffset + headerLength + UInt64(header.number(at: 28, as: UInt16.self))
      guard start <= end, end - start >= entry.compressedSize else { throw refuse("lies outside the archive") }
      free = start + entry.compressedSize
      located[position].dataOffset = start
    }
    return located
  }
}
