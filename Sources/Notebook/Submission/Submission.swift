internal import Archives
public import Basics
public import Foundation
internal import Images

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
  /// - Throws: `FileError` where something is missing, since nobody should hand in half a report, and for a link that leads
  ///   out of the report, since nobody should hand in what is not in it.
  public static func items(
    of folder: ReportFolder, slugs: [String], formats: [String], sources: [(name: String, folder: URL)]
  ) throws -> [Item] {
    var items: [Item] = []
    for format in formats {
      let report = folder.report(format)
      guard FileKind(of: report) == .file else {
        throw FileError(report, "is not there; run `quire render` first")
      }
      items.append(Item(name: report.lastPathComponent, file: report))
    }
    for slug in slugs {
      items += try below(folder.chapter(slug), as: "chapters/\(slug)").filter {
        !$0.name.hasSuffix("/\(OutputDigest.seal)") && !FigureFiles.isForPageAlone($0.name)
      }
    }
    // Pictures of the answers, as report.md shows them.
    if FileKind(of: folder.media) != nil { items += try below(folder.media, as: "media") }
    let enclosure = folder.enclosure
    if FileKind(of: folder.answers) != nil {
      try enclosure.check(folder.answers)
      items += try below(folder.answers, as: "answers", within: enclosure)
    }
    try enclosure.check(folder.settings)
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
  ///   - cancellation: Ends it when raised.
  /// - Returns: The names of the photos that tell where they were taken: the packed ones do not.
  /// - Throws: `FileError` for names that would be one file where upper and lower case are the same.
  @discardableResult
  public static func write(
    _ items: [Item], to file: URL, modified: Date, cancellation: Cancellation = Cancellation()
  ) throws -> [String] {
    if let (first, second) = PortableName.collision(among: items.map(\.name)) {
      throw FileError(
        path: second,
        problem:
          "differs from \(first) by case or accents alone, and where that is no difference, as on macOS and Windows, "
          + "one would replace the other; rename one of them")
    }
    var zip = try ZipWriter(file, modified: modified)
    var sums = ""
    var changed: [String] = []
    for item in items {
      // Compressed already: deflating again only costs time.
      let isPacked = ["png", "jpg", "jpeg", "webp", "pdf", "gz"].contains(item.file.pathExtension.lowercased())
      let method: ZipMethod = isPacked ? .stored : .deflated
      let sum: String
      if let photo = try photoWithoutPlace(item.file) {
        changed.append(item.name)
        try zip.add(item.name, photo, method: method)
        sum = SHA256.hex(of: Data(photo))
      } else {
        try zip.add(item.name, contentsOf: item.file, method: method) { try cancellation.check() }
        sum = try SHA256.hex(ofFile: item.file) { _, _ in try cancellation.check() }
      }
      sums += "\(sum)  \(item.name)\n"
    }
    try zip.add(manifest, Data(sums.utf8))
    try zip.finish()
    return changed
  }

  /// The largest photo that is looked into: 64 MiB, the most that an answer may show.
  private static let largestPhoto = 64 << 20

  /// The bytes of a photo that tells where it was taken, without that; `nil` for any other file.
  private static func photoWithoutPlace(_ file: URL) throws -> [UInt8]? {
    let input = try InputFile(file)
    guard input.size <= largestPhoto, LocationData.isPossible(in: try input.read(12)) else { return nil }
    return LocationData.removed(from: try input.read(input.size))
  }

  /// The most bytes of a manifest that are read.
  private static let largestManifest = 16 << 20
  /// The most findings that are told.
  private static let mostFindings = 100

  /// What is wrong with an archive, by its own manifest; nothing where every file is what it was.
  ///
  /// - Throws: `ArchiveError` where it is no zip file or a hostile one, `CancellationError`.
  public static func findings(in archive: URL, cancellation: Cancellation = Cancellation()) throws -> [String] {
    let zip = try ZipReader(archive, limits: ZipLimits(entries: 100_000, expandedSize: 16 << 30))
    guard let entry = zip[manifest] else {
      return ["\(archive.lastPathComponent): holds no \(manifest), so it is no submission that `quire pack` made"]
    }
    let lines = String(decoding: try zip.read(entry, limit: largestManifest), as: UTF8.self).split(separator: "\n")
    var expected: [[UInt8]: String] = [:]
    var findings: [String] = []
    var untold = 0
    for (index, line) in lines.enumerated() {
      guard line.utf8.count > 66, line.dropFirst(64).hasPrefix("  ") else {
        // A manifest may be millions of such lines.
        if findings.count < mostFindings {
          findings.append("\(manifest):\(index + 1): is no line of `sum  name`")
        } else {
          untold += 1
        }
        continue
      }
      expected[Array(line.dropFirst(66).utf8)] = String(line.prefix(64))
    }
    if let (first, second) = PortableName.collision(among: zip.entries.map(\.name)) {
      findings.append("\(second): differs from \(first) by case or accents alone; unpacked, one may replace the other")
    }
    for entry in zip.entries {
      if entry.isLink { findings.append("\(entry.name): is a link, which `quire pack` never packs; do not unpack it") }
      if TerminalText.turnsDirection(entry.name) {
        findings.append(
          "\(entry.name): has signs in its name that turn the direction of writing: it shows another name")
      }
    }
    for entry in zip.entries where entry.name != manifest {
      guard let sum = expected.removeValue(forKey: Array(entry.name.utf8)) else {
        findings.append("\(entry.name): is not in the manifest")
        continue
      }
      var found = SHA256()
      try zip.forEachPiece(of: entry) {
        try cancellation.check()
        found.update($0)
      }
      if found.finalizeHex() != sum { findings.append("\(entry.name): was changed after it was packed") }
    }
    findings += expected.keys.map { String(decoding: $0, as: UTF8.self) }.sorted().map { "\($0): is missing" }
    untold += max(0, findings.count - mostFindings)
    return findings.prefix(mostFindings) + (untold > 0 ? ["… and \(untold) more findings"] : [])
  }

  private static func below(_ folder: URL, as name: String, within enclosure: Enclosure? = nil) throws -> [Item] {
    try FileSystem.files(below: folder, within: enclosure).map {
      Item(name: "\(name)/\($0)", file: folder.appending(path: $0))
    }
  }
}
