internal import Archives
import Basics
import Foundation

/// What pandoc's sandbox leaves in a Word document and nobody wants there: the whole of each picture once more, where its file
/// name would stand, and 1970 as the date.
struct WordFile {
  /// The document, a zip archive.
  let data: Data
  /// A folder for the archives on the way.
  let desk: URL
  /// The moment for every date, in seconds since 1970.
  let epoch: Int?

  /// The most bytes of one part.
  private static let longestPart = 512 << 20
  /// The earliest moment of a zip archive.
  private static let earliest = 315_532_800

  /// The document without them; the same bytes for the same document.
  func cleaned() throws -> Data {
    try FileSystem.makeFolder(desk)
    let (source, target) = (desk.appending(path: "word.zip"), desk.appending(path: "cleaned.zip"))
    try FileSystem.writeScratch(data, to: source)
    let reader = try ZipReader(source)
    var writer = try ZipWriter(target, modified: Date(timeIntervalSince1970: TimeInterval(epoch ?? Self.earliest)))
    for entry in reader.entries {
      let part = try reader.read(entry, limit: Self.longestPart)
      switch entry.name {
      case "word/document.xml", "word/footnotes.xml": try writer.add(entry.name, Self.withoutAddresses(part))
      case "docProps/core.xml": try writer.add(entry.name, dated(part))
      default: try writer.add(entry.name, part)
      }
    }
    try writer.finish()
    return try InputFile.data(of: target, limit: Self.longestPart)
  }

  /// Empties attributes that repeat a picture.
  static func withoutAddresses(_ part: [UInt8]) -> [UInt8] {
    let opening = Array("descr=\"data:".utf8)
    var result: [UInt8] = []
    var position = 0
    while let start = part.firstIndex(of: opening, from: position),
      let end = part[(start + opening.count)...].firstIndex(of: UInt8(ascii: "\""))
    {
      result += part[position..<start]
      result += "descr=\"".utf8
      position = end
    }
    return result + part[position...]
  }

  /// The properties with the report's date, or with none.
  private func dated(_ part: [UInt8]) -> [UInt8] {
    let text = String(decoding: part, as: UTF8.self)
    guard let epoch else {
      return Array(
        text.replacing(/<dcterms:(created|modified) [^>]*>[^<]*<\/dcterms:(created|modified)>/, with: "").utf8)
    }
    let date = Date(timeIntervalSince1970: TimeInterval(epoch)).formatted(.iso8601)
    return Array(text.replacing("1970-01-01T00:00:00Z", with: date).utf8)
  }
}
