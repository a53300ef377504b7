internal import Foundation

/// How an entry's bytes are kept in a zip file.
public enum ZipMethod: UInt16, Sendable {
  /// As they are.
  case stored = 0
  /// Deflated (RFC 1951).
  case deflated = 8
}

/// The numbers of PKWARE's APPNOTE 6.3.10 that writer and reader share.
enum ZipFormat {
  static let localSignature: UInt32 = 0x0403_4b50
  static let centralSignature: UInt32 = 0x0201_4b50
  static let endSignature: UInt32 = 0x0605_4b50
  static let end64Signature: UInt32 = 0x0606_4b50
  static let locator64Signature: UInt32 = 0x0706_4b50
  static let localLength = 30
  static let centralLength = 46
  static let endLength = 22
  static let end64Length = 56
  static let locator64Length = 20
  static let zip64Tag: UInt16 = 1
  /// The system that made an entry, as the upper byte of its version says.
  static let unix: UInt8 = 3
  static let encryptedFlags: UInt16 = 1 | 1 << 6 | 1 << 13
  /// That the content is what changes one file into another, by a method that only PKWARE's programs have.
  static let patchFlag: UInt16 = 1 << 5
  static let utf8Flag: UInt16 = 1 << 11
}

extension ZipFormat {
  /// What is wrong with `name` as the name of an entry, or nil.
  ///
  /// Names that leave the folder of extraction, or mean different things on different systems, are wrong.
  static func fault(ofName name: String) -> String? {
    let bytes = Array(name.utf8)
    if bytes.isEmpty { return "it is empty" }
    if bytes.count > 0xFFFF { return "it is longer than 65,535 bytes" }
    if bytes.contains(0) { return "it contains a NUL" }
    if bytes.contains(UInt8(ascii: "\\")) { return "it contains a backslash" }
    if bytes[0] == UInt8(ascii: "/") { return "it is absolute" }
    if bytes.count > 1, bytes[1] == UInt8(ascii: ":") { return "it starts with a drive letter" }
    let parts = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    if parts.contains(where: { $0.elementsEqual("..".utf8) }) { return "it climbs out of its folder by \"..\"" }
    if parts.contains(where: { $0.elementsEqual(".".utf8) }) || parts.dropLast().contains(where: \.isEmpty) {
      return "it has an empty or \".\" part"
    }
    return nil
  }

  /// MS-DOS time and date of a moment in UTC: two-second steps, from 1980 to 2107, moments outside moved to the edge.
  static func dosTime(_ moment: Date) -> (time: UInt16, date: UInt16) {
    let earliest = 315_532_800.0  // 1980-01-01 00:00:00
    let latest = 4_354_819_198.0  // 2107-12-31 23:59:58
    var seconds = time_t(min(max(moment.timeIntervalSince1970, earliest), latest))
    var parts = tm()
    gmtime_r(&seconds, &parts)
    return (
      UInt16(parts.tm_hour << 11 | parts.tm_min << 5 | parts.tm_sec / 2),
      UInt16((parts.tm_year - 80) << 9 | (parts.tm_mon + 1) << 5 | parts.tm_mday)
    )
  }
}
