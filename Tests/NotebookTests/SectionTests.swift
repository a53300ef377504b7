import Basics
import Foundation
import Notebook
import Plotting
import Synchronization
import TestSupport
import Testing

/// A chapter of two sections, the second with a figure, a view, a table, a question and a warning.
private struct Parts: Chapter {
  static let slug = "parts"
  static let title = "Parts"
  static let sections = [Section("first", "The first"), Section("second", "The second")]
  static let questions = [Question("why", title: "Why?", prompt: "Why?", points: 1)]
  typealias Settings = NoSettings

  struct Results: Encodable { var isSecondShown: Bool }

  func run(_ page: inout Page, settings: NoSettings) throws -> Results {
    page.section("first")
    page.write("One.")
    page.section("second")
    page.write("Two.")
    let data = try ViewData(values: ["a": 1])
    let view = FigureView(kind: "test", data: try page.viewData(data, named: "points"))
    let panel = Panel(marks: [.line([1, 2], name: nil)])
    try page.figure(Figure(id: "line", caption: "A line.", alternativeText: "A line.", panel: panel), view: view)
    try page.table(id: "rows", caption: "Rows.", columns: [.init("a")], rows: [["1"]])
    page.formula("A square", "x^2")
    page.warn(title: "Mind", "A warning.", line: "mind this")
    page.question("why")
    page.substitute("One thing stands in for another.", line: "get the other")
    page.conclude("There are parts.")
    return Results(isSecondShown: page.includes("second"))
  }
}

private final class Lines: ProgressReporter {
  let warnings = Mutex<[String]>([])
  func update(_ slug: String, _ update: ProgressUpdate) {}
  func note(_ slug: String, _ message: String) {}
  func fail(_ slug: String, _ message: String) {}
  func warn(_ slug: String, _ message: String) { warnings.withLock { $0.append(message) } }
}

private struct NoFiles: InputLocator {
  func find(_ name: String) throws -> LocatedInput? { nil }
  func fetch(
    _ name: String, progress: @escaping @Sendable (ProgressUpdate) -> Void, cancellation: Cancellation
  ) throws -> LocatedInput { throw NotebookError.input(name: name, problem: "is not to be had") }
}

@Suite struct SectionTests {
  private func run(_ overrides: String...) throws -> (ChapterDocument, JSONValue, warnings: [String], views: Bool) {
    let scratch = try Scratch()
    let folder = ReportFolder(scratch.folder)
    let file = try SettingsFile(text: "", path: "report.yml", overrides: overrides.map(SettingsFile.Override.init))
    var top = file.reader()
    let chapter = PreparedChapter(Parts.self, reading: &top)
    try top.finish()
    let lines = Lines()
    let outcomes = try ReportRunner(
      folder: folder, output: try OutputFolder(folder), chapters: [chapter], locator: NoFiles(), seed: 1, threads: 1,
      memory: 1 << 30, toolVersion: "test", progress: lines, cancellation: Cancellation()
    ).run()
    try #require(outcomes[0].failure == nil, "\(outcomes[0].failure ?? "")")
    return (
      try CanonicalJSON.decode(ChapterDocument.self, from: folder.document("parts")),
      try JSONReader.value(ofFile: folder.results("parts")), lines.warnings.withLock { $0 },
      FileSystem.exists(folder.chapter("parts").appending(path: "views/points.view"))
    )
  }

  private func kinds(_ document: ChapterDocument) -> [String] {
    document.blocks.map { block in
      switch block {
      case .markdown(let text): text.source
      case .figure(let figure): "figure \(figure.id)"
      case .table(let table): "table \(table.id)"
      case .code: "code"
      case .callout(let callout): "remark \(callout.text.source)"
      case .formula(let formula): "formula \(formula.tex)"
      case .question(let id): "question \(id)"
      }
    }
  }

  @Test func `all sections are shown unless settings say otherwise`() throws {
    let (document, results, _, views) = try run()
    #expect(
      kinds(document) == [
        "## The first", "One.", "## The second", "Two.", "figure line", "table rows", "formula x^2",
        "remark A warning.", "question why",
      ])
    #expect(document.leftOut.isEmpty && views)
    #expect(results[["isSecondShown"]] == .bool(true))
  }

  @Test func `a section that is left out takes all with it but questions and warnings`() throws {
    let (document, results, warnings, views) = try run("parts.sections=first")
    #expect(kinds(document) == ["## The first", "One.", "remark A warning.", "question why"])
    #expect(
      document.leftOut == [
        LeftOut(kind: "figure", id: "line", section: "second"), LeftOut(kind: "table", id: "rows", section: "second"),
      ])
    #expect(!views)
    #expect(results[["isSecondShown"]] == .bool(false))
    #expect(warnings == ["mind this", "get the other"])
    #expect(document.substitutions == ["One thing stands in for another."])
    #expect(document.conclusion == "There are parts.")
  }

  @Test(arguments: [
    ("parts.sections=secnd", "names “secnd”, which is none of first, second; did you mean second?"),
    ("parts.sections=[]", "must name at least one of first, second"),
  ])
  func `sections that are none are refused`(_ setting: String, _ message: String) throws {
    #expect {
      _ = try run(setting)
    } throws: {
      "\($0)".contains(message)
    }
  }

  @Test func `a chapter that an older Quire wrote is read`() throws {
    let (document, _, _, _) = try run()
    var old = String(decoding: try CanonicalJSON.encode(document), as: UTF8.self)
    for key in ["conclusion", "substitutions", "leftOut"] { old.replace("\"\(key)\"", with: "\"an older \(key)\"") }
    let read = try JSONDecoder().decode(ChapterDocument.self, from: Data(old.utf8))
    #expect(read.blocks == document.blocks && read.conclusion.isEmpty && read.substitutions.isEmpty)
  }
}
