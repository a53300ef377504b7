import Foundation
import Testing

/// What stands at the end of a rendering, and what a list says of the report itself.
@Suite struct ReportEndTests {
  @Test func `the last line has sizes and time, and a list knows an older report`() throws {
    let bench = try Bench(rows: 60)
    let made = try bench.quire("render")
    #expect(made.code == 0, "\(made.errors)")
    let line = try #require(made.output.split(separator: "\n").last)
    #expect(line.contains("report.md (") && line.contains("report.html (") && line.contains(", in "), "\(line)")
    #expect(try bench.quire("list").output.contains("report.html  fresh"))
    try bench.write("Another answer.\n", to: "answers/embeddings/parameters.md")
    let list = try bench.quire("list").output
    #expect(
      list.contains("report.html  stale") && list.contains("answers/embeddings/parameters.md was edited"), "\(list)")
    let stale = try bench.quire("list", "-P", "embeddings.window=3").output
    #expect(stale.contains("embeddings would run first"), "\(stale)")
  }

  @Test func `a report is opened by the program that BROWSER names, and without one it is told`() throws {
    let bench = try Bench(rows: 60)
    let browser = bench.folder.appending(path: "browser")
    try Data("#!/bin/sh\nenv > \"$HOME/variables\"; echo \"$1\" > \"$HOME/opened\"\n".utf8).write(to: browser)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: browser.path)
    let opened = try bench.quire(
      "render", "--open",
      environment: ["BROWSER": browser.path, "DISPLAY": ":7", "HF_TOKEN": "hf_secret", "LD_DEBUG_OUTPUT": "/nowhere"])
    #expect(opened.code == 0, "\(opened.errors)")
    let file = bench.folder.appending(path: "opened")
    for _ in 0..<200 where !FileManager.default.fileExists(atPath: file.path) { usleep(50_000) }
    #expect(try String(contentsOf: file, encoding: .utf8).hasSuffix("output/report.html\n"))
    let variables = try String(contentsOf: bench.folder.appending(path: "variables"), encoding: .utf8)
    #expect(variables.contains("DISPLAY=:7\n") && !variables.contains("hf_secret") && !variables.contains("LD_DEBUG"))
    let none = try bench.quire("render", "--open", environment: ["PATH": "/nowhere"])
    #expect(none.code == 0 && none.errors.contains("was not opened: there is no xdg-open"), "\(none.errors)")
  }
}
