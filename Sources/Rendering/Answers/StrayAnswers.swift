import Basics
public import Foundation
public import Notebook

/// Files among the answers that nothing reads: an answer under a name that no question has would be missing from the
/// report without a word.
public enum StrayAnswers {
  /// A warning for each, with the name that it should have.
  ///
  /// - Parameters:
  ///   - folder: The report.
  ///   - rows: Every question of the report.
  ///   - shown: The files that the answers show.
  public static func warnings(in folder: ReportFolder, rows: [AnswerRow], shown: some Sequence<URL>) -> [String] {
    let questions = Dictionary(grouping: rows, by: \.chapter).mapValues { $0.map(\.question.id) }
    let shown = Set(shown.compactMap { Enclosure.realPath(of: $0) })
    return FileSystem.names(in: folder.answers).filter { !$0.hasPrefix(".") }.flatMap { name -> [String] in
      let place = folder.answers.appending(path: name)
      guard FileKind(of: place, followingLinks: true) == .folder else {
        return ["answers/\(name): lies in no chapter's folder, so no question reads it"]
      }
      guard let ids = questions[name] else {
        let hint = suggestion(for: name, among: questions.keys.sorted())
        return ["answers/\(name)/: this report has no chapter of that name, so nothing reads it\(hint)"]
      }
      let files = ids.map { $0 + ".md" }
      return FileSystem.names(in: place).filter { isText($0) && !files.contains($0) }.compactMap { file in
        guard Enclosure.realPath(of: place.appending(path: file)).map(shown.contains) != true else { return nil }
        return "answers/\(name)/\(file): no question reads it; \(advice(for: file, ids))"
      }
    }
  }

  /// What the file should be called, where that can be told.
  private static func advice(for file: String, _ ids: [String]) -> String {
    // `Heads.md`, `heads.md.txt` and `heads (1).md` are all `heads`.
    let stem = file.lowercased().prefix { $0 != "." }.replacing(/\s*(\([0-9]+\)|[-_ ]copy|[-_ ]kopie)$/, with: "")
      .replacing(/[ _]/, with: "-")
    if let id = ids.first(where: { $0 == stem }) ?? nearestName(to: String(stem), among: ids) {
      return "call it \(id).md"
    }
    return ids.isEmpty
      ? "the chapter asks none" : "the questions are answered in \(ids.map { $0 + ".md" }.joined(separator: ", "))"
  }

  /// Whether a file is what people write answers in.
  private static func isText(_ name: String) -> Bool {
    let endings = [
      ".md", ".markdown", ".mdown", ".txt", ".text", ".rtf", ".doc", ".docx", ".odt", ".qmd", ".rmd", ".ipynb", ".html",
    ]
    return !name.hasPrefix(".") && endings.contains { name.lowercased().hasSuffix($0) }
  }
}
