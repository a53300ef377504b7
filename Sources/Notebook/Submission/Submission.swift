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
///     code/…                 the chapters' source files, and scripts that work their numbers out again
///     …                      the report's own small files that chapters come from
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
  /// - Throws: `FileError` where something is missing, since nobody should hand in half a report, and for a link that leads
  ///   out of the report, since nobody should hand in what is not in it.
  public static func items(of folder: ReportFolder, slugs: [String], formats: [String]) throws -> [Item] {
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
    return sorted(items)
  }

  /// Writes the archive, in one step.
  ///
  /// - Parameters:
  ///   - items: What goes in.
  ///   - file: The archive.
  ///   - modified: The time that every entry carries, so that the same files give the same bytes.
  ///   - cancellation: Ends it when raised.
  /// - Returns: The photos that tell where they were taken, by their names in the report and in the archive: the packed ones
  ///   do not, and those of a kind that is not rewritten are packed as PNG under a name that says so.
  /// - Throws: `FileError` for names that would be one file where upper and lower case are the same, and for a photo that tells
  ///   a place and cannot be read.
  @discardableResult
  public static func write(
    _ items: [Item], to file: URL, modified: Date, cancellation: Cancellation = Cancellation()
  ) throws -> [(name: String, packed: String)] {
    if let (first, second) = PortableName.collision(among: items.map(\.name)) {
      throw FileError(
        path: second,
        problem:
          "differs from \(first) by case or accents alone, and where that is no difference, as on macOS and Windows, "
          + "one would replace the other; rename one of them")
    }
    var zip = try ZipWriter(file, modified: modified)
    var sums = ""
    var changed: [(name: String, packed: String)] = []
    var names = Set(items.map(\.name))
    for item in items {
      // Compressed already: deflating again only costs time.
      let isPacked = ["png", "jpg", "jpeg", "webp", "pdf", "gz"].contains(item.file.pathExtension.lowercased())
      let method: ZipMethod = isPacked ? .stored : .deflated
      let sum: String
      var name = item.name
      if let photo = try photoWithoutPlace(item.file) {
        if let ending = photo.newExtension {
          repeat { name += ".\(ending)" } while !names.insert(name).inserted
        }
        changed.append((item.name, name))
        try zip.add(name, photo.bytes, method: photo.newExtension == nil ? method : .stored)
        sum = SHA256.hex(of: Data(photo.bytes))
      } else {
        try zip.add(item.name, contentsOf: item.file, method: method) { try cancellation.check() }
        sum = try SHA256.hex(ofFile: item.file) { _, _ in try cancellation.check() }
      }
      sums += "\(sum)  \(name)\n"
    }
    try zip.add(manifest, Data(sums.utf8))
    try zip.finish()
    return changed
  }

  /// The largest photo that is looked into: 64 MiB, the most that an answer may show.
  private static let largestPhoto = 64 << 20

  /// The bytes of a photo that tells where it was taken, without that; `nil` for any other file.
  private static func photoWithoutPlace(_ file: URL) throws -> LocationData.Removal? {
    let input = try InputFile(file)
    let head = try input.read(min(512, input.size))
    guard input.size <= largestPhoto, LocationData.isPossible(in: head) else { return nil }
    let bytes = try input.read(input.size)
    do throws(ImageError) {
      return try LocationData.removed(from: bytes, name: file.lastPathComponent)
    } catch .file(_, let problem) {
      throw FileError(file, "tells where it was taken, and the packed copy must not; but it \(problem)")
    }
  }

  /// Items by the bytes of their names.
  public static func sorted(_ items: [Item]) -> [Item] {
    items.sorted { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }
  }

  private static func below(_ folder: URL, as name: String, within enclosure: Enclosure? = nil) throws -> [Item] {
    try FileSystem.files(below: folder, within: enclosure).map {
      Item(name: "\(name)/\($0)", file: folder.appending(path: $0))
    }
  }
}
