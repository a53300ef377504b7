import Basics
public import Foundation
public import Notebook

/// Files among the answers that nothing reads: an answer under a name that no question has would be missing from the
/// report without a word.
public enum StrayAnswers {
  /// A remark for each, with the name that it should have; files are named from the report's folder.
  ///
  /// - Parameters:
  ///   - folder: The report.
  ///   - rows: Every question of the report.
  ///   - shown: The files that the answers show.
  public static func remarks(in folder: ReportFolder, rows: [AnswerRow], shown: some Sequence<URL>)
    -> [RenderingError.Problem]
  {
    let questions = Dictionary(grouping: rows, by: \.chapter).mapValues { $0.map(\.question.id) }
    let search = Search(
      folder: folder, questions: questions, shown: Set(shown.compactMap { Enclosure.realPath(of: $0) }))
    return FileSystem.names(in: folder.answers).filter { !$0.hasPrefix(".") && $0 != ReviewedAnswers.name }.flatMap {
      name -> [RenderingError.Problem] in
      let place = folder.answers.appending(path: name)
      guard FileKind(of: place, followingLinks: true) == .folder else {
        return [
          .init(
            file: "answers/\(name)",
            message: "lies in no chapter's folder, so no question reads it\(search.home(of: name))")
        ]
      }
      guard let ids = questions[name] else {
        let hint = suggestion(for: name, among: questions.keys.sorted())
        return [
          .init(
            file: "answers/\(name)/", message: "this report has no chapter of that name, so nothing reads it\(hint)")
        ]
      }
      return FileSystem.names(in: place).filter { !ids.map { $0 + ".md" }.contains($0) }.flatMap {
        search.remarks(of: $0, in: name, ids)
      }
    }
  }

  /// A look through the answers of a report.
  private struct Search {
    let folder: ReportFolder
    /// The questions of each chapter.
    let questions: [String: [String]]
    /// The files that answers show, by their real paths.
    let shown: Set<String>

    /// What is to be said of a file or a folder in a chapter's folder.
    func remarks(of name: String, in chapter: String, _ ids: [String]) -> [RenderingError.Problem] {
      let place = folder.answers.appending(path: chapter).appending(path: name)
      if FileKind(of: place) == .folder {
        return FileSystem.names(in: place).filter { isAnswer($0, ids) && !isShown(place.appending(path: $0)) }.map {
          .init(
            file: "answers/\(chapter)/\(name)/\($0)",
            message: "lies one folder too deep, so no question reads it"
              + (Self.question(meantBy: $0, ids).map { "; move it to answers/\(chapter)/\($0).md" } ?? ""))
        }
      }
      guard isAnswer(name, ids), !isShown(place) else { return [] }
      return [
        .init(
          file: "answers/\(chapter)/\(name)",
          message: "no question reads it; \(advice(for: name, in: chapter, ids))")
      ]
    }

    /// Where an answer beside the chapters' folders belongs, where that can be told.
    func home(of name: String) -> String {
      let homes = questions.compactMap { chapter, ids in
        Self.question(meantBy: name, ids).map { "answers/\(chapter)/\($0).md" }
      }
      return homes.count == 1 ? "; move it to \(homes[0])" : ""
    }

    private func isShown(_ place: URL) -> Bool { Enclosure.realPath(of: place).map(shown.contains) == true }

    /// What the file should be called, where that can be told.
    private func advice(for name: String, in chapter: String, _ ids: [String]) -> String {
      guard let id = Self.question(meantBy: name, ids) else {
        return ids.isEmpty
          ? "the chapter asks none" : "the questions are answered in \(ids.map { $0 + ".md" }.joined(separator: ", "))"
      }
      let isTaken = FileKind(of: folder.answer(id, of: chapter)) != nil
      return isTaken ? "the answer is read from \(id).md" : "call it \(id).md"
    }

    /// Whether a file is what people write answers in, or is called like one.
    private func isAnswer(_ name: String, _ ids: [String]) -> Bool {
      guard !name.hasPrefix(".") else { return false }
      let endings = [
        ".md", ".markdown", ".mdown", ".txt", ".text", ".rtf", ".doc", ".docx", ".odt", ".qmd", ".rmd", ".ipynb",
        ".html",
      ]
      let others = ["", "md~", "md.bak", "pdf", "tex", "pages", "htm"]
      let ending = name.firstIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
      return endings.contains { name.lowercased().hasSuffix($0) }
        || (others.contains(ending) && Self.question(meantBy: name, ids) != nil)
    }

    /// The question that a file's name is nearest to: `Heads.md`, `heads.md.txt` and `heads (1).md` are all `heads`.
    private static func question(meantBy name: String, _ ids: [String]) -> String? {
      let stem = name.lowercased().prefix { $0 != "." }
        .replacing(/\s*(\([0-9]+\)|[-_ ](copy|kopie|copia|final|draft|v?[0-9]+))$/, with: "")
        .replacing(/[ _]/, with: "-")
      return ids.first { $0 == stem } ?? nearestName(to: String(stem), among: ids)
    }
  }
}
