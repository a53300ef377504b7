import Basics
import Foundation
import Notebook
import TestSupport
import Testing
import Workflow

/// A new report of what was said, asked or brought along.
@Suite struct InitialiseTests {
  private let report: ScratchReport
  private let environment: Environment

  init() throws {
    report = try ScratchReport()
    let home = report.bench.folder.appending(path: "home")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    for folder in ["templates", "assets"] {
      try FileManager.default.createSymbolicLink(
        at: home.appending(path: folder), withDestinationURL: Project.root.appending(path: folder))
    }
    var environment = report.environment
    environment.variables["QUIRE_HOME"] = home.path(percentEncoded: false)
    self.environment = environment
  }

  private func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: report.bench.folder.appending(path: name))
  }

  private func text(_ file: URL) throws -> String { try String(contentsOf: file, encoding: .utf8) }

  @Test func `the cover says what was said, whatever signs it has`() throws {
    var request = InitialiseRequest("mine", chapters: ["attention"])
    request.cover.title = "Attention: “all” you #need \"\\"
    request.cover.author = "yes"
    request.cover.identifier = "007"
    let folder = try request.perform(in: environment).folder
    let said = try SettingsRequest(["report"], of: ReportSelection(report: folder.path(percentEncoded: false)))
      .perform(in: environment)
    let title = said[0].settings.first { $0.name == "title" }?.present
    #expect(title == "\"Attention: “all” you #need \\\"\\\\\"", "\(title ?? "")")
    #expect(try text(folder.appending(path: "report.yml")).hasPrefix("# yaml-language-server: $schema=../../assets/"))
  }

  @Test func `the schema that a report names is that of this Quire`() throws {
    let schema = try SchemaRequest().perform(in: environment)
    // `quire settings --schema > assets/report.schema.json` writes it anew.
    #expect(try text(Project.root.appending(path: SchemaRequest.file)) == "\(schema)\n")
  }

  @Test func `what is chosen stands in the settings, and a picture comes along`() throws {
    let picture = try Data(contentsOf: Project.root.appending(path: "assets/dog-and-cat.png"))
    try picture.write(to: report.bench.folder.appending(path: "my photo.png"))
    var request = InitialiseRequest("mine", chapters: ["embeddings", "captions"])
    request.choices = [
      ("embeddings", SettingChoice("words", .texts(["battery", "price"]))),
      ("captions", SettingChoice("image", .text("my photo.png"))),
      ("captions", SettingChoice("descriptions", .texts(["a dog", "a cat"]))),
    ]
    let made = try request.perform(in: environment)
    #expect(made.files == ["my photo.png"])
    #expect(try Data(contentsOf: made.folder.appending(path: "my photo.png")) == picture)
    let settings = try text(made.folder.appending(path: "report.yml"))
    #expect(settings.contains("\n  words: [battery, price]\n") && settings.contains("\n  image: \"my photo.png\"\n"))
    let first = settings.range(of: "  # image:"), later = settings.range(of: "  # model:")
    #expect(try #require(first).lowerBound < #require(later).lowerBound)
  }

  @Test func `what a run would refuse is refused, and nothing is left behind`() throws {
    var request = InitialiseRequest("mine", chapters: ["captions"])
    request.choices = [("captions", SettingChoice("image", .text("nowhere.png")))]
    #expect(throws: WorkflowError.self) { try request.perform(in: environment) }
    request.choices.append(("captions", SettingChoice("descriptions", .texts(["a dog"]))))
    let error = try #require(throws: WorkflowError.self) { try request.perform(in: environment) }
    #expect(error.messages.count == 1 && error.messages[0].contains("nowhere.png"), "\(error)")
    request.choices = [("attention", SettingChoice("sentence", .text("Hello.")))]
    #expect(throws: WorkflowError.self) { try request.perform(in: environment) }
    let shelf = environment.variables["QUIRE_HOME"].map { URL(filePath: $0).appending(path: "reports") }
    #expect(FileSystem.names(in: try #require(shelf)).isEmpty)
  }

  @Test func `answers come from a text with their pictures, and what is none is told`() throws {
    try FileManager.default.createDirectory(
      at: report.bench.folder.appending(path: "pictures"), withIntermediateDirectories: true)
    try write("x", to: "pictures/a b.png")
    try write(
      """
      Preface.
      # Chosen parameters?
      Text.
      # embeddings
      ## neighbours
      See ![a](<pictures/a b.png>) and ![b](pictures/none.png) and ![c](https://example.org/c.png).
      """, to: "notes.md")
    var request = InitialiseRequest("mine", chapters: ["embeddings"])
    request.answers = "notes.md"
    let made = try report.perform(request, in: environment)
    let warnings = report.events().compactMap { if case .warning(let message, nil) = $0 { message } else { nil } }
    #expect(made.taken.map(\.name) == ["embeddings/neighbours"] && made.taken.map(\.line) == [5])
    #expect(
      warnings.contains { $0.hasPrefix("notes.md:1: ") } && warnings.contains { $0.contains("“Chosen parameters?”") })
    #expect(warnings.contains { $0.contains("pictures/none.png") } && !warnings.contains { $0.contains("example.org") })
    let place = made.folder.appending(path: "answers/embeddings")
    #expect(try text(place.appending(path: "pictures/a b.png")) == "x")
    let answer = try text(place.appending(path: "neighbours.md"))
    #expect(answer.hasPrefix("<!--") && answer.contains("\nSee ![a]") && !answer.contains("Write your answer here"))
  }

  @Test func `a text without a question is refused with the questions that there are`() throws {
    try write("# Nothing\nText.\n", to: "notes.md")
    var request = InitialiseRequest("mine", chapters: ["embeddings"])
    for (file, message) in [("notes.md", "no heading in it is a question"), ("none.md", "none.md: ")] {
      request.answers = file
      let error = try #require(throws: WorkflowError.self) { try request.perform(in: environment) }
      #expect(error.messages.count == 1 && error.messages[0].contains(message), "\(error)")
    }
  }

  @Test func `choices of a chapter are judged together`() {
    let picture = SettingChoice("image", .text("dog-and-cat.png"))
    #expect(InitialiseRequest.fault(of: [picture], in: "captions", environment) == nil)
    #expect(InitialiseRequest.fault(of: [SettingChoice("image", .text("x.png"))], in: "captions", environment) != nil)
    #expect(InitialiseRequest.fault(ofChapters: ["captions", "captions"])?.contains("twice") == true)
    #expect(InitialiseRequest.fault(ofName: "Mine", in: environment) != nil)
    #expect(InitialiseRequest.fault(ofName: "mine", in: environment) == nil)
  }
}
