import Archives
import Basics
import Foundation
import Notebook
import Testing
import Workflow

@Suite struct PackRequestTests {
  private static let answer = "answers/embeddings/neighbours.md"

  private func pack(_ report: ScratchReport, allowIncomplete: Bool = false) -> PackRequest {
    PackRequest(report.selection, allowIncomplete: allowIncomplete)
  }

  private func warnings(_ report: ScratchReport) -> [String] {
    report.events().compactMap { if case .warning(let text, _) = $0 { text } else { nil } }
  }

  private func names(in archive: URL) throws -> [String] { try ZipReader(archive).entries.map(\.name) }

  @Test func `what is stale is made anew before it is packed`() throws {
    let report = try ScratchReport()
    let packed = try report.perform(pack(report))
    #expect(try SubmissionCheck(packed.archive).findings.isEmpty)
    #expect(try InputFile(packed.archive).size == packed.size)
    let names = try names(in: packed.archive)
    #expect(names.contains("report.html") && names.contains("answers/reviewed.json"))
    try report.bench.write("Another answer of {{embeddings.vocabulary.size}} words.\n", to: Self.answer)
    let again = try report.perform(pack(report))
    let zip = try ZipReader(again.archive)
    #expect(try String(decoding: zip.read(zip.entry("report.md")), as: UTF8.self).contains("Another answer of"))
  }

