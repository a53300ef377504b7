import Basics
import Foundation
import Notebook
import Rendering
import TestSupport
import Testing

@Suite struct ReviewedAnswersTests {
  /// A report whose answer quotes a number, a word and a claim, made of some data.
  private func report(data: String = "films") throws -> MiniatureReport {
    let report = try MiniatureReport()
    try report.answer(
      "size",
      """
      A vector of {{embeddings.size}} numbers, near {{ .neighbours.bad.0.word }}, at {{.loss.last | fixed 2}}.
      {{if .size > 50}}
      That is many: `{{.reviews}}` is code, {{.reviews | thousands}} is none.
      {{end}}
      """)
    try seal(report, data)
    return report
  }

  private func seal(_ report: MiniatureReport, _ data: String) throws {
    let seal = ChapterSeal(inputs: ["input reviews": data, "seed": "1"], outputDigest: "")
    try report.write(String(decoding: CanonicalJSON.encode(seal), as: UTF8.self), to: report.folder.seal("embeddings"))
  }

  private func results(_ report: MiniatureReport, _ change: (inout String) -> Void) throws {
    var text = MiniatureReport.results
    change(&text)
    try report.write(text, to: report.folder.results("embeddings"))
  }

  private func record(_ report: MiniatureReport) throws -> String {
    try String(contentsOf: ReviewedAnswers.file(of: report.folder), encoding: .utf8)
  }

  private func moved(_ report: MiniatureReport) throws -> [String] {
    try report.render([.markdown]).answers.first { $0.name == "embeddings/size" }!.moved
  }

  @Test func `a first answer is accepted by being written, with all that it quotes`() throws {
    let report = try report()
    #expect(try moved(report).isEmpty)
    let text = try record(report)
    for line in [
      #""embeddings.size" : "100""#, #"".neighbours.bad.0.word" : "terrible""#, #"".loss.last | fixed 2" : "0.29""#,
      #"".reviews | thousands" : "194,439""#, #""if .size > 50" : "true""#,
    ] { #expect(text.contains(line), "\(line) in \(text)") }
    #expect(!text.contains(#"".reviews" :"#))
    #expect(try moved(report).isEmpty)
    #expect(try record(report) == text)
  }

  @Test func `what moves within its format is not told, what moves beyond it is, before and after`() throws {
    let report = try report()
    _ = try moved(report)
    let before = try record(report)
    try results(report) { $0.replace("0.29005", with: "0.29401") }
    #expect(try moved(report).isEmpty)
    try results(report) {
      $0.replace("0.29005", with: "0.31")
      $0.replace("terrible", with: "awful")
    }
    #expect(
      try moved(report) == [
        ".loss.last | fixed 2 was “0.29”, is “0.31”", ".neighbours.bad.0.word was “terrible”, is “awful”",
      ])
    #expect(try record(report) == before)
    let result = try report.render([.markdown, .html])
    #expect(result.warnings.contains { $0.contains("embeddings/size.md: rests on values that have moved") })
    let markdown = try report.text(.markdown)
    #expect(markdown.contains("| to be read again |"))
    #expect(markdown.contains("was “terrible”, is “awful”"))
    #expect(try report.text(.html).contains(#"<td class="state stale">to be read again</td>"#))
  }

