import Foundation
import TestSupport
import Testing

/// What `make bench` and `make bench-check` decide by: when a row is measured again, what a table says, which counts may stand.
@Suite(.enabled(if: isInstalled("/usr/bin/python3"), "python3 is not there")) struct BenchmarkTests {
  @Test func `rows that spread are measured again, and counts are judged as they are on record`() throws {
    let (status, output) = try run(
      "/usr/bin/python3", ["-m", "unittest", "discover", "-s", "Tests/Benchmarks"], in: Project.root)
    #expect(status == 0 && output.contains("\nOK"), "\(output)")
  }

  private static let canCount =
    isInstalled("/usr/bin/valgrind") && isInstalled("/usr/bin/strip")
    && isInstalled(Project.root.appending(path: ".build/release/word2vec-benchmark").path(percentEncoded: false))

  @Test(.enabled(if: canCount, "valgrind or strip is not there, or word2vec-benchmark is not built"))
  func `a count that is not on record fails, and one that is holds`() throws {
    let scratch = try Scratch()
    let built = Bench.tool.deletingLastPathComponent().path(percentEncoded: false)
    let check = { (arguments: [String]) in
      try run(
        "/usr/bin/python3",
        [Project.root.appending(path: "Benchmarks/check.py").path(percentEncoded: false), "--built", built]
          + ["--counts", scratch.file("counts.json").path(percentEncoded: false), "start"] + arguments)
    }
    let first = try check([])
    #expect(first.status == 1 && first.output.contains("has no counts"), "\(first.output)")
    let recorded = try check(["--record"])
    #expect(recorded.status == 0 && recorded.output.contains("start: "), "\(recorded.output)")
    let again = try check([])
    #expect(again.status == 0 && again.output.contains("every count is within ±2%"), "\(again.output)")

    // As if the program had executed a tenth less when it was put on record.
    var text = try JSONDecoder().decode(Recorded.self, from: Data(contentsOf: scratch.file("counts.json")))
    let tenth = (text.runs["start"]?.instructions ?? 0) / 10
    text.runs["start"]?.objects["quire", default: 0] -= tenth
    try JSONEncoder().encode(text).write(to: scratch.file("counts.json"))
    let more = try check([])
    #expect(more.status == 1 && more.output.contains("more than may be"), "\(more.output)")
  }
}

/// The record of counts, as far as it is changed here.
private struct Recorded: Codable {
  var counted: [String: String]
  var runs: [String: Entry]

  struct Entry: Codable {
    var input: String
    var instructions: Int
    var objects: [String: Int]
    var libraries: [String: String]
  }
}
