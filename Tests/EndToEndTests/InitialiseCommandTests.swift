import Foundation
import TestSupport
import Testing

/// `quire init`, with and without somebody to ask.
@Suite struct InitialiseCommandTests {
  private let bench: Bench
  private let environment: [String: String]
  private var reports: URL { bench.folder.appending(path: "home/reports") }

  init() throws {
    bench = try Bench()
    let home = bench.folder.appending(path: "home")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    for name in ["templates", "assets"] {
      try FileManager.default.createSymbolicLink(
        at: home.appending(path: name), withDestinationURL: Bench.root.appending(path: name))
    }
    environment = ["QUIRE_HOME": home.path]
  }

  private func settings(_ name: String) throws -> String {
    try String(contentsOf: reports.appending(path: "\(name)/report.yml"), encoding: .utf8)
  }

  @Test func `where nobody can be asked, a name is needed, and --yes takes one`() throws {
    let nameless = try bench.quire("init", environment: environment)
    #expect(nameless.code == 2 && nameless.errors.contains("`quire init mine`"), "\(nameless.errors)")
    #expect(try bench.quire("init", "--yes", environment: environment).code == 0)
    #expect(try settings("mine").contains("title: \"My report\""))
  }

  @Test func `what is said on the command line stands in the settings, and answers are taken along`() throws {
    try Data("# neighbours\nThey are near.\n# Shopping\nMilk.\n".utf8)
      .write(to: bench.folder.appending(path: "notes.md"))
    let made = try bench.quire(
      "init", "other", "--chapters", "embeddings", "--title", "A: b", "--course", "AML", "--author", "Ada",
      "--id", "007", "--answers", "notes.md", environment: environment)
    #expect(made.code == 0, "\(made.errors)")
    #expect(made.errors.contains("line 1 answers embeddings/neighbours") && made.errors.contains("“Shopping”"))
    #expect(try settings("other").contains("title: \"A: b\"\ncourse: AML\nauthor:\n  name: Ada\n  id: \"007\"\n"))
    let answer = reports.appending(path: "other/answers/embeddings/neighbours.md")
    #expect(try String(contentsOf: answer, encoding: .utf8).contains("\nThey are near.\n"))
  }

  /// Runs the command on a terminal of its own, where these lines are typed.
  private func typed(_ lines: [String], _ arguments: String...) throws -> (code: Int32, shown: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/script")
    let command = ([Bench.tool.path(percentEncoded: false), "init"] + arguments).joined(separator: " ")
    process.arguments = ["--quiet", "--return", "--command", command, "/dev/null"]
    process.environment = bench.variables.merging(environment) { $1 }.merging(["TERM": "dumb"]) { $1 }
    process.currentDirectoryURL = bench.folder
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = output
    try process.run()
    input.fileHandleForWriting.write(Data(lines.map { $0 + "\n" }.joined().utf8))
    try input.fileHandleForWriting.close()
    let shown = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, shown)
  }

  private static let hasTerminals = FileManager.default.isExecutableFile(atPath: "/usr/bin/script")

  @Test(.enabled(if: hasTerminals))
  func `on a terminal it asks, asks again where an answer is none, and takes what stands in brackets`() throws {
    let (code, shown) = try typed(
      ["Not a name", "asked", "", "AML", "Ada", "", "embeddings", "battery, price", ""])
    #expect(code == 0, "\(shown)")
    #expect(shown.contains("“Not a name” cannot name a report") && shown.contains("[My report]"), "\(shown)")
    let text = try settings("asked")
    #expect(text.contains("title: \"My report\"\ncourse: AML\n") && text.contains("\n  words: [battery, price]\n"))
    #expect(text.contains("chapters: [embeddings]\n"))
  }

  @Test(.enabled(if: hasTerminals)) func `where the input ends, nothing is made`() throws {
    let (code, shown) = try typed(["asked", "A title"])
    #expect(code == 130 && shown.contains("nothing was made"), "\(shown)")
    #expect(!FileManager.default.fileExists(atPath: reports.appending(path: "asked").path))
  }
}
