import Basics
import Foundation
import Notebook
import Rendering

/// What one file of a report was stitched of: by it anybody can tell later whether a rendering would give another.
///
/// What chapters come from is their own seals' matter; here a chapter is the digest of what it wrote.
struct StitchRecord: Codable, Equatable {
  /// The sum of the file that was made.
  var made: String
  /// What the settings say of the report as a whole, by name.
  var settings: [String: String]
  /// The sums of the texts and pictures that it is stitched of, by path from the report's folder.
  var files: [String: String]
  /// The digest of each chapter's output; empty for one that has none.
  var chapters: [String: String]
  /// The sum over Quire's own templates, with its version.
  var tool: String
  /// Why some of the files could not be read, where that is so.
  var problem: String?

  /// Where the records of a report's formats are, below its output.
  static let path = "state/stitched.json"

  /// The records that were kept, by the name of the format; none where they cannot be read.
  static func all(in folder: ReportFolder) -> [String: StitchRecord] {
    let place = folder.output.appending(path: path)
    guard FileKind(of: place) == .file else { return [:] }
    return (try? CanonicalJSON.decode([String: StitchRecord].self, from: place)) ?? [:]
  }

  /// What a report would be stitched of now; what was made is left open.
  init(of bench: Workbench) throws {
    made = ""
    settings = Self.settings(of: bench)
    files = [:]
    let folder = bench.folder
    do {
      var names: [String] = []
      if FileKind(of: folder.answers) != nil {
        try folder.enclosure.check(folder.answers)
        names = try FileSystem.files(below: folder.answers, within: folder.enclosure).map { "answers/\($0)" }
      }
      names += ["references.json", "references.bib", bench.settings.style].filter { !$0.isEmpty }
      for name in names {
        let file = folder.root.appending(path: name)
        guard FileKind(of: file, followingLinks: true) == .file else { continue }
        try folder.enclosure.check(file)
        files[name] = try Self.sum(of: file)
      }
    } catch let error as FileError {
      // Rendering refuses it; a list goes on.
      problem = "\(error)"
    }
    chapters = Dictionary(
      uniqueKeysWithValues: bench.chapters.map { chapter in
        let seal = try? CanonicalJSON.decode(ChapterSeal.self, from: folder.seal(chapter.slug))
        let hasFailed = FileSystem.exists(folder.failure(chapter.slug))
        return (chapter.slug, hasFailed ? "failed" : seal?.outputDigest ?? "")
      })
    tool = try Self.sum(ofTemplatesIn: bench.home)
  }

  /// Why a rendering would give another file than this one, a reason each.
  func changes(to now: StitchRecord) -> [String] {
    var reasons: [String] = []
    for name in Set(settings.keys).union(now.settings.keys).sorted() where settings[name] != now.settings[name] {
      reasons.append("\(name) was \(Self.shown(settings[name])) and is \(Self.shown(now.settings[name]))")
    }
    for name in Set(files.keys).union(now.files.keys).sorted()
    where files[name] != now.files[name] && name != Self.reviewed {
      let change = files[name] == nil ? "is new" : now.files[name] == nil ? "is gone" : "was edited"
      reasons.append("\(name) \(change)")
    }
    for name in Set(chapters.keys).intersection(now.chapters.keys).sorted() where chapters[name] != now.chapters[name] {
      reasons.append("\(name) has run since")
    }
    if let problem = now.problem { reasons.append(problem) }
    if tool != now.tool { reasons.append("Quire or one of its templates is another") }
    // Every rendering notes what answers rest on; by itself it says that they were read again.
    if reasons.isEmpty, files[Self.reviewed] != now.files[Self.reviewed] { reasons.append("answers were read again") }
    return reasons
  }

  /// What answers rested on when they were last read.
  private static let reviewed = "answers/reviewed.json"

  /// Settings that change nothing in a file that was asked for.
  private static let without = ["outputs", "threads", "seed"]

  private static func settings(of bench: Workbench) -> [String: String] {
    var values: [String: String] = [:]
    for setting in bench.described
    where !without.contains(setting.name) && !setting.name.hasPrefix("submission.") {
      values[setting.name] = setting.present ?? setting.standard
    }
    values["authors"] = nil
    values["author"] = bench.settings.authors.map {
      [$0.name, $0.identifier].filter { !$0.isEmpty }.joined(separator: ", ")
    }
    .joined(separator: "; ")
    if let date = bench.environment.sourceDate, bench.settings.date.isEmpty {
      values["SOURCE_DATE_EPOCH"] = "\(Int(date.timeIntervalSince1970))"
    }
    return values
  }

  /// The sum of a file; of one that no report shows, its size stands for it.
  private static func sum(of file: URL) throws -> String {
    let attributes = try? FileManager.default.attributesOfItem(atPath: file.path(percentEncoded: false))
    if let size = (attributes?[.size] as? NSNumber)?.intValue, size > largest { return "\(size) bytes" }
    return try SHA256.hex(ofFile: file)
  }

  /// The most bytes that a file of an answer may have: 64 MiB.
  private static let largest = 64 << 20

  private static func shown(_ value: String?) -> String {
    guard let value, !value.isEmpty else { return "not said" }
    let text =
      value.first == "\"" && value.last == "\"" && value.count > 1 ? String(value.dropFirst().dropLast()) : value
    return "“\(text.count > 60 ? text.prefix(59) + "…" : text[...])”"
  }

  private static func sum(ofTemplatesIn home: URL) throws -> String {
    let templates = home.appending(path: "templates")
    var sum = SHA256()
    sum.update("\(Version.current)\n")
    // What the submission carries to work numbers out again, and what a new chapter begins with and the
    // frame of previews, are no part of a page.
    let others = ["check/", "chapter/", "preview/"]
    let names = FileKind(of: templates, followingLinks: true) == .folder ? try FileSystem.files(below: templates) : []
    for name in names where !others.contains(where: name.hasPrefix) {
      sum.update("\(name)\0\(try SHA256.hex(ofFile: templates.appending(path: name)))\n")
    }
    let references = home.appending(path: "assets/references.json")
    if FileKind(of: references) == .file { sum.update(try SHA256.hex(ofFile: references)) }
    return sum.finalizeHex()
  }
}

extension StitchRecord {
  /// Keeps what the formats were made of that a rendering gave; where it cannot be kept, a list does not know.
  ///
  /// - Parameter record: What there was before the rendering read it: what is edited meanwhile counts as newer.
  static func write(
    _ record: StitchRecord?, of bench: Workbench, _ formats: [ReportFormat], into output: OutputFolder
  ) throws {
    try output.claim([path])
    var records = all(in: bench.folder)
    guard var record else { return }
    // The rendering itself noted what answers rest on.
    let reviewed = bench.folder.root.appending(path: Self.reviewed)
    record.files[Self.reviewed] = FileKind(of: reviewed) == .file ? try? sum(of: reviewed) : nil
    for format in formats {
      guard let sum = try? SHA256.hex(ofFile: bench.folder.report(format.ending)) else { continue }
      record.made = sum
      records[format.name] = record
    }
    guard let data = try? CanonicalJSON.encode(records) else { return }
    try? AtomicFile.prepare(data, for: bench.folder.output.appending(path: path))?.commit()
  }
}
