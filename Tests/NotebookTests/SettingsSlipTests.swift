import Basics
import Foundation
import Notebook
import TestSupport
import Testing

/// What people get wrong in a settings file who do not know YAML.
@Suite struct SettingsSlipTests {
  private func read(_ text: String) throws -> (settings: ReportSettings, remarks: [String]) {
    var top = try SettingsFile(text: text, path: "report.yml").reader()
    top.section("embeddings") { embeddings in
      var window = 5
      var data = ""
      var words: [String] = []
      embeddings.read("window", &window)
      embeddings.read("data", &data)
      embeddings.read("words", &words)
    }
    let settings = try ReportSettings(
      reading: &top, slugs: ["embeddings", "attention"], formats: ["md", "html", "pdf"])
    return (settings, top.remarks.map(\.description))
  }

  private func findings(_ text: String) -> [String] {
    do {
      _ = try read(text)
      return []
    } catch let error as SettingsError {
      return error.findings
    } catch { return ["\(error)"] }
  }

  private static let slips = [
    (
      "title: Attention: a study\nauthor: A\n",
      "1: a text with a colon and a blank in it goes in quotes: title: \"Attention: a study\""
    ),
    ("author: A\ntitle:Report\ndate: today\n", "2: a blank is missing after “title:”"),
    ("title:Report\n", "1: expected `key: value` lines; a blank is missing after the colon"),
    ("title: 'It's mine'\n", "1: the text of title goes on behind its closing '; write it in the other kind of quotes"),
    ("title: `code`\n", "1: “`” has a meaning of its own at the start of a text; put the text of title in quotes"),
    ("title: *star*\n", "1: “*” has a meaning of its own at the start of a text; put the text of title in quotes"),
    (
      "title: [draft] Report\n",
      "1: “[” has a meaning of its own at the start of a text; put the text of title in quotes"
    ),
    ("title: &x\n", "1: title is nothing to YAML, where “&” marks something else; put the text in quotes"),
    ("title: [a, b]\n", "1: title must be text, found a list"),
    ("title:\n  - a\n", "2: title must be text, found a list"),
    ("title: 'A\nauthor: B\n", "1: the quotation mark that begins a text here is not closed"),
    ("title: \"C:\\Users\"\n", "1: “\\” begins an escape within double quotes; use single quotes"),
    ("author:\n\tname: B\n", "2: is indented by a tab; YAML is indented by spaces, never by tabs"),
    (
      "embeddings:\n window: 5\n  data: x\n",
      "3: is indented otherwise than the lines above; keys of one level begin in one column"
    ),
    ("embeddings:\nwindow: 5\n", "2: unknown key window; if it is one of embeddings, indent it by two blanks"),
    ("chapters:\n- embeddings\n-attention\n", "3: a blank is missing after “-”"),
    (
      "chapters: embeddings, attention\n",
      "1: chapters names “embeddings, attention”, which is no chapter; write [embeddings, attention]"
    ),
    ("outputs: “pdf”\n", "1: outputs names ““pdf””; write [pdf]"),
    (
      "number_sections: “true”\n",
      "1: number_sections must be true or false, found ““true””; curled quotes are no quotes to YAML"
    ),
    ("threads: 2.0\n", "1: threads must be a whole number, found “2.0”; write 2"),
    ("seed: 1e3\n", "1: seed must be a whole number, found “1e3”; write 1000"),
    ("seed: 0x10\n", "1: seed must be a whole number, found “0x10”; write 16"),
    ("seed: 1_000\n", "1: seed must be a whole number, found “1_000”; write 1000"),
    ("seed: 1.5\n", "1: seed must be a whole number, found “1.5”"),
    ("threads: two\n", "1: threads must be a whole number, found “two”"),
    ("title: a\nauthor: b\ntitle: c\n", "3: the key title is given more than once, first in line 1"),
    ("title: a\n---\ntitle: b\n", "2: “---” begins a second document; settings are a single one: leave that line out"),
    ("<<<<<<< HEAD\ntitle: A\n", "1: “<<<<<<<” is the mark of a merge that was not finished"),
  ]

  @Test(arguments: slips)
  func `a slip is told once, with its line and what to do`(text: String, message: String) {
    #expect(findings(text) == ["report.yml:" + message])
  }

  @Test(arguments: [
    "title: no\n", "title: 0123\n", "title: 1e3\n", "title: 2024-05-01\n", "title: “Smart”\n", "title: C# and F#\n",
    "title: a:b\n", "title: \"a: b # c\"\n", "title: it's\n", "title: 50% - x, y\n", "title: ~\n",
  ])
  func `text stays text`(text: String) throws {
    let written = text.dropFirst("title: ".count).dropLast().filter { $0 != "\"" }
    let read = try read(text)
    #expect(read.settings.title == String(written))
    #expect(read.remarks == [])
  }

  @Test func `no-break spaces and the dashes of front matter do no harm`() throws {
    let read = try read("---\ntitle:\u{A0}A\u{A0}B\nembeddings:\n\u{A0}\u{A0}window: 7\n---\n\n")
    #expect(read.settings.title == "A\u{A0}B")
  }

  @Test func `a text that a comment cuts is told`() throws {
    let cut = "since the rest after # is a comment; put the text in quotes if it goes on"
    #expect(try read("title: Report #1\n").remarks == ["report.yml:1: title ends before “#1”, \(cut)"])
    #expect(try read("title: #1 in class\n").remarks == ["report.yml:1: title ends before “#1 in class”, \(cut)"])
    #expect(
      try read("author:\n  name: Team # 4\nembeddings:\n  data: reviews #2.csv\n").remarks.sorted() == [
        "report.yml:2: author.name ends before “# 4”, \(cut)",
        "report.yml:4: embeddings.data ends before “#2.csv”, \(cut)",
      ])
  }

  @Test func `a comment that is one is nothing to tell`() throws {
    let text = """
      # The settings.
      title: Mine # as agreed
      author: "A #1" #2
      embeddings:
        words: [a, b] #three
        data: reviews   # of phones
      """
    #expect(try read(text).remarks == [])
  }

  @Test func `a byte order mark is no part of the settings`() throws {
    let scratch = try Scratch()
    let file = scratch.folder.appending(path: "report.yml")
    try Data("\u{FEFF}title: A\n".utf8).write(to: file)
    var top = try SettingsFile(file).reader()
    #expect(try ReportSettings(reading: &top, slugs: [], formats: []).title == "A")
  }
}
