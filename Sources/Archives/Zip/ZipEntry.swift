/// One file in a zip archive, as the archive's central directory describes it.
public struct ZipEntry: Sendable, Equatable {
  /// The name, with `/` between folders; a folder's own name ends with `/`.
  public let name: String
  /// Whether it is a link, as Unix keeps them in archives: its content is the path that it leads to.
  public let isLink: Bool
  /// The number of the method of compression; `method` names those that can be read.
  public let methodNumber: UInt16
  /// The CRC-32 of the content.
  public let crc32: UInt32
  /// How many bytes the entry takes in the archive.
  public let compressedSize: UInt64
  /// How many bytes the content has.
  public let size: UInt64
  /// Where the entry's bytes start in the archive: of a stored entry, the content itself, ready to be mapped.
  public internal(set) var dataOffset: UInt64

  let headerOffset: UInt64

  /// The method of compression, nil where it is one that cannot be read here.
  public var method: ZipMethod? { ZipMethod(rawValue: methodNumber) }

  /// Whether this is a folder rather than a file.
  public var isDirectory: Bool { name.hasSuffix("/") }
}

/// How much an archive may ask for before it is refused.
public struct ZipLimits: Sendable {
  /// The most entries.
  public var entries: Int
  /// The most bytes that all entries together may expand to.
  public var expandedSize: UInt64

  /// Limits that honest archives of models and data sets keep well within.
  public init(entries: Int = 1_000_000, expandedSize: UInt64 = 64 << 30) {
    self.entries = entries
    self.expandedSize = expandedSize
  }
}
