import Notebook
import Testing

@Suite struct SettingsTests {
  private enum Flavour: String, CaseIterable { case plain, rich }

  private struct Values: ChapterSettings {
    var window = 5
    var sample = 1e-3
    var words = ["bad"]
    var isFast = false
    var data = "reviews"
    var flavour = Flavour.plain

    mutating func read(from values: inout SettingsReader) {
      values.read("window", &window, in: 1...)
      values.read("sample", &sample, in: 0...1)
      values.read("words", &words)
      values.read("fast", &isFast)
      values.read("data", &data)
      values.read("flavour", &flavour)
    }
  }

  private func read(_ text: String, _ overrides: [String] = []) throws -> Values {
    let file = try SettingsFile(text: text, path: "report.yml", overrides: overrides.map(SettingsFile.Override.init))
    var top = file.reader()
    var values = Values()
    top.section("embeddings") { values.read(from: &$0) }
    try top.finish()
    return values
  }

  private func findings(_ text: String, _ overrides: [String] = []) -> [String] {
    do {
      _ = try read(text, overrides)
      return []
    } catch let error as SettingsError {
      return error.findings
    } catch { return ["\(error)"] }
  }

  @Test func `an empty file leaves every default`() throws {
    #expect(try read("").window == 5)
    #expect(try read("embeddings:\n").window == 5)
    #expect(try read("# nothing\n").words == ["bad"])
  }

  @Test func `values are read by type`() throws {
    let values = try read("embeddings:\n  window: 7\n  sample: 0.01\n  words: [a, b]\n  fast: yes\n  flavour: rich\n")
    #expect(values.window == 7)
    #expect(values.sample == 0.01)
    #expect(values.words == ["a", "b"])
    #expect(values.isFast)
    #expect(values.flavour == .rich)
  }

