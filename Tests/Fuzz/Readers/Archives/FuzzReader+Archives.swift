internal import Archives
internal import Foundation
package import FuzzSupport

extension FuzzReader {
  /// The readers of `Archives`.
  package static let archives: [FuzzReader] = [.gzip, .bzip2, .xz, .zstd, .tar, .zip]

  /// How much a small input may unpack to here: far above any buffer's size, far below what would make inputs slow.
  private static let unpackedLimit = 1 << 22

  /// A stream compressed by gzip.
  package static let gzip = FuzzReader("gzip", mutator: GzipMutator()) { bytes, folder in
    try readToEnd(folder.file("packed.gz", holding: bytes))
  }

  /// A stream compressed by bzip2.
  package static let bzip2 = FuzzReader("bzip2") { bytes, folder in
    try readToEnd(folder.file("packed.bz2", holding: bytes))
  }

  /// A stream compressed by xz.
  package static let xz = FuzzReader("xz") { bytes, folder in try readToEnd(folder.file("packed.xz", holding: bytes)) }

  /// A stream compressed by Zstandard.
  package static let zstd = FuzzReader("zstd") { bytes, folder in
    try readToEnd(folder.file("packed.zst", holding: bytes))
  }

  /// A tar archive, compressed or not: files out of it by name, and the one that can be meant.
  package static let tar = FuzzReader("tar", mutator: AnyOfMutators(ByteMutator(), GzipMutator())) { bytes, folder in
    let archive = try folder.file("archive.tar", holding: bytes)
    for name in ["a.out", "b.out"] { folder.remove(name) }
    let places = ["a.txt": folder.url.appending(path: "a.out"), "b/c.txt": folder.url.appending(path: "b.out")]
    let extraction = Result { try TarArchive.extract(places, from: archive, limit: UInt64(unpackedLimit)) }
    let isWhole = (try? extraction.get()) != nil
    let left = try Set(FileManager.default.contentsOfDirectory(atPath: folder.url.path))
    try BrokenPromise.unless(
      left.subtracting(["archive.tar"]).isSubset(of: ["a.out", "b.out"]), "an archive leaves \(left.sorted())")
    try BrokenPromise.unless(
      !isWhole || left.isSuperset(of: ["a.out", "b.out"]), "a file that was asked for is not there")
    // An archive of several files is no file of texts, and the other way round.
    do { try readToEnd(archive) } catch let broken as BrokenPromise { throw broken } catch { try extraction.get() }
  }

  /// A zip archive: its list and every entry.
  package static let zip = FuzzReader("zip", mutator: ZipMutator()) { bytes, folder in
    let archive = try ZipReader(
      folder.file("archive.zip", holding: bytes),
      limits: ZipLimits(entries: 10_000, expandedSize: UInt64(unpackedLimit)))
    for entry in archive.entries {
      let isInside = !entry.name.hasPrefix("/") && !entry.name.split(separator: "/").contains("..")
      try BrokenPromise.unless(isInside, "an entry leaves its folder: \(entry.name)")
      guard let content = try? archive.read(entry) else { continue }
      try BrokenPromise.unless(Checksum.crc32(content) == entry.crc32, "an entry with a wrong sum was read")
      try BrokenPromise.unless(UInt64(content.count) == entry.size, "an entry of another size was read")
    }
  }

  /// Reads a file through, and once more in small pieces: both say the same.
  private static func readToEnd(_ file: URL) throws {
    let whole = Result { try content(of: file, piece: 1 << 16) }
    let pieces = Result { try content(of: file, piece: 61) }
    switch (whole, pieces) {
    case (.success(let one), .success(let other)):
      try BrokenPromise.unless(one == other, "the content depends on how much is read at once")
    // Where in the file a fault is noticed may depend on it.
    case (.failure(let one), .failure): throw one
    default: throw BrokenPromise("whether a file is refused depends on how much is read at once")
    }
  }

  private static func content(of file: URL, piece: Int) throws -> [UInt8] {
    var reader = try UnpackedReader(file, limit: unpackedLimit, bufferSize: max(piece, 64))
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: piece, alignment: 16)
    defer { room.deallocate() }
    var content: [UInt8] = []
    while case let count = try reader.read(into: room), count > 0 {
      content += room[..<count]
      try BrokenPromise.unless(content.count <= unpackedLimit, "more is unpacked than the limit allows")
    }
    return content
  }
}
