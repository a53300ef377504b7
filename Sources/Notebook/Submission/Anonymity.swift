internal import Archives
internal import Basics
public import Foundation

/// What an anonymous submission may not hold: the names and the identifiers of its authors.
public struct Anonymity: Sendable {
  private let words: [(text: String, bytes: [UInt8])]

  /// - Parameter authors: Those who are not to be told. A name or an identifier of fewer than three characters would be found
  ///   everywhere and is not looked for.
  public init(_ authors: [ReportSettings.Author]) {
    words = authors.flatMap { [$0.name, $0.identifier] }.filter { $0.count >= 3 }
      .map { ($0, Array($0.lowercased().utf8)) }
  }

  /// Settings without the keys that name the authors, for the archive.
  public static func redacted(_ settings: String) -> String {
    var lines: [Substring] = []
    var isLeftOut = false
    for line in settings.split(separator: "\n", omittingEmptySubsequences: false) {
      let isTop = line.first.map { !$0.isWhitespace && $0 != "#" && $0 != "-" } ?? false
      if isTop { isLeftOut = line.prefixMatch(of: /["']?authors?["']?\s*:/) != nil }
      if !isLeftOut { lines.append(line) }
    }
    return lines.joined(separator: "\n")
  }

  /// Files of an archive whose names or bytes tell of an author, one finding for each.
  ///
  /// What is packed within a file, as the streams of a PDF, is made from texts that the archive also holds.
  public func findings(in archive: URL) throws -> [String] {
    guard let longest = words.map(\.bytes.count).max() else { return [] }
    let zip = try ZipReader(archive)
    var findings: [String] = []
    for entry in zip.entries where !entry.isDirectory && entry.name != Submission.manifest {
      var found = word(in: Array(entry.name.lowercased().utf8))
      var tail: [UInt8] = []
      try zip.forEachPiece(of: entry) { piece in
        guard found == nil else { return }
        // ASCII alone changes its case here; other letters stand as they are written.
        let bytes = tail + piece.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
        found = word(in: bytes)
        tail = Array(bytes.suffix(longest - 1))
      }
      if let found { findings.append("\(entry.name): tells of “\(found)”, and the report is to be anonymous") }
    }
    return findings
  }

  private func word(in bytes: [UInt8]) -> String? { words.first { bytes.contains(bytes: $0.bytes) }?.text }
}