  @Test func `a value out of range is named with file, line and key`() {
    #expect(
      findings("title: x\nembeddings:\n  window: 0\n").contains(
        "report.yml:3: embeddings.window must be at least 1, found 0"))
  }

  @Test func `a list where a number belongs is an error`() {
    #expect(
      findings("embeddings:\n  window: [1, 2]\n") == [
        "report.yml:2: embeddings.window must be a whole number, found a list"
      ])
  }

  @Test func `an unknown key gets the nearest name`() {
    #expect(
      findings("embeddings:\n  windwo: 3\n") == [
        "report.yml:2: unknown key embeddings.windwo; did you mean window?"
      ])
  }

  @Test func `a key of another program gets the sentence that explains it`() throws {
    struct Foreign: ChapterSettings {
      var (size, isDeep, isFast) = (100, false, false)
      mutating func read(from values: inout SettingsReader) {
        values.explain("dim", "is the old name of size; write that")
        values.read("size", &size)
        values.read("deep", &isDeep, asNumber: true)
        values.read("fast", &isFast)
        if values.isGiven("deep"), size == 1 { values.remark("deep", "has no effect") }
      }
    }
    /// The settings, and what is found wrong or remarked.
    func outcome(_ text: String, _ overrides: [String] = []) throws -> (net: Foreign, said: [String]) {
      let file = try SettingsFile(text: text, path: "report.yml", overrides: overrides.map(SettingsFile.Override.init))
      var (top, net) = (file.reader(), Foreign())
      top.section("net") { net.read(from: &$0) }
      do { try top.finish() } catch let error as SettingsError { return (net, error.findings) }
      return (net, top.remarks.map(\.description))
    }
    #expect(try outcome("net:\n  dim: 3\n").said == ["report.yml:2: net.dim is the old name of size; write that"])
    #expect(try outcome("", ["net.dim=3"]).said == ["-P: net.dim is the old name of size; write that"])
    #expect(try outcome("net:\n  dimm: 3\n").said.first?.hasPrefix("report.yml:2: unknown key net.dimm") == true)
    #expect(try outcome("net:\n  deep: 1\n").net.isDeep)
    #expect(try !outcome("net:\n  deep: yes\n", ["net.deep=0"]).net.isDeep)
    #expect(
      try outcome("net:\n  deep: 2\n").said == ["report.yml:2: net.deep must be true or false, 1 or 0, found “2”"])
    #expect(
      try outcome("net:\n  fast: 1\n").said == ["report.yml:2: net.fast must be true or false, found “1”; write true"])
    #expect(try outcome("", ["net.fast=0"]).said == ["-P: net.fast must be true or false, found “0”; write false"])
    #expect(try outcome("net:\n  size: 1\n  deep: 1\n").said == ["report.yml:3: net.deep has no effect"])
    #expect(try outcome("net:\n  size: 1\n").said.isEmpty)
  }

  @Test func `every finding is reported at once`() {
    #expect(findings("embeddings:\n  window: 0\n  sample: 2\n  flavour: ric\n").count == 3)
  }

  @Test func `the command line has the last word`() throws {
    #expect(try read("embeddings:\n  window: 3\n", ["embeddings.window=9"]).window == 9)
    #expect(try read("", ["embeddings.words=[x, y]"]).words == ["x", "y"])
    #expect(findings("", ["embeddings.window=0"]) == ["-P: embeddings.window must be at least 1, found 0"])
    #expect(
      findings("", ["embeddings.windw=1"]) == [
        "-P embeddings.windw: unknown key embeddings.windw; did you mean window?"
      ])
  }

  @Test func `an override of a section, or below a value, is refused`() {
    #expect(findings("", ["embeddings=5"]).first?.hasPrefix("-P: embeddings holds keys of its own") == true)
    #expect(
      findings("", ["embeddings.window.x=5"]) == [
        "-P embeddings.window.x: embeddings.window holds a value, and no keys of its own"
      ])
  }

  @Test(arguments: ["embeddings", "=3", ""])
  func `an override without a key or a value is refused`(_ argument: String) {
    #expect(throws: SettingsError.self) { try SettingsFile.Override(argument) }
  }

  /// Every character that means something to YAML, at the start, in the middle and at the end of a text.
  private static let texts =
    "#:*&!%@'\"{}[],|>-?\\\n".map(String.init).flatMap { mark in
      [
        "\(mark)a b", "\(mark) a b", "a\(mark)b", "a \(mark)b", "a\(mark) b", "a \(mark) b", "a b\(mark)",
        "a b \(mark)", mark,
      ]
    } + [
      "judged #2.tsv", "it's: [one] @home", "3", "no", "null", "'tis odd", "Note: the cat sat", "{{ b", "*star* fell",
      "",
    ]

  @Test(arguments: texts)
  func `an override of text is read as it stands`(_ text: String) throws {
    #expect(try read("", ["embeddings.data=\(text)"]).data == text)
    guard !text.hasPrefix("["), !text.hasPrefix("- ") else { return }
    #expect(try read("", ["embeddings.words=\(text)"]).words == [text])
    let file = try SettingsFile(
      text: "", path: "report.yml", overrides: [.init("embeddings.data", text, option: "--data")])
    #expect(file.textsOfCommandLine.contains(text))
  }

  @Test func `an override of a list or a number keeps YAML's form`() throws {
    #expect(try read("", ["embeddings.words=[a b, 'c # d']"]).words == ["a b", "c # d"])
    #expect(try read("", ["embeddings.words=- a"]).words == ["a"])
    #expect(try read("", ["embeddings.window=7 # wide"]).window == 7)
  }

  @Test func `tabs are named as such`() {
    #expect(findings("embeddings:\n\twindow: 3\n").first?.contains("never by tabs") == true)
    #expect(findings("embeddings:\n\twindow: 3\n").first?.hasPrefix("report.yml:2:") == true)
  }

  @Test func `a key given twice is an error`() {
    #expect(findings("embeddings:\n  window: 3\n  window: 4\n").first?.contains("more than once") == true)
  }

  @Test func `a text where a section belongs is an error`() {
    #expect(findings("embeddings: fast\n") == ["report.yml:1: embeddings must hold `key: value` lines"])
  }

  @Test func `a number that is not finite is refused`() {
    #expect(findings("embeddings:\n  sample: .nan\n").count == 1)
    #expect(findings("embeddings:\n  sample: inf\n").count == 1)
  }
}

