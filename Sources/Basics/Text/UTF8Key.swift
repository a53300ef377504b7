/// A string that is equal to another only when their bytes are: the key of what is named by a file.
///
/// Swift's own equality is canonical equivalence, under which a composed and a decomposed "é" are one word; corpora,
/// gensim, vocabularies, JSON and file systems hold them apart.
public struct UTF8Key: Hashable, Comparable, Sendable, ExpressibleByStringLiteral {
  /// The string itself.
  public let string: String

  /// The key of a string.
  public init(_ string: String) {
    self.string = string
  }

  /// The key of a literal.
  public init(stringLiteral string: String) {
    self.string = string
  }

  /// Whether two strings have the same bytes.
  public static func == (left: UTF8Key, right: UTF8Key) -> Bool {
    left.string.utf8.elementsEqual(right.string.utf8)
  }

  /// In order of the bytes.
  public static func < (left: UTF8Key, right: UTF8Key) -> Bool {
    left.string.utf8.lexicographicallyPrecedes(right.string.utf8)
  }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) {
    var copy = string
    copy.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(0xFF as UInt8)
  }
}
