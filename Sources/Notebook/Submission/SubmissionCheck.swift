internal import Archives
public import Basics
public import Foundation

/// What an archive is, held against the manifest that it carries.
///
/// Learning platforms and desktops unpack a submission and zip it again: then there are entries for folders, one folder around
/// everything, files that macOS or Windows add, names with their accents taken apart. All that is told and is no fault; a
/// file that is not what it was, that is gone, or that nobody packed is.
public struct SubmissionCheck: Sendable, Equatable {
  /// What is wrong; nothing where every file is what it was.
  public private(set) var findings: [String] = []
  /// What is otherwise than `quire pack` left it, and no fault.
  public private(set) var remarks: [String] = []
  /// The files that are what the manifest says.
  public private(set) var files = 0
  /// Their bytes, unpacked.
  public private(set) var bytes = 0

  /// The folder within the archive that everything lies in, with a stroke behind it; empty where it lies at the root.
  public private(set) var root = ""

  /// The most bytes of a manifest that are read.
  private static let longestManifest = 16 << 20
  /// The most findings that are told.
  private static let mostFindings = 100

  /// Files that hold what none may hold, one line for each.
  public private(set) var told: [String] = []

  /// Goes through an archive, once.
  ///
  /// - Parameter forbidden: What no file may hold.
  /// - Throws: `ArchiveError` where it is no zip file or a hostile one, `CancellationError`.
  public init(
    _ archive: URL, searchingFor forbidden: [ForbiddenTexts] = [], cancellation: Cancellation = Cancellation()
  ) throws {
    let zip = try ZipReader(archive, limits: ZipLimits(entries: 100_000, expandedSize: 16 << 30))
    let entries = withoutAdditions(zip.entries)
    guard let (manifest, root) = Self.manifest(among: entries) else {
      findings = [
        "\(archive.lastPathComponent): holds no \(Submission.manifest), so it is no submission that `quire pack` made"
      ]
      return
    }
    self.root = root
    if !root.isEmpty { remarks.append("everything lies in a folder “\(root.dropLast())”, as after zipping it again") }
    var untold = 0
    var expected = try Self.sums(in: zip.read(manifest, limit: Self.longestManifest), &findings, &untold)
    tellNames(entries)
    for entry in entries where entry.name != manifest.name {
      guard entry.name.utf8.starts(with: root.utf8) else {
        findings.append("\(entry.name): is not in the manifest")
        continue
      }
      let name = String(entry.name.dropFirst(root.count))
      guard let sum = expected.take(name) else {
        findings.append("\(name): is not in the manifest")
        continue
      }
      var found = SHA256()
      var searches = forbidden.map { ForbiddenTexts.Search($0, in: entry.name) }
      try zip.forEachPiece(of: entry) { piece in
        try cancellation.check()
        found.update(piece)
        for index in searches.indices { searches[index].take(piece) }
      }
      told += searches.compactMap(\.finding).map { "\(name): \($0)" }
      if found.finalizeHex() == sum {
        files += 1
        bytes += Int(clamping: entry.size)
      } else {
        findings.append("\(name): was changed after it was packed")
      }
    }
    if expected.tookCanonically { remarks.append("accents in names are written otherwise, as macOS does") }
    findings += expected.left.map { "\($0): is missing" }
    untold += max(0, findings.count - Self.mostFindings)
    findings = findings.prefix(Self.mostFindings) + (untold > 0 ? ["… and \(untold) more findings"] : [])
  }

  /// Takes out what no submission holds and what platforms put in, and tells of it.
  private mutating func withoutAdditions(_ entries: [ZipEntry]) -> [ZipEntry] {
    let folders = entries.count(where: \.isDirectory)
    let kept = entries.filter { !$0.isDirectory && !Self.isAddition($0.name) }
    let added = entries.count - folders - kept.count
    if folders > 0 { remarks.append("has \(folders) \(folders == 1 ? "entry" : "entries") for folders") }
    if added > 0 {
      remarks.append(
        "has \(added) \(added == 1 ? "file" : "files") that macOS or Windows \(added == 1 ? "adds" : "add")")
    }
    return kept
  }

  /// Whether a desktop puts a file of this name beside others.
  private static func isAddition(_ name: String) -> Bool {
    let steps = name.split(separator: "/")
    return steps.dropLast().contains("__MACOSX")
      || [".DS_Store", "Thumbs.db", "desktop.ini"].contains(steps.last.map(String.init) ?? "")
  }

  /// The manifest, and the folder that it lies in with a stroke behind it; the one at the root where there are several.
  private static func manifest(among entries: [ZipEntry]) -> (ZipEntry, root: String)? {
    let found = entries.filter { $0.name == Submission.manifest || $0.name.hasSuffix("/" + Submission.manifest) }
    guard let entry = found.min(by: { $0.name.utf8.count < $1.name.utf8.count }) else { return nil }
    return (entry, String(entry.name.dropLast(Submission.manifest.count)))
  }

  /// Tells of names that mislead whoever unpacks the archive.
  private mutating func tellNames(_ entries: [ZipEntry]) {
    if let (first, second) = PortableName.collision(among: entries.map(\.name)) {
      findings.append("\(second): differs from \(first) by case or accents alone; unpacked, one may replace the other")
    }
    for entry in entries {
      if entry.isLink { findings.append("\(entry.name): is a link, which `quire pack` never packs; do not unpack it") }
      if TerminalText.turnsDirection(entry.name) {
        findings.append(
          "\(entry.name): has signs in its name that turn the direction of writing: it shows another name")
      }
    }
  }

  /// The sums of a manifest, each to be taken once.
  private struct Sums {
    /// By the bytes of the name.
    private var exact: [[UInt8]: String] = [:]
    /// The names by their composed form.
    private var composed: [[UInt8]: [UInt8]] = [:]
    /// Whether a name was found by its composed form alone.
    private(set) var tookCanonically = false

    mutating func add(_ name: some StringProtocol, _ sum: String) {
      let key = Array(name.utf8)
      exact[key] = sum
      composed[Self.composed(String(name))] = key
    }

    mutating func take(_ name: String) -> String? {
      if let sum = exact.removeValue(forKey: Array(name.utf8)) { return sum }
      guard let key = composed[Self.composed(name)], let sum = exact.removeValue(forKey: key) else { return nil }
      tookCanonically = true
      return sum
    }

    /// The names that nobody took.
    var left: [String] { exact.keys.map { String(decoding: $0, as: UTF8.self) }.sorted() }

    private static func composed(_ name: String) -> [UInt8] { Array(name.precomposedStringWithCanonicalMapping.utf8) }
  }

  private static func sums(in bytes: [UInt8], _ findings: inout [String], _ untold: inout Int) throws -> Sums {
    var sums = Sums()
    for (index, line) in String(decoding: bytes, as: UTF8.self).split(separator: "\n").enumerated() {
      if line.utf8.count > 66, line.dropFirst(64).hasPrefix("  ") {
        sums.add(line.dropFirst(66), String(line.prefix(64)))
      } else if findings.count < mostFindings {
        findings.append("\(Submission.manifest):\(index + 1): is no line of `sum  name`")
      } else {
        // A manifest may be millions of such lines.
        untold += 1
      }
    }
    return sums
  }
}
