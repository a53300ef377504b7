internal import Basics
public import Foundation

/// Reads what a file holds as a stream of bytes, in bounded memory, however the file is wrapped: compressed, or in an archive with one
/// file that can be meant, which may be compressed in its turn.
///
/// What the wrapping is, the first bytes say and not the name. Nothing is written anywhere.
public struct UnpackedReader: ~Copyable {
  /// What the file's bytes are wrapped in.
  public let packing: Packing
  /// Size of the file in bytes, as it is.
  public let fileSize: Int

  private let source: any ByteSource

  /// How much a compressed file may unpack to unless the caller says otherwise: this many times its size, and `leastLimit` at least.
  ///
  /// Deflate makes at most 1,032 bytes of one, and honest text compresses to a third or a tenth.
  private static let usualGrowth = 200
  private static let leastLimit = 256 << 20

  /// Opens a file and looks at its first bytes.
  ///
  /// - Parameters:
  ///   - limit: The most bytes that a compressed file may unpack to.
  ///   - bufferSize: Compressed bytes that are read at once.
  ///   - fits: Which files of an archive may be meant, by their names.
  /// - Throws: `ArchiveError`; `.members` where several files of an archive may be meant, or none.
  public init(
    _ url: URL, limit: Int? = nil, bufferSize: Int = 1 << 17, fits: @escaping (String) -> Bool = { _ in true }
  ) throws(ArchiveError) {
    let file = try FileSource(url)
    let limit = limit ?? max(Self.leastLimit, file.size.multipliedReportingOverflow(by: Self.usualGrowth).partialValue)
    do {
      (source, packing) = try Self.unwrapped(file, url, limit: limit, bufferSize: bufferSize, fits)
    } catch {
      // A file alone in its archive is meant whatever its name is.
      guard case .members(_, _, 0, let names) = error, names.count == 1 else { throw error }
      (source, packing) = try Self.unwrapped(FileSource(url), url, limit: limit, bufferSize: bufferSize) { _ in true }
    }
    fileSize = file.size
  }

  /// What the wrapping of a file holds.
  private static func unwrapped(
    _ file: FileSource, _ url: URL, limit: Int, bufferSize: Int, _ fits: @escaping (String) -> Bool
  ) throws(ArchiveError) -> (any ByteSource, Packing) {
    var packing = Packing()
    var top = try PeekedSource(file, peeked)
    packing.compression = Compression.of(top.beginning)
    if let compression = packing.compression {
      let content = Decompressor(top, compression, path: file.path, limit: limit, bufferSize: bufferSize)
      top = try PeekedSource(content, peeked)
    } else if zipMarks.contains(where: top.beginning.starts) {
      let (entry, archive) = try zipMember(of: url, fits)
      if entry.size > UInt64(limit) { throw .tooLarge(path: file.path, limit: limit) }
      (packing.archive, packing.member) = (.zip, entry.name)
      top = try PeekedSource(ZipMemberSource(entry, in: archive), peeked)
    }
    if packing.archive == nil, TarArchive.isTar(top.beginning) {
      let member = try TarMemberSource(top, path: file.path, fits)
      (packing.archive, packing.member) = (.tar, member.name)
      top = try PeekedSource(member, peeked)
    }
    if let member = packing.member, let compression = Compression.of(top.beginning) {
      packing.memberCompression = compression
      let path = "\(file.path) (\(member))"
      let content = Decompressor(top, compression, path: path, limit: limit, bufferSize: bufferSize)
      top = try PeekedSource(content, peeked)
    }
    return (top, packing)
  }

  /// Bytes of the file that have been used so far.
  public var fileOffset: Int { source.fileOffset }

  /// Reads on, at least one byte unless the stream ends.
  ///
  /// - Returns: The number of bytes written to the front of `output`; zero at the end of the stream.
  /// - Throws: `ArchiveError` where the file is unreadable, truncated, damaged, followed by garbage or too large, or where a further
  ///   file of the archive may be meant.
  public mutating func read(into output: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
    try source.read(into: output)
  }

  /// The beginnings of a zip archive, and of one without entries.
  private static let zipMarks: [[UInt8]] = [[0x50, 0x4B, 0x03, 0x04], [0x50, 0x4B, 0x05, 0x06]]
  private static let peeked = max(TarHeader.length, Compression.longestMark)

  /// The one file of a zip archive that can be meant.
  private static func zipMember(
    of url: URL, _ fits: (String) -> Bool
  ) throws(ArchiveError) -> (entry: ZipEntry, archive: SharedFile) {
    let input: InputFile
    do { input = try InputFile(url) } catch { throw .file(error) }
    let files = try ZipDirectory.entries(of: input, limits: ZipLimits()).filter { !$0.isDirectory && !$0.isLink }
    let fitting = files.filter { fits($0.name) }
    guard fitting.count == 1 else {
      let names = (fitting.isEmpty ? files : fitting).map(\.name)
      throw .members(path: input.path, archive: .zip, fitting: fitting.count, names: names)
    }
    return (fitting[0], SharedFile(input))
  }
}
