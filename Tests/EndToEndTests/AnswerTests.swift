import Foundation
import Notebook
import Rendering
import Testing

@Suite struct AnswerTests {
  @Test func `the default report's answers repeat no result by hand`() throws {
    let bench = try Bench()
    let source = Bench.root.appending(path: "reports/aml-nlu")
    for name in ["report.yml", "answers", "evaluation"] {
      try? FileManager.default.removeItem(at: bench.report.appending(path: name))
      try FileManager.default.copyItem(at: source.appending(path: name), to: bench.report.appending(path: name))
    }
    let model = Bench.root.appending(path: "Tests/TransformersTests/Fixtures/models/bert").path
    let rendered = try bench.quire(
      "render", "--to", "md", "-P", "embeddings.data=corpus.txt", "-P", "attention.model=\(model)", "-P",
      "attention.sentence=the cat sat on the mat")
    #expect(rendered.code == 0, "\(rendered.errors)")
    var results: [String: JSONValue] = [:]
    for chapter in ["embeddings", "attention"] {
      results[chapter] = try CanonicalJSON.decode(
        JSONValue.self, from: bench.output.appending(path: "chapters/\(chapter)/results.json"))
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
