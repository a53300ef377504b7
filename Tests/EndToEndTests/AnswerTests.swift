import Basics
import Foundation
import Notebook
import Rendering
import Testing

@Suite struct AnswerTests {
  private static let model = Bench.root.appending(path: "Tests/TransformersTests/Fixtures/models/bert").path

  /// A bench with all that the author of a report of the project wrote.
  private func bench(of report: String) throws -> Bench {
    let bench = try Bench()
    try FileManager.default.removeItem(at: bench.report.appending(path: "answers"))
    let source = Bench.root.appending(path: "reports").appending(path: report)
    // File by file, since answers may be links to those of another report.
    let reports = Enclosure([source.deletingLastPathComponent()], name: "the reports")
    for name in try FileSystem.files(below: source, within: reports) where !name.hasPrefix("output/") {
      let file = bench.report.appending(path: name)
      try AtomicFile.write(InputFile.bytes(of: source.appending(path: name)), to: file)
    }
    return bench
  }

  @Test func `the default report's answers repeat no result by hand`() throws {
    let bench = try bench(of: "aml-nlu")
    let rendered = try bench.quire(
      "render", "--to", "md", "-P", "embeddings.data=corpus.txt", "-P", "attention.model=\(Self.model)", "-P",
      "attention.sentence=the cat sat on the mat")
    #expect(rendered.code == 0, "\(rendered.errors)")
    var results: [String: JSONValue] = [:]
    for chapter in ["embeddings", "attention", "captions"] {
      results[chapter] = try JSONReader.value(
        ofFile: bench.output.appending(path: "chapters/\(chapter)/results.json"))
    }
    let answers = bench.report.appending(path: "answers")
    let names = try FileManager.default.subpathsOfDirectory(atPath: answers.path).filter { $0.hasSuffix(".md") }
    #expect(!names.isEmpty)
    for name in names {
      let text = try String(contentsOf: answers.appending(path: name), encoding: .utf8)
      #expect(LiteralNumber.find(in: text, results: results) == [], "\(name)")
    }
    #expect(LiteralNumber.find(in: "It has 100 dimensions.", results: results).count == 1)
  }

  @Test(arguments: ["Dogs bark.", "No.", "cat", "El perro ladra porque tiene hambre.", "it rains, and they keep it"])
  func `the default report's answers hold of any sentence`(_ sentence: String) throws {
    let bench = try bench(of: "aml-nlu")
    let rendered = try bench.quire(
      "render", "--to", "md", "-P", "chapters=[attention]", "-P", "attention.model=\(Self.model)", "-P",
      "attention.sentence=\(sentence)")
    #expect(rendered.code == 0, "\(rendered.errors)")
  }

  @Test func `the assignment's other version keeps the numbers of its sections`() throws {
    let bench = try bench(of: "aml-nlu-attention-clip")
    let rendered = try bench.quire(
      "render", "--to", "md", "-P", "attention.model=\(Self.model)", "-P", "attention.sentence=the cat sat on the mat")
    #expect(rendered.code == 0, "\(rendered.errors)")
    let headings = try bench.read("report.md").split(separator: "\n").filter { $0.hasPrefix("## ") }
    #expect(headings.contains { $0.contains("3") && $0.contains("Attention visualisation") }, "\(headings)")
    #expect(headings.contains { $0.contains("4") && $0.contains("Image captions with CLIP") }, "\(headings)")
    #expect(!headings.contains { $0.contains("Word embeddings") })
    #expect(
      try bench.quire(
        "pack", "-P", "outputs=[md]", "-P", "attention.model=\(Self.model)", "-P",
        "attention.sentence=the cat sat on the mat",
        // The model's folder is named by its path on this machine, which results and report repeat.
        "--allow-incomplete"
      ).code == 0)
  }

  @Test func `captions of Markdown, HTML and placeholders are set as they are`() throws {
    let bench = try Bench()
    try bench.write(
      """
      chapters: [captions]
      outputs: [html]
      captions:
        descriptions: ["**two** | _cats_", "<script>alert(1)</script> two cats", "two cats {{captions.all.pairs}}"]
      """, to: "report.yml")
    let rendered = try bench.quire("render", "--to", "md,html")
    #expect(rendered.code == 0, "\(rendered.errors)")
    let html = try bench.read("report.html")
    #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt; two cats"))
    #expect(!html.contains("<script>alert"))
    #expect(html.contains("two cats {{captions.all.pairs}}"))
    #expect(html.contains("**two** | _cats_"))
  }

  @Test func `a number that is copied by hand is pointed out`() throws {
    let bench = try Bench()
    try bench.write("There are 300 reviews.\n", to: "answers/embeddings/parameters.md")
    try bench.quire("render")
    let outcome = try bench.quire("check", "--answers")
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("parameters.md:1: 300 is a result; quote it as {{embeddings.corpus.rows}}"))
  }

  @Test func `a new report asks its questions and is incomplete`() throws {
    let bench = try Bench()
    let home = bench.folder.appending(path: "home")
    for name in ["templates", "assets"] {
      try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        at: home.appending(path: name), withDestinationURL: Bench.root.appending(path: name))
    }
    let environment = ["QUIRE_HOME": home.path]
    let made = try bench.quire("init", "mine", environment: environment)
    #expect(made.code == 0, "\(made.errors)")
    #expect(try bench.quire("init", "mine", environment: environment).code == 2)
    #expect(try bench.quire("init", "../mine", environment: environment).code == 2)
    let answer = home.appending(path: "reports/mine/answers/embeddings/neighbours.md")
    #expect(try String(contentsOf: answer, encoding: .utf8).contains("five most similar words"))
    let check = Process()
    check.executableURL = Bench.tool
    check.arguments = ["check", "--answers", "--report", home.appending(path: "reports/mine").path]
    check.environment = ["QUIRE_HOME": home.path, "HOME": bench.folder.path, "PATH": "/usr/bin:/bin"]
    check.standardOutput = FileHandle.nullDevice
    check.standardError = FileHandle.nullDevice
    try check.run()
    check.waitUntilExit()
    #expect(check.terminationStatus == 3)
  }
}
