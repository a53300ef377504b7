import Basics
import Chapters
import Foundation
import Notebook
import Synchronization

/// The sums of the chapters' sources, which make a chapter stale that was edited, where Quire was built to work on chapters.
///
/// Elsewhere a chapter says by its `version` when its output is another; who works on one would have to raise it with each edit.
enum ChapterSources {
  /// What was found, by the folder: an edit after the program has started is none of this program's.
  private static let known = Mutex<[String: String]>([:])

  /// The sum of a chapter's sources, by their names and what they hold.
  ///
  /// - Returns: `nil` where Quire is built for use, or lies apart from its sources.
  static func sum(of chapter: PreparedChapter, _ home: URL, program: URL?) -> String? {
    guard AllChapters.areUnderWork else { return nil }
    let folder = home.appending(path: "Sources/Chapters/\(chapter.type)")
    return known.withLock { known in
      if let sum = known[folder.path] { return sum }
      let sum = sum(of: folder, program)
      known[folder.path] = sum
      return sum
    }
  }

  private static func sum(of folder: URL, _ program: URL?) -> String? {
    guard let files = try? FileSystem.files(below: folder).sorted(), !files.isEmpty else { return nil }
    let built = program.flatMap(moment)
    var lines: [String] = []
    for name in files where name.hasSuffix(".swift") {
      let file = folder.appending(path: name)
      guard let sum = try? SHA256.hex(ofFile: file) else { return nil }
      lines.append("\(name)\0\(sum)")
      // What was written after the program was linked may not be what it was built from.
      if let built, let written = moment(file), written > built { lines.append("built before, at \(built)") }
    }
    return SHA256.hex(of: lines.joined(separator: "\n"))
  }

  private static func moment(_ file: URL) -> TimeInterval? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: file.path(percentEncoded: false))
    return (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970
  }
}
