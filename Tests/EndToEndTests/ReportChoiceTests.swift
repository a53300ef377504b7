import Foundation
import Testing

@Suite struct ReportChoiceTests {
  /// A home with reports of one chapter each, and the tool run in it without `--report`.
  private func list(_ reports: [String], default name: String? = nil) throws -> Bench.Outcome {
    let bench = try Bench()
    let home = bench.folder.appending(path: "home")
    try FileManager.default.createDirectory(at: home.appending(path: "reports"), withIntermediateDirectories: true)
    for folder in ["templates", "assets"] {
      try FileManager.default.createSymbolicLink(
        at: home.appending(path: folder), withDestinationURL: Bench.root.appending(path: folder))
    }
    for report in reports {
      let folder = home.appending(path: "reports").appending(path: report)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data("chapters: [\(report)]\n".utf8).write(to: folder.appending(path: "report.yml"))
    }
    if let name { try Data((name + "\n").utf8).write(to: home.appending(path: "reports/default")) }
    return try bench.quire("list", in: home, environment: ["QUIRE_HOME": home.path])
  }

  @Test func `the only report is the one that is meant`() throws {
    let outcome = try list(["attention"])
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.hasPrefix("attention"))
  }

  @Test func `of several the file default names one`() throws {
    let outcome = try list(["attention", "embeddings"], default: "embeddings")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.hasPrefix("embeddings"))
  }

  @Test func `several without a default, and a default that is none, name the choices`() throws {
    let several = try list(["attention", "embeddings"])
    #expect(several.code == 2)
    #expect(several.errors.contains("choose one: --report reports/attention, --report reports/embeddings"))
    let wrong = try list(["attention", "embeddings"], default: "captions")
    #expect(wrong.code == 2)
    #expect(wrong.errors.contains("reports/default: names “captions”, which is no report"))
    #expect(try list([]).code == 2)
  }
}
