import Notebook
import Testing

/// `--save`: single values of `report.yml` change, and nothing else does.
@Suite struct SettingsEditorTests {
  private func edited(_ text: String, _ choice: SettingChoice, in chapter: String = "attention") throws -> String {
    var editor = try SettingsEditor(text, path: "report.yml")
    let change = try editor.set(choice, in: chapter)
    let lines = editor.text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[change.line - 1].contains("\(choice.key)"), "line \(change.line) of \(editor.text)")
    #expect(change.name == "\(chapter).\(choice.key)")
    return editor.text
  }

  private func refusal(_ text: String, _ choice: SettingChoice) throws -> String {
    var editor = try SettingsEditor(text, path: "report.yml")
    let before = editor.text
    let error = try #require(throws: SettingsError.self) { try editor.set(choice, in: "attention") }
    #expect(editor.text == before && error.findings.count == 1)
    return error.findings[0]
  }

  private let cat = SettingChoice("sentence", .text("A cat: it's #1."))
  private let catLine = #"sentence: "A cat: it's #1.""#

  @Test func `a value is replaced where it stands, and the comment behind it stays`() throws {
    let text = "title: T # mine\nattention:\n  layer: 2   # from 0\n  sentence: The dog # old\n# end\n"
    #expect(
      try edited(text, cat)
        == "title: T # mine\nattention:\n  layer: 2   # from 0\n  \(catLine) # old\n# end\n")
    #expect(
      try edited(text, .init("layer", .number(5)))
        == "title: T # mine\nattention:\n  layer: 5 # from 0\n  sentence: The dog # old\n# end\n")
  }

  @Test func `a new key goes below the comment that names it, else behind the last one`() throws {
    let template = "attention:\n  # What is read.\n  # sentence: \"x\"\n  # layer:\n\ncaptions:\n  # image: a\n"
    #expect(
      try edited(template, cat)
        == "attention:\n  # What is read.\n  # sentence: \"x\"\n  \(catLine)\n  # layer:\n\ncaptions:\n  # image: a\n")
    #expect(
      try edited("attention:\n    layer: 2\n\n# end\nseed: 1\n", cat)
        == "attention:\n    layer: 2\n    \(catLine)\n\n# end\nseed: 1\n")
  }

  @Test func `a chapter that is not there comes at the end`() throws {
    #expect(try edited("title: T", cat) == "title: T\n\nattention:\n  \(catLine)\n")
    #expect(try edited("", cat) == "attention:\n  \(catLine)\n")
    #expect(try edited("---\ntitle: T\n---\n", cat) == "---\ntitle: T\n\nattention:\n  \(catLine)\n---\n")
  }

  @Test func `ends of lines, a byte order mark and a missing last end stay as they are`() throws {
    #expect(
      try edited("title: T\r\nattention:\r\n  sentence: x\r\n", cat)
        == "title: T\r\nattention:\r\n  \(catLine)\r\n")
    #expect(try edited("\u{FEFF}attention:\n  sentence: x", cat) == "\u{FEFF}attention:\n  \(catLine)")
    #expect(
      try edited("attention:\n  sentence: x", .init("layer", .number(1))) == "attention:\n  sentence: x\n  layer: 1\n")
  }

  @Test(arguments: [
    "sentence: |\n    two\n    lines # no comment", "sentence: >-\n    two\n\n    lines", "sentence: two\n    lines",
    "sentence: \"two\n    lines\"", "sentence: 'it''s # one'", "\"sentence\": x", "sentence:",
  ])
  func `a value of any form is replaced as a whole`(_ value: String) throws {
    let result = try edited("attention:\n  \(value)\n  layer: 1\nseed: 2\n", cat)
    let key = value.hasPrefix("\"") ? "\"sentence\"" + catLine.dropFirst("sentence".count) : catLine
    #expect(result == "attention:\n  \(key)\n  layer: 1\nseed: 2\n")
  }

  @Test(arguments: [
    "words: [a, b] # mine", "words: [a,\n    b]", "words:   # mine\n    - a\n    - b",
    "words: # mine\n  - a\n  - b",
  ])
  func `lists are replaced in either form`(_ value: String) throws {
    let result = try edited(
      "embeddings:\n  \(value)\n  topn: 3\n", .init("words", .texts(["battery", "no", "two words"])), in: "embeddings")
    let comment = value.contains("# mine") ? " # mine" : ""
    #expect(result == "embeddings:\n  words: [battery, \"no\", \"two words\"]\(comment)\n  topn: 3\n")
  }

  @Test func `long lists and records stand on lines of their own`() throws {
    let long = (1...5).map { "a caption that is so long that five of them fill no line, number \($0)" }
    let list = try edited("captions:\n  image: a.png\n", .init("captions", .texts(long)), in: "captions")
    #expect(list == "captions:\n  image: a.png\n  captions:\n" + long.map { "    - \"\($0)\"\n" }.joined())
    let pairs = SettingChoice("pairs", .records([[.init("true", "two cats"), .init("false", "a \"dog\"")]]))
    #expect(
      try edited("captions:\n  pairs:\n  - true: x\n    false: y\n", pairs, in: "captions")
        == "captions:\n  pairs:\n    - true: \"two cats\"\n      false: \"a \\\"dog\\\"\"\n")
  }

  @Test func `what was chosen already stays as it is written`() throws {
    let text = "attention:\n  sentence: 'A cat: it''s #1.'  # yes\n"
    var editor = try SettingsEditor(text, path: "report.yml")
    let change = try editor.set(cat, in: "attention")
    #expect(change.isUnchanged && change.line == 2 && editor.text == text)
  }

  @Test(arguments: [
    ("attention: &a\n  sentence: x\nother: *a\n", "report.yml:1: attention.sentence has an anchor (&)"),
    ("attention:\n  sentence: &s x\n", "report.yml:2: attention.sentence has an anchor (&)"),
    ("title: &s x\nattention:\n  sentence: *s\n", "report.yml:3: attention.sentence has an alias (*)"),
    ("attention:\n  sentence: !!str 1\n", "report.yml:2: attention.sentence has a tag (!)"),
    ("attention: {sentence: x}\n", "report.yml:1: attention is written between braces"),
    ("attention: {layer: 1}\n", "report.yml:1: attention is written between braces"),
    ("attention: {}\n", "report.yml:1: attention is written between braces"),
    ("attention: &a\n  layer: 1\n", "report.yml:1: attention has an anchor (&)"),
    (
      "attention:\n  sentence: # old\n    # why\n    x\n",
      "report.yml:2: attention.sentence has comments within its value"
    ),
  ])
  func `what cannot be edited safely is refused by name`(_ text: String, _ message: String) throws {
    #expect(try refusal(text, cat).hasPrefix(message))
  }

  @Test func `a file that is one mapping in braces, or that YAML cannot read, is refused`() throws {
    for (text, message) in [
      ("{title: T}\n", "report.yml: is written as one { … }"), ("attention:\n\tsentence: x\n", "report.yml:2"),
      ("title: T\u{2028}x: 1\n", "report.yml:1: has a line break of another kind"),
    ] {
      let error = try #require(throws: SettingsError.self) { try SettingsEditor(text, path: "report.yml") }
      #expect(error.findings[0].hasPrefix(message), "\(error)")
    }
  }

  @Test func `what is said of an old value is not left standing beside a new one`() throws {
    let text = "attention:\n  sentence: x\n  word: it\n"
    let choice = SettingChoice("sentence", .text("z"), dependents: ["word"])
    #expect(try refusal(text, choice).hasPrefix("report.yml:3: attention.word is about sentence as it is now"))
    #expect(try edited("attention:\n  sentence: x\n", choice) == "attention:\n  sentence: z\n")
  }

  @Test(arguments: [
    "tab\tnew\nline", "\u{1B}[31mred", "\u{202E}turned", "“curled” ünï 猫 👍", "", " ", "- a", "null", "3",
  ])
  func `every text comes back as it is`(_ text: String) throws {
    let result = try edited("attention:\n  layer: 1\n", .init("sentence", .text(text)))
    #expect(!result.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    var again = try SettingsEditor(result, path: "report.yml")
    #expect(try again.set(.init("sentence", .text(text)), in: "attention").isUnchanged)
  }
}
