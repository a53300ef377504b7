import Chapters
import Foundation
import Notebook
import Testing
import Workflow

@Suite struct RequestTests {
  @Test func `a rendering tells its chapters' course, and performed again it has nothing to do`() throws {
    let report = try ScratchReport()
    let first = try report.perform(report.render)
    #expect(!first.isUnchanged && first.failed.isEmpty)
    #expect(first.files == [report.bench.output.appending(path: "report.md")])
    #expect(try report.bench.read("report.md").contains("Because of 16 dimensions."))
    let events = report.events()
    #expect(events.first == .note("started", of: "embeddings"))
    #expect(events.suffix(2) == [.note("done", of: "embeddings"), .stitching])
    let stages = events.compactMap { if case .progress(let update, "embeddings") = $0 { update.stage } else { nil } }
    #expect(stages.contains("training"))

    let second = try report.perform(report.render)
    #expect(second.isUnchanged && second.files == first.files)
    #expect(report.events() == [.stitching])
  }

  @Test func `a failed chapter is an event and a part of the result`() throws {
    let report = try ScratchReport()
    var request = report.render
    request.report.overrides = ["embeddings.data=nowhere.txt"]
    let rendered = try report.perform(request)
    #expect(rendered.failed == ["embeddings"] && rendered.isFailureTold)
    let failures = report.events().compactMap { if case .failure(let message, _) = $0 { message } else { nil } }
    #expect(failures.count == 1 && failures[0].contains("“nowhere.txt” is neither a file nor a folder"))
    #expect(try report.perform(ListRequest(request.report)).map(\.status.word) == ["failed"])
  }

