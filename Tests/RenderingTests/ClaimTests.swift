import Foundation
import Notebook
import Rendering
import Testing

/// Sentences that assert something: `{{assert …}}` and `{{if …}}`.
@Suite struct ClaimTests {
  private func answer(_ text: String) throws -> String {
    let report = try MiniatureReport()
    try report.answer("size", text)
    return try report.answerInMarkdown()
  }

  private func problems(_ text: String) throws -> [String] {
    let report = try MiniatureReport()
    try report.answer("size", text)
    return report.problems().map { $0.replacing("answers/embeddings/size.md:", with: "") }
  }

  @Test(arguments: [
    "embeddings.size > 99", "embeddings.size >= 100", ".size < 101", ".size <= 100", ".size == 100", ".size != 99",
    ".loss.first > .loss.last", ".loss.first > .loss.last + 0.1", ".loss.first / .loss.last > 1.4",
    ".size * 2 == 200", "-0.5 == .delta", ".delta > -1", ".size - 1 - 1 == 98", "1 + 2 * 3 == 7", "(1 + 2) * 3 == 9",
    #"embeddings.neighbours.bad.0.word == "terrible""#, #""bad" in .words"#, #"not "dull" in .words"#,
    #""terrible" in .neighbours.bad.*.word"#, #".neighbours.bad.0.word in ("awful", "terrible")"#, "count .words == 2",
    "count .neighbours.bad == 1",
    "count .neighbours.bad.*.similarity == 1", ".size > 1 and .loss.last < 1", ".size < 1 or .loss.last < 1",
    "not .size < 1", "(.size < 1 or .size > 2) and true", #"."e.g." == "dotted""#, "true", "not false",
    "false or true and true", "1e3 == 1000", "not (count .words > 5 and .words.5 == \"bad\")",
    "count .words < 5 or .words.5 == \"bad\"",
  ])
  func `what holds says nothing`(claim: String) throws {
    #expect(try answer("So it is.{{assert \(claim)}} Indeed.\n") == "So it is. Indeed.")
    #expect(try answer("{{if \(claim)}}Yes{{else}}No{{end}}\n") == "Yes")
    #expect(try answer("{{if not (\(claim))}}Yes{{else}}No{{end}}\n") == "No")
  }

