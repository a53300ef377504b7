/// What a file's bytes are wrapped in.
public struct Packing: Sendable, Equatable, Codable {
  /// A kind of archive.
  public enum Archive: String, Sendable, Codable {
    case zip, tar
  }

  /// How the whole file is compressed.
  public var compression: Compression?
  /// What kind of archive it is.
  public var archive: Archive?
  /// The file in the archive that is read.
  public var member: String?
  /// How that file is compressed.
  public var memberCompression: Compression?

  /// No wrapping.
  public init() {}

  /// Whether the file's bytes are what is read.
  public var isPlain: Bool { self == Packing() }

  /// The name of what is read, without endings that say how it is compressed.
  ///
  /// - Parameter file: The file's name.
  public func contentName(of file: String) -> String {
    guard let member else { return Compression.stripped(file) }
    return Compression.stripped(member.split(separator: "/").last.map(String.init) ?? member)
  }

  /// The wrapping in words: “compressed with gzip”, “reviews.json in a tar archive compressed with xz”; empty without any.
  public var description: String {
    let whole = compression.map { "compressed with \($0)" }
    guard let archive, let member else { return whole ?? "" }
    let content = memberCompression.map { "\(member), compressed with \($0)," } ?? member
    return "\(content) in a \(archive) archive" + (whole.map { " " + $0 } ?? "")
  }
}