  @Test func `an answer whose values have moved keeps the report from being packed, until it is accepted`() throws {
    let report = try ScratchReport()
    try report.bench.write("There are {{embeddings.parameters.window}} words of context.\n", to: Self.answer)
    _ = try report.perform(report.render)
    let settings = report.bench.report.appending(path: "report.yml")
    try report.bench.write(String(contentsOf: settings, encoding: .utf8) + "  window: 3\n", to: "report.yml")
    let error = try report.error(pack(report))
    #expect(
      error.messages[0].hasSuffix(
        "neighbours.md rests on values that have moved: embeddings.parameters.window was “5”, is “3”; read it again, then "
          + "`quire accept embeddings/neighbours`"), "\(error)")
    let rows = try report.perform(AnswersRequest(report.selection))
    #expect(rows.stale.map(\.name) == ["embeddings/neighbours"])
    #expect(
      try report.error(AcceptRequest(report.selection, names: ["embeddings/neighbors"])).messages[0]
        .contains("there is no answer “embeddings/neighbors”; did you mean embeddings/neighbours?"))
    #expect(
      try report.perform(AcceptRequest(report.selection, names: ["embeddings"])).contains("embeddings/neighbours"))
    #expect(try report.perform(AnswersRequest(report.selection)).stale.isEmpty)
    _ = try report.perform(pack(report))
  }

  @Test func `editors' leftovers stay here, and that is told`() throws {
    let report = try ScratchReport()
    for name in ["neighbours.md~", "#neighbours.md#", "neighbours.md.bak", "Thumbs.db"] {
      try report.bench.write("old", to: "answers/embeddings/\(name)")
    }
    let packed = try report.perform(pack(report))
    let told = warnings(report).filter { $0.contains("leftover") }
    #expect(told.count == 4, "\(told)")
    #expect(try !names(in: packed.archive).contains { Leftovers.holds($0) })
  }

  @Test func `a path of this machine is found before anybody else reads it`() throws {
    let report = try ScratchReport()
    let root = report.bench.folder.path(percentEncoded: false)
    try report.bench.write("Because of 16 dimensions. See \(root)report/notes.txt for more.\n", to: Self.answer)
    let error = try report.error(pack(report))
    #expect(error.messages.contains { $0.hasPrefix("answers/embeddings/neighbours.md: holds the path ") }, "\(error)")
    #expect(!FileSystem.exists(report.bench.output.appending(path: "submission.zip")))
    _ = try report.perform(pack(report, allowIncomplete: true))
  }

  @Test func `the archive and the PDF bear the names that the settings ask for, and an older archive is gone`() throws {
    let report = try ScratchReport(settings: "title: A test\nauthor: Ada Lovelace\n")
    #expect(try report.perform(pack(report)).archive.lastPathComponent == "submission.zip")
    let settings = try String(contentsOf: report.bench.report.appending(path: "report.yml"), encoding: .utf8)
    try report.bench.write(
      settings + "submission: {name: \"{surname}.zip\", pdf: \"{surname}.pdf\"}\n", to: "report.yml")
    let packed = try report.perform(pack(report))
    #expect(packed.archive.lastPathComponent == "Lovelace.zip")
    #expect(!FileSystem.exists(report.bench.output.appending(path: "submission.zip")))
    #expect(try report.perform(VerifyRequest(packed.archive)).map(\.findings) == [[]])
    // The folder is still known for Quire's own.
    #expect(try report.perform(report.render).isUnchanged)
    #expect(try report.perform(CleanRequest(report.selection)).left.isEmpty)
  }

  @Test func `an archive that is too large is refused with its largest files`() throws {
    let report = try ScratchReport()
    let settings = try String(contentsOf: report.bench.report.appending(path: "report.yml"), encoding: .utf8)
    try report.bench.write(settings + "submission: {limit: 20 kB}\n", to: "report.yml")
    let message = try report.error(pack(report)).messages[0]
    #expect(message.contains("submission.limit allows 20.0 kB; the largest files are "), "\(message)")
    #expect(!FileSystem.exists(report.bench.output.appending(path: "submission.zip")))
  }

  @Test func `an anonymous archive tells of nobody, and one that does is refused`() throws {
    let report = try ScratchReport(
      settings: "title: A test\nauthor: {name: Ada Lovelace, id: s12345}\nanonymous: true\n")
    let packed = try report.perform(pack(report))
    let zip = try ZipReader(packed.archive)
    for name in ["report.html", "report.md", "report.yml"] {
      let text = try String(decoding: zip.read(zip.entry(name)), as: UTF8.self)
      #expect(!text.contains("Lovelace") && !text.contains("s12345"), "\(name)")
    }
    try report.bench.write(
      "As I, Ada Lovelace, found, there are {{embeddings.vocabulary.size}} words.\n", to: Self.answer)
    let messages = try report.error(pack(report)).messages
    #expect(
      messages.filter { $0.contains("tells of “Ada Lovelace”, and the report is to be anonymous") }.map {
        $0.prefix { $0 != ":" }
      }
        == ["answers/embeddings/neighbours.md", "report.html", "report.md"], "\(messages)")
  }

  @Test(arguments: [
    ("a.md", false), ("a.md~", true), ("b/#a.md#", true), ("b/~$a.docx", true), ("c.BAK", true), ("tmp", false),
    ("notes.tmp", true), ("origin.md", false), ("", false), (".", false), ("original", false),
  ])
  func `what is a leftover`(_ path: String, _ isOne: Bool) { #expect(Leftovers.holds(path) == isOne) }

  @Test func `a path that lies across two pieces of a file is found, a short one is everybody's`() throws {
    let report = try ScratchReport()
    let folder = report.bench.folder
    let file = folder.appending(path: "big.txt")
    var text = String(repeating: "x", count: (1 << 18) - 9)
    text += "/srv/ada/thesis/report.md"
    try Data(text.utf8).write(to: file)
    let archive = folder.appending(path: "big.zip")
    try Submission.write([.init(name: "big.txt", file: file)], to: archive, modified: Date(timeIntervalSince1970: 0))
    func told(_ folders: [String]) throws -> [String] {
      try SubmissionCheck(archive, searchingFor: [MachinePaths(folders.map { URL(filePath: $0) }).texts]).told
    }
    #expect(try told(["/srv/ada/thesis/", "/srv"]) == ["big.txt: holds the path /srv/ada/thesis of this machine"])
    #expect(try told(["/", "/srv"]).isEmpty)
  }
}
