/// How the bytes of a file have been made fewer.
public enum Compression: String, Sendable, Codable, CaseIterable {
  case gzip, bzip2, xz, zstd

  /// The compression of a file, by its first bytes and not by its name.
  ///
  /// - Parameter beginning: `longestMark` bytes, or all that there are.
  public static func of(_ beginning: some Collection<UInt8>) -> Compression? {
    func begins(_ mark: [UInt8]) -> Bool { beginning.starts(with: mark) }
    if begins([0x1F, 0x8B]) { return .gzip }
    if begins([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) { return .xz }
    if begins([0x28, 0xB5, 0x2F, 0xFD]) { return .zstd }
    // A frame of zstd that is passed over, as pzstd writes before the first.
    if let first = beginning.first, 0x50...0x5F ~= first, beginning.dropFirst().starts(with: [0x2A, 0x4D, 0x18]) {
      return .zstd
    }
    // A text may begin with "BZh9", but not with what comes after it: the digits of π for a block, those of its root at the end.
    let size = beginning.dropFirst(3).first ?? 0
    guard begins(Array("BZh".utf8)), (0x31...0x39).contains(size) else { return nil }
    let rest = beginning.dropFirst(4).prefix(6)
    let isBlock = [[0x31, 0x41, 0x59, 0x26, 0x53, 0x59], [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]].contains { mark in
      mark.prefix(rest.count).elementsEqual(rest)
    }
    return isBlock ? .bzip2 : nil
  }

  /// How many bytes `of` looks at.
  public static let longestMark = 10

  /// The ending that a file's name has.
  public var ending: String {
    switch self {
    case .gzip: ".gz"
    case .bzip2: ".bz2"
    case .xz: ".xz"
    case .zstd: ".zst"
    }
  }

  /// A file's name without the ending that says how the file is compressed.
  public static func stripped(_ name: String) -> String {
    let lower = name.lowercased()
    guard let ending = (allCases.map(\.ending) + [".zstd"]).first(where: lower.hasSuffix) else { return name }
    return String(name.dropLast(ending.count))
  }

  /// Makes what expands one member, stream or frame after the other.
  func decoder() -> any StreamDecoder {
    switch self {
    case .gzip: GzipDecoder()
    case .bzip2: Bzip2Decoder()
    case .xz: XZDecoder()
    case .zstd: ZstdDecoder()
    }
  }

  /// Whether zero bytes may follow a member as padding.
  var hasPadding: Bool { self == .gzip || self == .xz }

  /// Whether a further member can begin so.
  func begins(with byte: UInt8) -> Bool {
    switch self {
    case .gzip: byte == 0x1F
    case .bzip2: byte == UInt8(ascii: "B")
    case .xz: byte == 0xFD
    case .zstd: byte == 0x28 || 0x50...0x5F ~= byte
    }
  }
}