  @Test func `what cannot be meant is an error of the settings`() throws {
    let report = try ScratchReport()
    var request = report.render
    request.formats = ["odt"]
    #expect(
      try report.error(request)
        == .settings(["--to: there is no format “odt”; there are md, html, pdf, docx, tex and ipynb"]))
    request = report.render
    request.report.overrides = ["embeddings.window=0", "embeddings.epochs=x"]
    let error = try report.error(request)
    #expect(error == .settings(error.messages) && error.messages.count == 2)
    #expect(error.messages[0].hasPrefix("-P: embeddings.window must be"))
    #expect(
      try report.error(ListRequest(ReportSelection(report: "nowhere")))
        == .settings(["nowhere: holds no report.yml; `quire init NAME` makes a new report"]))
    #expect(report.events().isEmpty)
  }

  @Test func `a text that cannot be stitched is incomplete, and the last report stands`() throws {
    let report = try ScratchReport()
    _ = try report.perform(report.render)
    let before = try report.bench.read("report.md")
    try report.bench.write("{{embeddings.none}}\n", to: "answers/embeddings/neighbours.md")
    let error = try report.error(report.render)
    #expect(error == .incomplete(error.messages) && error.messages.count == 2)
    #expect(
      error.messages[0].hasPrefix("report/answers/embeddings/neighbours.md:1:1: embeddings has no “none”"), "\(error)")
    #expect(error.messages[1] == "the report was not made anew; the last good one stands")
    #expect(try report.bench.read("report.md") == before)
  }

  @Test func `a report is packed once it is whole, and what was packed is verified`() throws {
    let report = try ScratchReport()
    var request = RenderRequest(report.selection)
    request.formats = nil
    #expect(try report.perform(request).files.map(\.lastPathComponent) == ["report.md", "report.html"])
    let answers = try report.perform(AnswersRequest(report.selection))
    #expect(answers.missing.isEmpty && answers.strays.isEmpty && answers.repeated.isEmpty)
    let packed = try report.perform(PackRequest(report.selection))
    #expect(packed.answered == packed.questions && packed.files > 10 && packed.pages == nil)
    let archive = packed.archive
    #expect(try report.perform(VerifyRequest(archive)).map(\.findings) == [[]])
    let removal = try report.perform(CleanRequest(report.selection))
    #expect(removal.wasThere && removal.left.isEmpty)
    #expect(try report.perform(CleanRequest(report.selection)).wasThere == false)
    #expect(try report.error(VerifyRequest(archive)).messages[0].contains("does not exist"))
  }

  @Test func `a number that repeats a result is told with its place`() throws {
    let report = try ScratchReport()
    _ = try report.perform(report.render)
    try report.bench.write("There are\n840 words.\n", to: "answers/embeddings/neighbours.md")
    let repeated = try report.perform(AnswersRequest(report.selection)).repeated
    #expect(repeated.map(\.number.line) == [2])
    #expect(repeated.map(\.file.lastPathComponent) == ["neighbours.md"])
  }

  @Test func `every command that reads the settings tells once what they may mean otherwise, and so does the report`()
    throws
  {
    let report = try ScratchReport(settings: "title: Team #1\nauthor: Ada\nlanguage: ja\n")
    func warnings() -> [String] {
      report.events().compactMap { if case .warning(let message, nil) = $0 { message } else { nil } }
    }
    _ = try report.perform(ListRequest(report.selection))
    let told = warnings()
    #expect(told.count == 2)
    #expect(told.first?.contains("report.yml:1: title ends before “#1”") == true)
    #expect(told.last?.contains("report.yml:3: language is “ja”") == true)
    _ = try report.perform(MachineRequest(report.selection))
    #expect(warnings() == told)
    _ = try report.perform(report.render)
    #expect(warnings() == told)
    _ = try report.perform(AnswersRequest(report.selection))
    #expect(warnings() == told)
    let text = try report.bench.read("report.md")
    #expect(text.contains("- `report.yml:1`: title ends before “\\#1”"))
    #expect(text.contains("- `report.yml:3`: language is “ja”"))
  }

  @Test func `the machine is looked at piece by piece`() throws {
    let report = try ScratchReport()
    let items = try report.perform(MachineRequest(report.selection))
    #expect(
      items.map(\.name) == ["templates", "output folder", "disk space", "fonts", "PDF engine", "pandoc", "corpus.txt"])
    #expect(items[0].state == .good && items[6].state == .good)
    #expect(items[4].state == .limited && items[4].mend != nil)
  }

  @Test func `a new report is made of the chapters that were named`() throws {
    let report = try ScratchReport()
    let home = report.bench.folder.appending(path: "home")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    var environment = report.environment
    environment.variables["QUIRE_HOME"] = home.path(percentEncoded: false)
    let request = InitialiseRequest("mine", chapters: ["captions"])
    let folder = try request.perform(in: environment).folder
    let settings = try String(contentsOf: folder.appending(path: "report.yml"), encoding: .utf8)
    #expect(settings.contains("chapters: [captions]\noutputs: [md, html, pdf]\n"))
    #expect(FileManager.default.fileExists(atPath: folder.appending(path: "answers/captions").path))
    #expect(settings.contains("\ncaptions:\n") && !settings.contains("\nembeddings:\n"))
    #expect(settings.contains("  # model: auto\n"))
    #expect(throws: WorkflowError.self) { try request.perform(in: environment) }
    #expect(throws: WorkflowError.settings(["there is no chapter “caption”; did you mean captions?"])) {
      try InitialiseRequest("other", chapters: ["caption"]).perform(in: environment)
    }
  }

  @Test func `each default that a new report names may be taken as it stands`() throws {
    let report = try ScratchReport()
    let home = report.bench.folder.appending(path: "third home")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    var environment = report.environment
    environment.variables["QUIRE_HOME"] = home.path(percentEncoded: false)
    let folder = try InitialiseRequest("all").perform(in: environment).folder
    let text = try String(contentsOf: folder.appending(path: "report.yml"), encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.wholeMatch(of: /\ \ # (\w+: \S.*)/).map { "  \($0.output.1)" } ?? String(line)
    }
    #expect(lines.count { $0.hasPrefix("  ") && !$0.hasPrefix("  #") } > 50)
    let described = try SettingsRequest([]).perform(in: environment)
    #expect(described.map(\.slug) == AllChapters.list.map { $0.slug })
    // Taken as they stand they mean what is meant where nothing is said.
    for chapter in AllChapters.list {
      let (said, unsaid) = (
        try values(of: chapter, in: lines.joined(separator: "\n")), try values(of: chapter, in: "seed: 1")
      )
      #expect(said == unsaid)
    }
  }

  private func values<C: Chapter>(of chapter: C.Type, in text: String) throws -> [String: String] {
    var top = try SettingsFile(text: text, path: "report.yml", overrides: []).reader()
    for other in AllChapters.list where other.slug != C.slug { _ = prepare(other, &top) }
    let settings = AllChapters.prepare(chapter, &top).settings
    _ = try ReportSettings(
      reading: &top, slugs: AllChapters.list.map { $0.slug }, formats: ["md", "html", "pdf"])
    return settings
  }

  private func prepare<C: Chapter>(_ chapter: C.Type, _ top: inout SettingsReader) -> PreparedChapter {
    AllChapters.prepare(chapter, &top)
  }

  @Test func `the catalogue is listed, and a name that is not in it is refused before anything is fetched`() throws {
    let report = try ScratchReport()
    let entries = try report.perform(CatalogueRequest())
    #expect(entries.contains { $0.name == "reviews" && $0.title == nil })
    let error = try report.error(FetchRequest(["reviews", "review"]))
    #expect(error == .settings(error.messages) && error.messages.count == 1)
    #expect(error.messages[0].hasPrefix("there is no asset \"review\""))
    #expect(report.events().isEmpty)
  }

  @Test func `without a home nothing is done`() throws {
    let report = try ScratchReport()
    var environment = report.environment
    environment.variables["QUIRE_HOME"] = nil
    environment.executable = report.bench.folder.appending(path: "bin/quire")
    let error = try #require(throws: WorkflowError.self) {
      try ListRequest(report.selection).perform(in: environment)
    }
    #expect(error.messages.count == 1 && error.messages[0].hasSuffix("set QUIRE_HOME to that folder"))
  }
}