  @Test func `a claim that is judged otherwise is a value that moved`() throws {
    let report = try report()
    _ = try moved(report)
    try results(report) { $0.replace("\"size\": 100", with: "\"size\": 10") }
    #expect(
      try moved(report) == [
        ".reviews | thousands was “194,439”, is not quoted any more", "embeddings.size was “100”, is “10”",
        "if .size > 50 was “true”, is “false”",
      ])
  }

  @Test func `an edit accepts what the answer now quotes, other line ends are none`() throws {
    let report = try report()
    _ = try moved(report)
    try results(report) { $0.replace("terrible", with: "awful") }
    let file = report.folder.answer("size", of: "embeddings")
    let text = try String(contentsOf: file, encoding: .utf8)
    try report.answer("size", text.replacing("\n", with: "\r\n") + "\n\n")
    #expect(try moved(report) == [".neighbours.bad.0.word was “terrible”, is “awful”"])
    try report.answer("size", text + "\nAnd more.\n")
    #expect(try moved(report).isEmpty)
    let edited = try record(report)
    #expect(edited.contains("awful") && !edited.contains("terrible"))
  }

  @Test func `readings are kept by the data, and other data are another reading`() throws {
    let report = try report(data: "films")
    _ = try moved(report)
    try results(report) { $0.replace("terrible", with: "cracked") }
    try seal(report, "phones")
    #expect(try moved(report) == [".neighbours.bad.0.word was “terrible”, is “cracked”"])
    var review = try AnswerReview(of: report.renderer.stitch().answers, in: report.folder)
    #expect(review.accept(["embeddings"], anyValues: false) == ["embeddings/size"])
    try review.write(to: report.folder)
    #expect(try moved(report).isEmpty)
    try report.write(MiniatureReport.results, to: report.folder.results("embeddings"))
    try seal(report, "films")
    #expect(try moved(report).isEmpty)
    try results(report) { $0.replace("terrible", with: "dull") }
    #expect(try moved(report) == [".neighbours.bad.0.word was “terrible”, is “dull”"])
  }

  @Test func `an answer that its author vouches for is never stale, until it is edited`() throws {
    let report = try report()
    _ = try moved(report)
    var review = try AnswerReview(of: report.renderer.stitch().answers, in: report.folder)
    _ = review.accept([], anyValues: true)
    try review.write(to: report.folder)
    try results(report) { $0.replace("terrible", with: "cracked") }
    #expect(try moved(report).isEmpty)
    try seal(report, "phones")
    #expect(try moved(report).isEmpty)
    #expect(try record(report).contains("*"))
    try report.answer("size", "Another {{.neighbours.bad.0.word}}.")
    #expect(try moved(report).isEmpty)
    try results(report) { $0.replace("terrible", with: "broken") }
    #expect(try moved(report) == [".neighbours.bad.0.word was “cracked”, is “broken”"])
  }

  @Test func `chapters without results, and answers without words, are not judged`() throws {
    let report = try report()
    try report.write(#"{"message": "it broke"}"#, to: report.folder.failure("embeddings"))
    #expect(try moved(report).isEmpty)
    #expect(!FileSystem.exists(ReviewedAnswers.file(of: report.folder)))
  }

  @Test(arguments: [
    "", "{", #"{"format": 1, "answers": {"a": 3}}"#, #"{"format": 2, "answers": {}}"#,
    #"{"format": 1, "format": 1, "answers": {}}"#, "[]", "\u{0}",
    String(repeating: "[", count: 10_000),
  ])
  func `a record that is damaged is told and left alone`(_ text: String) throws {
    let report = try report()
    try report.write(text, to: ReviewedAnswers.file(of: report.folder))
    let result = try report.render([.markdown])
    #expect(result.warnings.contains { $0.hasPrefix("answers/reviewed.json: ") }, "\(result.warnings)")
    #expect(result.answers.allSatisfy { $0.moved.isEmpty })
    #expect(try record(report) == text)
  }

  @Test func `a record of another report's chapters is kept as it is`() throws {
    let report = try report()
    let other = #"{"format": 1, "answers": {"dance/steps": {"text": "a", "readings": []}}}"#
    try report.write(other, to: ReviewedAnswers.file(of: report.folder))
    _ = try moved(report)
    let text = try record(report)
    #expect(text.contains("dance/steps") && text.contains("embeddings/size"))
  }

  @Test func `the answers that come with Quire are vouched for as they are`() throws {
    for name in ["aml-nlu", "aml-nlu-attention-clip", "hello"] {
      let folder = ReportFolder(Project.root.appending(path: "reports").appending(path: name))
      let reviewed = try ReviewedAnswers(of: folder)
      let files = try FileSystem.files(below: folder.answers, within: folder.enclosure).filter { $0.hasSuffix(".md") }
      #expect(!files.isEmpty)
      for file in files {
        let text = try InputFile.text(of: folder.answers.appending(path: file), limit: 1 << 20)
        #expect(
          reviewed.verdict(
            on: String(file.dropLast(3)), text: ReviewedAnswers.sum(of: text), data: "", values: ["anything": "moved"])
            == .current,
          "\(name)/\(file): run `quire accept --any-values --report reports/\(name)` once it is read again")
      }
    }
  }
}