@Suite struct ReportSettingsTests {
  private func read(_ text: String, _ overrides: [SettingsFile.Override] = []) throws -> ReportSettings {
    var top = try SettingsFile(text: text, path: "report.yml", overrides: overrides).reader()
    return try ReportSettings(reading: &top, slugs: ["embeddings", "attention"], formats: ["md", "html"])
  }

  @Test func `authors come as a name, as a person and as a list`() throws {
    #expect(try read("author: Ada").authors == [.init(name: "Ada")])
    #expect(try read("author: {name: Ada, id: s1}").authors == [.init(name: "Ada", identifier: "s1")])
    #expect(try read("authors: [Ada, {name: Bob, id: 7}]").authors.map(\.name) == ["Ada", "Bob"])
  }

  @Test func `an author on the command line replaces those of the file`() throws {
    #expect(try read("author: Ada", [.init("author=Bob")]).authors == [.init(name: "Bob")])
    #expect(try read("title: x", [.init("author.name=Bob")]).authors == [.init(name: "Bob")])
  }

  @Test func `an option that sets a key is named in its error`() {
    #expect(throws: SettingsError(["--seed: seed must be between 0 and 9007199254740992, found -1"])) {
      try read("", [.init("seed", "-1", option: "--seed")])
    }
  }

  @Test func `a list of sections counts among the values, so that a change makes a chapter stale`() throws {
    let file = try SettingsFile(text: "pairs: [{a: x, b: y}, z]", path: "report.yml", overrides: [])
    var top = file.reader()
    top.sections("pairs", defaultKey: "a") { pair in
      var (a, b) = ("", "")
      pair.read("a", &a)
      pair.read("b", &b)
    }
    try top.finish()
    #expect(top.values == ["pairs.0.a": "x", "pairs.0.b": "y", "pairs.1.a": "z", "pairs.1.b": ""])
  }

  @Test func `a key means the same with quotes and without, and both together are refused`() throws {
    func pair(_ text: String) throws -> (String, Bool) {
      var top = try SettingsFile(text: text, path: "report.yml", overrides: []).reader()
      var found = ("", false)
      top.sections("pairs", defaultKey: "true") {
        $0.read("true", &found.0)
        $0.read("no", &found.1)
      }
      try top.finish()
      return found
    }
    for text in ["pairs: [{true: cats, no: yes}]", #"pairs: [{"true": cats, 'no': "yes"}]"#] {
      #expect(try pair(text) == ("cats", true))
    }
    #expect(throws: SettingsError(["report.yml:3: the key pairs.true is given more than once"])) {
      try pair("pairs:\n  - true: cats\n    \"true\": dogs\n")
    }
  }

  @Test func `without a list every chapter is in`() throws {
    #expect(try read("title: x").chapters == ["embeddings", "attention"])
  }

  @Test func `an unknown chapter gets the nearest name`() {
    #expect(
      throws: SettingsError(["report.yml:1: chapters names “embedings”, which is no chapter; did you mean embeddings?"])
    ) {
      try read("chapters: [embedings]")
    }
  }

  @Test func `exports are named one by one, and an unknown one gets the nearest name`() throws {
    #expect(try read("title: x").exports == [])
    #expect(try read("exports: [csv, pdf]").exports == [.csv, .pdf])
    #expect(throws: SettingsError(["report.yml:1: exports names “latx”; did you mean latex?"])) {
      try read("exports: [latx]")
    }
  }

  @Test func `a chapter named twice is refused`() {
    #expect(throws: SettingsError.self) { try read("chapters: [attention, attention]") }
  }

  @Test func `names of any script survive`() throws {
    let name = "محمد 李雷 👩‍🔬 e\u{301}"
    #expect(try read("author: \(name)\ntitle: \(String(repeating: "長", count: 500))").authors[0].name == name)
  }
}
