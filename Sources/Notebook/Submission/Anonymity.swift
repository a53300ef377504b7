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

  /// What is looked for, in names of files as well.
  ///
  /// What is packed within a file, as the streams of a PDF, is made from texts that the archive also holds.
  public var texts: ForbiddenTexts {
    ForbiddenTexts(words, isCaseless: true, searchesNames: true) {
      "tells of “\($0)”, and the report is to be anonymous"
    }
  }
}