  @Test(arguments: [
    (
      "embeddings.size > .loss.last * 1000",
      "1:3: what is asserted does not hold: embeddings.size > .loss.last * 1000 is 100 > 0.29005 * 1000"
    ),
    (#""dull" in .words"#, #"does not hold: "dull" in .words is “dull” in (“bad”, “great”)"#),
    (".size", "it compares nothing"), (".sise > 1", "embeddings has no “sise”; did you mean size?"),
    (".size > \"a\"", "“>” compares numbers, found a number and a text"),
    (".size == \"100\"", "a number is compared with a text"),
    (".size = 100", "two values are the same by =="), ("", "nothing is claimed"),
    (".size >", "a value is missing at the end"),
    ("and .size", "a value is missing before “and”"), ("(.size > 1", "a “)” is missing"),
    (".size > 1 .loss", "“.loss” is not understood here"),
    (".nothing > 1", ".nothing is"), (".neighbours > 1", "name a value in it"),
    (".size / 0 > 1", "divides by nought"),
    ("\"a in .words", "is not closed"), ("1 < 2 < 3", "“<” is not understood here"),
    (".words > 1", "found a list and a number"),
    ("“a” in .words", "texts stand in \"…\""), ("nowhere.size > 1", "unknown chapter “nowhere”"),
    ("count .size > 1", "“count” needs a list"),
  ])
  func `what does not hold, or is no claim, is an error with its place and its values`(claim: String, message: String)
    throws
  {
    let problems = try problems("A {{assert \(claim)}} b.\n")
    #expect(problems.count == 1 && problems[0].hasPrefix("1:3: ") && problems[0].contains(message), "\(problems)")
  }

  @Test(arguments: [
    ("{{if .size > 1}}many{{else}}one{{end}} word", "many word"),
    ("a {{if .size < 1}}many{{end}} word", "a  word"),
    ("    {{if .size > 1}}code{{end}}", "    {{if .size > 1}}code{{end}}"),
    ("`{{if .size > 1}}`", "`{{if .size > 1}}`"),
    (#"\{{if .size}}"#, #"\{{if .size}}"#),
    ("{{if .size < 1}}a{{else}}{{if .size > 50}}b{{else}}c{{end}}{{end}}", "b"),
    ("{{if .size < 1}}{{if .nowhere > 1}}a{{end}}{{assert 1 > 2}}{{.nowhere}}{{end}}b", "b"),
    ("One.\n{{if .size > 1}}\nTwo.\n{{else}}\nThree.\n{{end}}\nFour.", "One.\nTwo.\nFour."),
    ("One.\n\n{{if .size < 1}}\n\nTwo.\n\n- a\n\n{{end}}\n\nFour.", "One.\n\n\nFour."),
    ("- a\n- {{if .size < 1}}b{{end}}\n- c", "- a\n- c"),
    ("{{assert .size > 1}}\n{{assert .size > 2}}\nText.", "Text."),
    ("> a\n> {{if .size < 1}}b{{end}}\n> c", "> a\n> c"),
    ("x{{if .size < 1}}\n\n# Heading\n{{end}} y", "x y"),
    ("| a | b |\n|---|---|\n| {{if .size > 1}}c{{else}}d{{end}} | e |", "| a | b |\n|---|---|\n| c | e |"),
    ("<!-- {{if .size > 1}} -->a", "a"),
    ("{{if .size > 1}}*{{.size}}*{{end}}", "*100*"),
    ("{{.neighbours.bad.*.word | join}}", "terrible"),
  ])
  func `a branch stands or is gone with its lines`(text: String, expected: String) throws {
    #expect(try answer("Words.\n\n\(text)\n\nEnd.\n") == "Words.\n\n\(expected)\n\nEnd.")
  }

  @Test(arguments: [
    ("a {{if .size > 1}} b", "this {{if}} has no {{end}}"), ("a {{end}}", "there is no {{if}} before this {{end}}"),
    ("a {{else}}", "there is no {{if}} before this {{else}}"),
    ("a {{if .size > 1}}b{{else}}c{{else}}d{{end}}", "a second {{else}}"),
    ("a {{if .size > 1}}b{{else if .size > 2}}c{{end}}", "“{{else}}” takes no claim"),
    ("| a {{if .size > 1}}| b |\n|---|---|\n| c {{end}}| d |", "ends in it"),
  ])
  func `a tag without its like is an error`(text: String, message: String) throws {
    let problems = try problems("\(text)\n")
    #expect(problems.count == 1 && problems[0].contains(message), "\(problems)")
  }

  @Test func `places behind what is gone are places of the file`() throws {
    let problems = try problems(
      """
      <!-- a
      comment --> One.
      {{if .size < 1}}
      gone
      {{else}}
      {{.a}}
      {{end}}
      ::: note
      b {{if true}}c{{end}} {{.b}}
      :::

      {{assert 1 > 2}} and {{.c}}
      """)
    #expect(problems.map { $0.prefix { $0 != " " } } == ["12:1:", "6:1:", "9:23:", "12:22:"], "\(problems)")
  }

  @Test func `figures of a branch that is gone are not counted`() throws {
    let report = try MiniatureReport()
    try report.write(MiniatureReport.png, to: report.folder.answers.appending(path: "embeddings/a.png"))
    try report.answer(
      "size",
      "{{if .size < 1}}\n![One](a.png){#fig:one}\n{{end}}\n\n![Two](a.png){#fig:two}\n\nSee @fig:two.\n")
    #expect(try report.answerInMarkdown().contains("Figure 3"))
  }

  @Test func `of a chapter without results nobody can tell`() throws {
    let report = try MiniatureReport()
    try FileManager.default.removeItem(at: report.folder.results("pictures"))
    try FileManager.default.removeItem(at: report.folder.document("pictures"))
    try report.answer("size", "It is {{if pictures.top == \"a\"}}a{{else}}b{{end}}.{{assert pictures.top == \"a\"}}\n")
    let answer = try report.answerInMarkdown()
    #expect(answer.hasPrefix("It is *(") && answer.hasSuffix(")*.") && answer.contains("pictures.top"), "\(answer)")
  }

  @Test func `brackets without end do not use up the stack`() throws {
    let deep = String(repeating: "(", count: 1_000)
    #expect(try problems("{{assert \(deep)1}}\n").first?.contains("brackets within each other") == true)
  }
}
