import Basics
import Foundation
import Notebook
import Rendering

extension SubmissionCode {
  /// The most bytes of a file that is shown.
  private static let longestListing = 256 << 10

  /// What of a chapter's code the report itself shows: the settings of the run, the file that the chapter is called by, and the
  /// script that works its numbers out again the way that the course would.
  ///
  /// All of a chapter's Swift would be a hundred kilobytes and more; the archive holds it.
  ///
  /// - Returns: `nil` where this program lies apart from its source files.
  static func listing(of chapter: PreparedChapter, seed: Int, _ home: URL) -> ChapterCode? {
    let folder = home.appending(path: "Sources/Chapters/\(chapter.type)")
    guard let sources = try? FileSystem.files(below: folder), !sources.isEmpty else { return nil }
    let scripts = (try? scripts(in: templates(home), [chapter.slug])) ?? []
    var listings = [
      ChapterCode.Listing(file: nil, language: "yaml", text: settings(of: chapter, seed: seed))
    ]
    let shown = [
      (name: "\(chapter.type).swift", language: "swift", file: folder.appending(path: "\(chapter.type).swift")),
      (name: "check.py", language: "python", file: templates(home).appending(path: "\(chapter.slug)/check.py")),
    ]
    for (name, language, file) in shown {
      guard FileKind(of: file) == .file, let text = try? InputFile.text(of: file, limit: longestListing) else {
        continue
      }
      listings.append(ChapterCode.Listing(file: name, language: language, text: text))
    }
    // Beside these there is check.json, which the scripts read.
    return ChapterCode(
      folder: "code/\(chapter.slug)/", count: sources.count + scripts.count + 1, listings: listings)
  }

  /// Every setting of the run, defaults included, a line each. A path of this machine is shown by its last name.
  private static func settings(of chapter: PreparedChapter, seed: Int) -> String {
    let lines = chapter.settings.sorted { $0.key < $1.key }.map { name, value -> String in
      return "  \(name): \(value.isEmpty ? "\"\"" : Workbench.withoutPlaces(value))"
    }
    return (["seed: \(seed)", "\(chapter.slug):"] + lines).joined(separator: "\n") + "\n"
  }
}
