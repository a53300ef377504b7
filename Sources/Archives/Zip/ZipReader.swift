internal import Basics
public import Foundation

/// A zip archive open for reading: its list of entries, and the content of each.
///
/// Archives are refused as a whole when they are opened where they climb out of their folder (`../`, absolute names), hold
/// two entries of one name or overlapping ones, claim sizes that deflate cannot reach, are encrypted, split over disks or
/// cut short. Checksums are compared when an entry is read.
public struct ZipReader: ~Copyable {
  /// The entries in the order of the central directory.
  public let entries: [ZipEntry]

  private let shared: SharedFile
  // Keyed by bytes: as Strings, "é" composed and decomposed would be the same name.
  private let positions: [[UInt8]: Int]

  /// Opens the archive at `url` and reads its central directory.
  public init(_ url: URL, limits: ZipLimits = ZipLimits()) throws {
    let file = try InputFile(url)
    entries = try ZipDirectory.entries(of: file, limits: limits)
    var positions: [[UInt8]: Int] = [:]
    for (position, entry) in entries.enumerated() { positions[Array(entry.name.utf8)] = position }
    self.positions = positions
    shared = SharedFile(file)
  }

  /// The entry called `name`, or nil.
  public subscript(name: String) -> ZipEntry? {
    positions[Array(name.utf8)].map { entries[$0] }
  }

  /// The entry called `name`.
  ///
  /// - Throws: `ArchiveError.noEntry` where there is none.
  public func entry(_ name: String) throws -> ZipEntry {
    guard let entry = self[name] else { throw ArchiveError.noEntry(path: shared.file.path, name: name) }
    return entry
  }

  /// The content of an entry, in memory.
  ///
  /// - Parameter limit: The most bytes that it may have.
  /// - Throws: `ArchiveError.entry`, also where it claims more.
  public func read(_ entry: ZipEntry, limit: Int = .max) throws -> [UInt8] {
    guard entry.size <= UInt64(limit) else {
      throw ArchiveError.entry(
        path: shared.file.path, name: entry.name,
        reason: "claims \(ByteCount.text(Int(clamping: entry.size))); at most \(ByteCount.text(limit)) are read")
    }
    var bytes: [UInt8] = []
    // What it claims is not yet there.
    bytes.reserveCapacity(Int(min(entry.size, 16 << 20)))
    try forEachPiece(of: entry) { bytes += $0 }
    return bytes
  }

  /// Writes the content of an entry to `url`, which appears only when its checksum was right.
  public func extract(_ entry: ZipEntry, to url: URL) throws {
    var output = try AtomicFile(replacing: url)
    try forEachPiece(of: entry) { try output.write($0) }
    try output.commit()
  }

  /// Goes through the content of an entry piece by piece.
  ///
  /// - Throws: `ArchiveError.entry` where the method is unknown, or size or checksum turn out wrong: at the end, so what
  ///   was passed to `body` counts only when this returns.
  public func forEachPiece(
    of entry: ZipEntry, _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let source = try ZipMemberSource(entry, in: shared)
    let content = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    defer { content.deallocate() }
    while case let count = try source.read(into: content), count > 0 {
      try body(UnsafeRawBufferPointer(rebasing: content[..<count]))
    }
  }
}
