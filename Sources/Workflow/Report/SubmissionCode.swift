import Basics
import Foundation
import Notebook
import Rendering

/// The part of a submission that lets others follow and repeat it: `code/`, and the small files of the report that chapters come from.
///
///     code/README.md             how the scripts are run
///     code/checking.py           what they have in common
///     code/<slug>/…              the chapter as it was run, in Swift
///     code/<slug>/check.py       works the chapter's numbers out again with other tools
///     code/<slug>/check.json     the settings of the run, and what the answers quote
///     code/shared/…              what chapters have in common
struct SubmissionCode {
  let bench: Workbench
  /// What each answer quotes, by chapter and question.
  let quotes: [String: [String: String]]

  /// The most bytes of a file that chapters come from.
  private static let largestInput = 1 << 20

  /// What the sum of an input begins with among what a chapter came from.
  private static let inputMark = "input "

  /// What a script is told of its chapter.
  private struct Check: Encodable {
    /// A value that an answer quotes.
    struct Quoted: Encodable {
      /// Chapter and question.
      var answer: String
      /// What stands between the braces.
      var quote: String
      /// The value as the answer shows it.
      var shown: String
    }

    var chapter: String
    /// Every setting of the run with its value, defaults included.
    var settings: [String: String]
    /// The files of the archive that the chapter comes from, by the name that the settings give them.
    var files: [String: [String]]
    /// The sums of the data sets and models that the run had, by their names.
    var sums: [String: String]
    var quoted: [Quoted]
  }

  /// The files, under the names that they have in the archive.
  ///
  /// - Parameter place: A folder for those that have to be made.
  func items(in place: URL) throws -> [Submission.Item] {
    let templates = Self.templates(bench.home)
    var items = try Self.scripts(in: templates, [""] + bench.chapters.map(\.slug))
    items += try sources()
    var inputs: [String: URL] = [:]
    for chapter in bench.chapters {
      let files = inputsOfReport(chapter)
      inputs.merge(files.values.joined()) { first, _ in first }
      let check = place.appending(path: "check-\(chapter.slug).json")
      try AtomicFile.write(CanonicalJSON.encode(description(of: chapter, files.mapValues { $0.map(\.0) })), to: check)
      items.append(Submission.Item(name: "code/\(chapter.slug)/check.json", file: check))
    }
    let taken = Set(["report.yml", Submission.manifest, "answers", "chapters", "code", "media", "output"])
    return items
      + inputs.filter { !taken.contains(String($0.key.prefix { $0 != "/" })) }
      .map { Submission.Item(name: $0.key, file: $0.value) }
  }

  /// Whether a chapter's code goes with a submission.
  static func finding(_ chapter: PreparedChapter, _ home: URL) -> Demand.Finding {
    let folder = home.appending(path: "Sources/Chapters/\(chapter.type)")
    guard let files = try? FileSystem.files(below: folder), !files.isEmpty else {
      return Demand.Finding(false, "this program lies apart from its source files")
    }
    let hasScript = FileSystem.exists(templates(home).appending(path: "\(chapter.slug)/check.py"))
    return Demand.Finding(
      true, "\(files.count) source files\(hasScript ? ", check.py" : "") in code/\(chapter.slug)/ of the archive")
  }

  /// Where the scripts come from.
  static func templates(_ home: URL) -> URL { home.appending(path: "templates/check") }

  /// The scripts that go with some chapters, under the names that they have in an archive.
  ///
  /// - Parameter folders: Chapters, and `""` for what all have in common.
  static func scripts(in templates: URL, _ folders: [String]) throws -> [Submission.Item] {
    folders.flatMap { folder -> [Submission.Item] in
      let place = folder.isEmpty ? templates : templates.appending(path: folder)
      return FileSystem.names(in: place).filter {
        !$0.hasPrefix(".") && FileKind(of: place.appending(path: $0)) == .file
      }.map { name in
        Submission.Item(
          name: (["code", folder, name].filter { !$0.isEmpty }).joined(separator: "/"),
          file: place.appending(path: name))
      }
    }
  }

  private func description(of chapter: PreparedChapter, _ files: [String: [String]]) -> Check {
    let quoted = quotes.filter { $0.key.hasPrefix(chapter.slug + "/") }.sorted { $0.key < $1.key }.flatMap {
      answer, values in
      values.sorted { $0.key < $1.key }.filter { !$0.key.hasPrefix("if ") }.map {
        Check.Quoted(answer: answer, quote: $0.key, shown: $0.value)
      }
    }
    var settings = chapter.settings.merging(resolvedSettings(of: chapter)) { $1 }
    settings["seed"] = "\(bench.settings.seed)"
    let seal = try? CanonicalJSON.decode(ChapterSeal.self, from: bench.folder.seal(chapter.slug))
    let sums = (seal?.inputs ?? [:]).filter { $0.key.hasPrefix(Self.inputMark) }.map {
      (String($0.key.dropFirst(Self.inputMark.count)), $0.value)
    }
    return Check(
      chapter: chapter.slug, settings: settings, files: files,
      sums: Dictionary(sums) { first, _ in first }, quoted: quoted)
  }

  /// Settings for which a chapter chose the value, as `model: auto`: its results say which, below `resolved`.
  private func resolvedSettings(of chapter: PreparedChapter) -> [String: String] {
    struct Resolved: Decodable { var resolved: [String: String]? }
    let results = try? CanonicalJSON.decode(Resolved.self, from: bench.folder.results(chapter.slug))
    return results?.resolved ?? [:]
  }

  /// The chapters' source files, where this program lies in its project.
  private func sources() throws -> [Submission.Item] {
    let root = bench.home.appending(path: "Sources/Chapters")
    guard FileSystem.exists(root) else { return [] }
    let shared = FileSystem.names(in: root).filter { $0.hasSuffix(".swift") }.map {
      Submission.Item(name: "code/shared/\($0)", file: root.appending(path: $0))
    }
    return try shared
      + bench.chapters.flatMap { chapter -> [Submission.Item] in
        let folder = root.appending(path: chapter.type)
        guard FileSystem.exists(folder) else { return [] }
        return try FileSystem.files(below: folder).map {
          Submission.Item(name: "code/\(chapter.slug)/\($0)", file: folder.appending(path: $0))
        }
      }
  }

  /// The small files of the report's own folder that a chapter comes from, by the name of the input: each with its path from there.
  private func inputsOfReport(_ chapter: PreparedChapter) -> [String: [(String, URL)]] {
    let root = bench.folder.root.path(percentEncoded: false)
    let folder = root.hasSuffix("/") ? root : root + "/"
    var found: [String: [(String, URL)]] = [:]
    for input in chapter.inputs {
      guard let located = try? bench.locator.find(input) else { continue }
      let files = located.files.sorted { $0.key < $1.key }.compactMap { _, file -> (String, URL)? in
        let path = file.standardizedFileURL.path(percentEncoded: false)
        guard path.hasPrefix(folder), let size = try? InputFile(file).size, size <= Self.largestInput else {
          return nil
        }
        return (String(path.dropFirst(folder.count)), file)
      }
      if !files.isEmpty { found[input] = files }
    }
    return found
  }
}
