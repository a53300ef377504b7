internal import Basics
public import Foundation

/// Files out of a tar archive, compressed or not: source packages come as such.
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
    let path = FileSystem.shown(archive)
    var source = try PeekedSource(FileSource(archive), TarHeader.length)
    if let compression = Compression.of(source.beginning) {
      source = try PeekedSource(
        Decompressor(source, compression, path: path, limit: Int(clamping: limit)), TarHeader.length)
    }
    guard isTar(source.beginning) else { throw ArchiveError.notAnArchive(path: path, expected: "tar") }
    let tar = TarReader(source, path: path)
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    defer { piece.deallocate() }
    var missing = places
    while !missing.isEmpty, let entry = try tar.next() {
      guard let place = missing.removeValue(forKey: entry.name) else { continue }
      var output = try AtomicFile(replacing: place)
      while case let count = try tar.read(into: piece), count > 0 {
        try output.write(UnsafeRawBufferPointer(rebasing: piece[..<count]))
      }
      try output.commit()
    }
    if let name = missing.keys.min() { throw ArchiveError.noEntry(path: path, name: name) }
  }

  /// Whether what begins so is a tar archive: the first header holds the sum of its bytes.
  static func isTar(_ beginning: [UInt8]) -> Bool { TarHeader(beginning) != nil }
}
