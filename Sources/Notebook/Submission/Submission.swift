internal import Archives
public import Foundation

/// A report packed for hand-in: one zip file with the outputs, what they were made from, and the sum of every file.
///
///     report.md, report.html, report.pdf
///     chapters/<slug>/…      chapter.md, results.json, figures, attachments
///     media/…                the answers' own pictures
///     answers/…, report.yml  what the author wrote
///     sources/…              the chapters' source files
///     MANIFEST.sha256        `sha256sum -c MANIFEST.sha256` checks every other file
public enum Submission {
  /// The entry that lists the sums.
  public static let manifest = "MANIFEST.sha256"

  /// One file of a submission: its name in the archive, and where it lies.
  public struct Item: Sendable, Equatable {
    /// The name in the archive.
    public let name: String
    /// The file.
    public let file: URL

    /// A file of a submission.
    public init(name: String, file: URL) {
      self.name = name
      self.file = file
    }
  }

  /// Everything of a report that is handed in, sorted by name.
  ///
  /// - Parameters:
  ///   - folder: The report.
  ///   - slugs: Its chapters.
  ///   - formats: The stitched formats that must be there.
  ///   - sources: Folders of source files, by the name that they get below `sources/`.
  /// - Throws: `NotebookError.file` where something is missing: nobody should hand in half a report.
  public static func items(
    of folder: ReportFolder, slugs: [String], formats: [String], sources: [(name: String, folder: URL)]
  ) throws -> [Item] {
    var items: [Item] = []
    for format in formats {
      let report = folder.report(format)
      guard FileSystem.exists(report) else {
        throw NotebookError.file(path: FileSystem.shown(report), problem: "is not there; run `quire render` first")
      }
      items.append(Item(name: report.lastPathComponent, file: report))
    }
    for slug in slugs {
      items += try below(folder.chapter(slug), as: "chapters/\(slug)").filter {
        !$0.name.hasSuffix("/\(OutputDigest.seal)")
      }
    }
    // Pictures of the answers, as report.md shows them.
    if FileSystem.exists(folder.media) { items += try below(folder.media, as: "media") }
    if FileSystem.exists(folder.answers) { items += try below(folder.answers, as: "answers") }
    items.append(Item(name: "report.yml", file: folder.settings))
    for source in sources { items += try below(source.folder, as: "sources/\(source.name)") }
    return items.sorted { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }
  }

  /// Writes the archive, in one step.
  ///
  /// - Parameters:
  ///   - items: What goes in.
  ///   - file: The archive.
  ///   - modified: The time that every entry carries, so that the same files give the same bytes.
  public static func write(_ items: [Item], to file: URL, modified: Date) throws {
    var zip = try ZipWriter(file, modified: modified)
    var sums = ""
    for item in items {
      // Compressed already: deflating again only costs time.
      let isPacked = ["png", "jpg", "jpeg", "pdf", "gz"].contains(item.file.pathExtension.lowercased())
      try zip.add(item.name, contentsOf: item.file, method: isPacked ? .stored : .deflated)
      sums += "\(try SHA256.hex(ofFile: item.file))  \(item.name)\n"
    }
    try zip.add(manifest, Data(sums.utf8))
    try zip.finish()
  }

  /// What is wrong with an archive, by its own manifest; nothing where every file is what it was.
  ///
  /// - Throws: `ArchiveError` where it is no zip file or a hostile one.
  public static func findings(in archive: URL) throws -> [String] {
    let zip = try ZipReader(archive)
    guard let entry = zip[manifest] else {
      return ["\(archive.lastPathComponent): holds no \(manifest), so it is no submission that `quire pack` made"]
    }
    let lines = String(decoding: try zip.read(entry), as: UTF8.self).split(separator: "\n")
    var expected: [[UInt8]: String] = [:]
    var findings: [String] = []
    for (index, line) in lines.enumerated() {
      guard line.utf8.count > 66, line.dropFirst(64).hasPrefix("  ") else {
        findings.append("\(manifest):\(index + 1): is no line of `sum  name`")
        continue
      }
      expected[Array(line.dropFirst(66).utf8)] = String(line.prefix(64))
    }
    for entry in zip.entries where entry.name != manifest {
      guard let sum = expected.removeValue(forKey: Array(entry.name.utf8)) else {
        findings.append("\(entry.name): is not in the manifest")
        continue
      }
      var found = SHA256()
      try zip.forEachPiece(of: entry) { found.update($0) }
      if found.finalizeHex() != sum { findings.append("\(entry.name): was changed after it was packed") }
    }
    findings += expected.keys.map { String(decoding: $0, as: UTF8.self) }.sorted().map { "\($0): is missing" }
    return findings
  }

  private static func below(_ folder: URL, as name: String) throws -> [Item] {
    try FileSystem.files(below: folder).map { Item(name: "\(name)/\($0)", file: folder.appending(path: $0)) }
  }
}
