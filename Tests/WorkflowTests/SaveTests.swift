import Basics
import Foundation
import Notebook
import TestSupport
import Testing
import Workflow

/// `--save`, `quire values` and `quire settings` about a report.
@Suite struct SaveTests {
  private func settings(_ report: ScratchReport) throws -> String {
    try String(contentsOf: report.bench.report.appending(path: "report.yml"), encoding: .utf8)
  }

  private func save(_ report: ScratchReport, _ choice: SettingChoice) -> SaveRequest {
    SaveRequest(report.selection, chapter: "embeddings", [choice])
  }

  @Test func `a choice is written at its place, and what it says is what runs read`() throws {
    let report = try ScratchReport(settings: "title: A test # mine\nauthor: Ada\n")
    let before = try settings(report)
    let saved = try report.perform(save(report, .init("words", .texts(["plot", "film"]))))
    #expect(try settings(report) == before.replacing("words: [bad, great, screen]", with: "words: [plot, film]"))
    #expect(saved.changes.map(\.isUnchanged) == [false] && saved.path.hasSuffix("report/report.yml"))
    let rows = try report.perform(SettingsRequest(["embeddings"], of: report.selection))[0].settings
    let words = try #require(rows.first { $0.name == "words" })
    #expect(words.present == "[plot, film]" && words.standard == "[bad, great, screen]")
    #expect(words.origin?.hasSuffix("report.yml:\(saved.changes[0].line)") == true, "\(words)")
    #expect(rows.first { $0.name == "window" }?.origin == nil)
  }

  @Test func `what a run would refuse is not written`() throws {
    let report = try ScratchReport()
    let before = try settings(report)
    for (choice, message) in [
      (SettingChoice("words", .texts(["bad", "bad"])), "embeddings.words names a word twice; so nothing was written"),
      (SettingChoice("topn", .number(99)), "embeddings.topn must be between 1 and 50"),
      (SettingChoice("vectors", .text("nowhere.vec")), "“nowhere.vec” is neither a file nor a folder"),
    ] {
      let error = try report.error(save(report, choice))
      #expect(error.messages.count == 1 && error.messages[0].contains(message), "\(error)")
      #expect(error.messages[0].contains("nothing was written"))
    }
    #expect(try settings(report) == before)
  }

  @Test func `a file that is read-only, a link or no UTF-8 stays as it is`() throws {
    let report = try ScratchReport()
    let file = report.bench.report.appending(path: "report.yml")
    let choice = SettingChoice("topn", .number(7))
    let before = try settings(report)
    #expect(chmod(file.path, 0o444) == 0)
    #expect(try report.error(save(report, choice)).messages[0].contains("is read-only, so nothing was written"))
    #expect(try settings(report) == before)
    #expect(chmod(file.path, 0o600) == 0)
    _ = try report.perform(save(report, choice))
    #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int == 0o600)
    let other = report.bench.report.appending(path: "other.yml")
    try FileManager.default.moveItem(at: file, to: other)
    try FileManager.default.createSymbolicLink(at: file, withDestinationURL: other)
    #expect(try report.error(save(report, choice)).messages[0].contains("link"))
  }

  @Test func `every value is listed in the form in which answers quote it`() throws {
    let report = try ScratchReport()
    #expect(try report.error(ValuesRequest(report.selection)).messages[0].contains("`quire render embeddings`"))
    _ = try report.perform(report.render)
    let values = try report.perform(ValuesRequest(report.selection))
    #expect(values.count > 50)
    let text = values.map { "- \($0.form)\n" }.joined()
    try report.bench.write(text, to: "answers/embeddings/neighbours.md")
    _ = try report.perform(report.render)
    let some = try report.perform(ValuesRequest(report.selection, words: ["embeddings", "PARAMETERS", "vectorsize"]))
    #expect(some.map(\.form) == ["{{embeddings.parameters.vectorSize}}"] && some[0].value == .integer(16))
    let error = try report.error(ValuesRequest(report.selection, words: ["vectorsise"]))
    #expect(error.messages[0].contains("did you mean vectorSize?"), "\(error)")
  }

  @Test func `the schema knows every setting, and the report's own have a meaning each`() throws {
    let report = try ScratchReport()
    let schema = try report.perform(SchemaRequest())
    let properties = try #require(schema["properties"])
    for chapter in try report.perform(SettingsRequest([])) where !chapter.slug.isEmpty {
      for setting in chapter.settings {
        let property = properties[chapter.slug]?["properties"]?[setting.name]
        #expect(property?["description"]?.string?.hasPrefix(setting.meaning) == true, "\(setting.name)")
        #expect(property?["type"] != nil || property?["enum"] != nil || property?["anyOf"] != nil)
      }
    }
    #expect(properties["embeddings"]?["properties"]?["window"]?["maximum"] == .integer(1000))
    #expect(properties["submission"]?["properties"]?["limit"] != nil)
    for setting in try report.perform(SettingsRequest(["report"]))[0].settings {
      #expect(setting.meaning.last == ".", "\(setting.name) says nothing of what it means")
    }
  }

  @Test func `settings are found by words of their names and meanings`() throws {
    let report = try ScratchReport()
    let found = try report.perform(SettingsRequest(["embeddings", "NEAREST"], of: report.selection))
    #expect(found.count == 1 && found[0].settings.contains { $0.name == "topn" } && found[0].settings.count < 10)
    #expect(try report.error(SettingsRequest(["windwo"])).messages[0].contains("did you mean window?"))
  }
}
