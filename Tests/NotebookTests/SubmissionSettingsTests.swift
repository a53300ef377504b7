import Basics
import Foundation
import Notebook
import TestSupport
import Testing

@Suite struct SubmissionSettingsTests {
  private func settings(_ text: String) throws -> ReportSettings {
    let file = try SettingsFile(text: text, path: "report.yml", overrides: [])
    var reader = file.reader()
    return try ReportSettings(reading: &reader, slugs: ["plots"], formats: ["pdf", "html"])
  }

  private static let report = """
    title: "The first: a title?"
    course: Applied machine learning
    author: {name: María José Núñez, id: "20 17"}
    """

  @Test(arguments: [
    ("submission.zip", "submission.zip"), ("{surname}_{course}.zip", "Nunez_Applied_machine_learning.zip"),
    ("{id}.zip", "20_17.zip"), ("{name}-{title}.ZIP", "Maria_Jose_Nunez-The_first_a_title.ZIP"),
    ("Hand-in {surname}.zip", "Hand-in Nunez.zip"),
  ])
  func `a template takes what the report says of itself`(_ template: String, _ name: String) throws {
    let settings = try settings(Self.report + "\nsubmission: {name: \"\(template)\"}\n")
    #expect(try NameTemplate.name(settings.submission.name, of: settings) == name)
  }

  @Test func `several authors are all named, and other scripts stay`() throws {
    let settings = try settings("authors: [Ada Lovelace, 李明]\ncourse: \"!!!\"\n")
    #expect(try NameTemplate.name("{surname}.zip", of: settings) == "Lovelace_李明.zip")
    #expect(throws: SettingsError.self) { try NameTemplate.name("{course}.zip", of: settings) }
    #expect(throws: SettingsError.self) { try NameTemplate.name("{id}.zip", of: settings) }
  }

  @Test(arguments: [
    ("name: a.tar", "submission.name must end with .zip, found “a.tar”"),
    ("name: a/b.zip", "is the name of a file and no path"), ("name: ../b.zip", "is the name of a file and no path"),
    ("name: .b.zip", "must begin with a letter"),
    ("name: \"{surnam}.zip\"", "a field “{surnam}”; did you mean surname?"),
    ("name: \"{surname.zip\"", "has a brace that is not closed"), ("name: \"a:b.zip\"", "holds “:”"),
    ("name: \"a(1).zip\"", "holds “(”"), ("name: con.zip", "is called con, which on Windows is a device"),
    ("pdf: report.zip", "submission.pdf must end with .pdf"), ("limit: much", "must be a size such as 20MB"),
    ("limit: -3MB", "must be a size such as 20MB"), ("limt: 3MB", "unknown key submission.limt; did you mean limit?"),
  ])
  func `what is no name or no size is refused with its line`(_ line: String, _ message: String) throws {
    let error = #expect(throws: SettingsError.self) { try settings("submission:\n  \(line)\n") }
    #expect(error?.findings.count == 1)
    #expect(error?.description.hasPrefix("report.yml:2: ") == true)
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test(arguments: [
    ("20MB", 20_000_000), ("500 kB", 500_000), ("1.5GB", 1_500_000_000), ("10 MiB", 10_485_760), ("4096", 4096),
    ("2m", 2_000_000),
  ])
  func `sizes as platforms write them`(_ text: String, _ bytes: Int) throws {
    #expect(try settings("submission: {limit: \(text)}\n").submission.limit == bytes)
  }

  @Test func `an anonymous report shows no author, and names no file by one`() throws {
    let settings = try settings(Self.report + "\nanonymous: true\n")
    #expect(settings.shownAuthors.isEmpty && settings.authors.count == 1)
    #expect(throws: SettingsError.self) { try NameTemplate.name("{surname}.zip", of: settings) }
    #expect(try NameTemplate.name("{title}.zip", of: settings) == "The_first_a_title.zip")
  }

  @Test func `settings are redacted key by key`() {
    let text = """
      # mine
      title: A
      author:
        name: Ada
        id: s1
      # of the course
      "authors":
      - name: Ada

      - Grace
      course: B
      authority: kept
      embeddings:
        author: kept
      """
    #expect(
      Anonymity.redacted(text) == """
        # mine
        title: A
        course: B
        authority: kept
        embeddings:
          author: kept
        """)
  }

  @Test func `names are found in any case, in names of files, and across pieces`() throws {
    let scratch = try Scratch()
    let texts = [
      ("a.md", "by ADA LOVELACE"), ("answers/ada lovelace.txt", "x"), ("b.md", "Ada"),
      ("c.bin", String(repeating: "x", count: (1 << 18) - 3) + "S12345 and more"), ("d.md", "s1234"),
    ]
    let items = try texts.map { name, text in
      let file = scratch.folder.appending(path: name)
      try FileSystem.makeFolder(file.deletingLastPathComponent())
      try Data(text.utf8).write(to: file)
      return Submission.Item(name: name, file: file)
    }
    let archive = scratch.file("a.zip")
    try Submission.write(items, to: archive, modified: Date(timeIntervalSince1970: 0))
    let found = try SubmissionCheck(
      archive, searchingFor: [Anonymity([.init(name: "Ada Lovelace", identifier: "s12345")]).texts]
    ).told
    #expect(found.map { $0.prefix { $0 != ":" } } == ["a.md", "answers/ada lovelace.txt", "c.bin"])
    #expect(try SubmissionCheck(archive, searchingFor: [Anonymity([.init(name: "Al")]).texts]).told.isEmpty)
  }
}
