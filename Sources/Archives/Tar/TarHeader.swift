/// The 512 bytes before each entry of a tar archive: POSIX.1-2017 ustar and pax, GNU's, and those from before there was a standard.
struct TarHeader {
  /// How many bytes a header has.
  static let length = 512

  private let bytes: [UInt8]

  /// - Parameter bytes: `length` bytes.
  /// - Returns: nil where the sum of the bytes is not the one that they hold, or the size is no number.
  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    let sum = bytes.enumerated().reduce(0) { $0 + (148..<156 ~= $1.offset ? 32 : Int($1.element)) }
    guard bytes.count == Self.length, let expected = Self.octal(bytes[148..<156]), expected == sum,
      Self.octal(bytes[124..<136]) != nil
    else { return nil }
  }

  /// Which kind of entry follows.
  var kind: UInt8 { bytes[156] }

  /// How many bytes the entry has, unless a note before it says otherwise.
  var size: UInt64 { Self.octal(bytes[124..<136]) ?? 0 }

  /// Whether a file follows, rather than a folder, a link or a device.
  var isFile: Bool { kind == 0 || kind == UInt8(ascii: "0") || kind == UInt8(ascii: "7") }

  /// Whether the entry only says something of those behind it: GNU's long names, pax records.
  var isNote: Bool { [UInt8(ascii: "L"), UInt8(ascii: "K"), UInt8(ascii: "x"), UInt8(ascii: "g")].contains(kind) }

  /// The name, unless a note before it says another.
  var name: String {
    func text(_ field: Range<Int>) -> String { String(decoding: bytes[field].prefix { $0 != 0 }, as: UTF8.self) }
    let isPOSIX = bytes[257..<263].elementsEqual("ustar\0".utf8)
    let prefix = isPOSIX ? text(345..<500) : ""
    return prefix.isEmpty ? text(0..<100) : prefix + "/" + text(0..<100)
  }

  /// An octal number with blanks and NULs around it, or GNU's binary form of large ones.
  private static func octal(_ field: ArraySlice<UInt8>) -> UInt64? {
    if field.first == 0x80 { return field.dropFirst().suffix(8).reduce(0) { $0 << 8 | UInt64($1) } }
    let digits = field.filter { $0 != 0 && $0 != 32 }
    return UInt64(String(decoding: digits, as: UTF8.self), radix: 8)
  }

  /// The records `length key=value` of a pax header.
  static func records(_ bytes: [UInt8]) -> [(key: String, value: String)] {
    var records: [(String, String)] = []
    var rest = bytes[...]
    while let blank = rest.firstIndex(of: 32), let length = Int(String(decoding: rest[..<blank], as: UTF8.self)),
      length > blank - rest.startIndex, length <= rest.count
    {
      let record = rest.prefix(length).dropFirst(blank - rest.startIndex + 1).dropLast()
      if let sign = record.firstIndex(of: UInt8(ascii: "=")) {
        records.append(
          (String(decoding: record[..<sign], as: UTF8.self), String(decoding: record[(sign + 1)...], as: UTF8.self)))
      }
      rest = rest.dropFirst(length)
    }
    return records
  }
}
