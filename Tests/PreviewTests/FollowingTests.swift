import Basics
import Foundation
import Notebook
import TestSupport
import Testing
import Workflow

/// A preview follows the files of a report, whatever happens to them.
@Suite struct FollowingTests {
  private func text(_ preview: PreviewBench) throws -> String {
    String(decoding: try preview.get("slim.html").body, as: UTF8.self)
  }

  @Test func `an edited answer is on the page, which is what a rendering writes`() throws {
    let preview = try PreviewBench()
    try preview.start()
    let first = try preview.settled()
    #expect(!preview.bench.output.appending(path: "report.html").isThere, "the preview wrote a report")
    try preview.bench.write("A sentence about dimensions.\n", to: "answers/embeddings/parameters.md")
    let second = try preview.state("new page") { $0.version > first.version }
    #expect(try text(preview).contains("A sentence about dimensions."))

    let page = try preview.get("report.html?v=\(second.version)")
    #expect(page.status == 200)
    try preview.end()
    var render = RenderRequest(preview.selection)
    render.formats = ["html"]
    _ = try render.perform(in: preview.environment)
    #expect(try Data(contentsOf: preview.bench.output.appending(path: "report.html")) == page.body)
  }

  @Test func `an old number leads to the page as it is now`() throws {
    let preview = try PreviewBench()
    try preview.start()
    let version = try preview.settled().version
    let answer = try preview.get("report.html?v=\(version + 7)")
    #expect(answer.status == 302 && answer.head.contains("Location: report.html?v=\(version)"), "\(answer.head)")
  }

  @Test func `a fault stands over the last good page and goes when it is mended`() throws {
    let preview = try PreviewBench()
    try preview.start()
    let first = try preview.settled()
    try preview.bench.write("One line.\n\n{{embeddings.nothing}}\n", to: "answers/embeddings/parameters.md")
    let faulty = try preview.state("fault") { !$0.texts("faults").isEmpty }
    #expect(faulty.texts("faults").contains { $0.contains("answers/embeddings/parameters.md:3:") }, "\(faulty)")
    #expect(faulty.version == first.version)
    try preview.bench.write("One line.\n", to: "answers/embeddings/parameters.md")
    try preview.state("mended page") { $0.texts("faults").isEmpty && $0.version > first.version }
  }

  @Test func `a changed setting runs what is stale, with its progress`() throws {
    let preview = try PreviewBench()
    try preview.start()
    let first = try preview.settled()
    let settings = try String(contentsOf: preview.bench.report.appending(path: "report.yml"), encoding: .utf8)
    try preview.bench.write(settings.replacing("bad, great, screen", with: "bad, great, plot"), to: "report.yml")
    try preview.state("page of the new words") { state in
      let results = (try? preview.bench.read("chapters/embeddings/results.json")).flatMap {
        try? JSONReader.value(of: Array($0.utf8))
      }
      return state.version > first.version && state["isRunning"]?.bool == false
        && results?["neighbours"]?["plot"] != nil
    }
    #expect(preview.states.contains { $0.revision > first.revision && $0.hasWork })
  }

  @Test func `settings that cannot be read are told, and nothing is lost`() throws {
    let preview = try PreviewBench()
    try preview.start()
    let first = try preview.settled()
    let file = preview.bench.report.appending(path: "report.yml")
    let settings = try String(contentsOf: file, encoding: .utf8)
    try preview.bench.write(settings + "\tx: [\n", to: "report.yml")
    let faulty = try preview.state("fault") { !$0.texts("faults").isEmpty }
    #expect(faulty.texts("faults")[0].contains("report.yml:") && faulty.version == first.version)
    try FileManager.default.removeItem(at: file)
    try preview.state("other fault") { $0.texts("faults").contains { $0.contains("holds no report.yml") } }
    try preview.bench.write(settings, to: "report.yml")
    _ = try preview.settled()
  }

  @Test func `an answer may be renamed into place, deleted, and replaced by a folder`() throws {
    let preview = try PreviewBench()
    try preview.start()
    _ = try preview.settled()
    let file = preview.bench.report.appending(path: "answers/embeddings/parameters.md")
    // As Vim and others save: a new file takes the old one's place.
    try preview.bench.write("Renamed into its place.\n", to: "answers/embeddings/.parameters.md.new")
    #expect(
      rename(file.deletingLastPathComponent().appending(path: ".parameters.md.new").path, file.path) == 0)
    try preview.state("renamed answer") { _ in (try? text(preview).contains("Renamed into its place.")) == true }
    try FileManager.default.removeItem(at: file)
    func answer(_ state: JSONValue) -> String? {
      state["answers"]?.array?.first { $0["path"]?.string?.hasSuffix("/parameters.md") == true }?["state"]?.string
    }
    try preview.state("missing answer") { answer($0) == "missing" }
    try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
    try preview.state("fault") { $0.texts("faults").contains { $0.contains("is a folder") } }
    try FileManager.default.removeItem(at: file)
    try preview.bench.write("Back again.\n", to: "answers/embeddings/parameters.md")
    try preview.state("answer") { answer($0) == "answered" && $0.texts("faults").isEmpty }
    // The whole folder goes and comes.
    let folder = file.deletingLastPathComponent()
    let aside = preview.bench.folder.appending(path: "aside")
    try FileManager.default.moveItem(at: folder, to: aside)
    try preview.state("no answer") { answer($0) == "missing" }
    try FileManager.default.moveItem(at: aside, to: folder)
    try preview.state("answers again") { answer($0) == "answered" }
    try preview.bench.write("In the folder that came back.\n", to: "answers/embeddings/parameters.md")
    try preview.state("edit in it") { _ in (try? text(preview).contains("In the folder that came back.")) == true }
  }

  @Test func `two previews follow one report, and one waits for a run of somebody else's`() throws {
    let first = try PreviewBench()
    try first.start()
    _ = try first.settled()
    let second = try PreviewBench(first.bench)
    let output = ReportFolder(first.bench.report)
    try OutputFolder.hold(output) { _ in
      try second.start()
      let busy = try second.state("word of the other run") { $0["busy"]?.string != nil }
      #expect(busy["busy"]?.string?.contains("another run is at work") == true, "\(busy)")
      try first.bench.write("While somebody runs.\n", to: "answers/embeddings/parameters.md")
      for preview in [first, second] {
        try preview.state("page") { _ in (try? text(preview).contains("While somebody runs.")) == true }
      }
    }
    _ = try second.settled()
  }

  @Test func `without runs the page says that a chapter has not run`() throws {
    let preview = try PreviewBench()
    try preview.start(runsChapters: false)
    _ = try preview.settled()
    #expect(try text(preview).contains("quire render embeddings"))
    #expect(!preview.bench.output.isThere)
  }

  @Test func `an edit while chapters run is on the page before they end, and the end waits for none`() throws {
    let preview = try PreviewBench(Bench(rows: 20_000), overrides: ["embeddings.epochs=900"])
    try preview.start()
    try preview.state("run") { $0.hasWork }
    try preview.bench.write("Written while it runs.\n", to: "answers/embeddings/parameters.md")
    let state = try preview.state("page") { _ in (try? text(preview).contains("Written while it runs.")) == true }
    #expect(state["isRunning"]?.bool == true)
    let start = ContinuousClock.now
    try preview.end()
    #expect(.now - start < .seconds(20))
  }

  @Test func `changed settings end a run with the old ones`() throws {
    let preview = try PreviewBench(Bench(rows: 20_000))
    let settings = try String(contentsOf: preview.bench.report.appending(path: "report.yml"), encoding: .utf8)
    try preview.bench.write(settings + "  epochs: 900\n", to: "report.yml")
    try preview.start()
    try preview.state("run") { $0.hasWork }
    try preview.bench.write(settings + "  epochs: 1\n", to: "report.yml")
    _ = try preview.settled()
    let results = try JSONReader.value(of: Array(preview.bench.read("chapters/embeddings/results.json").utf8))
    #expect(results["parameters"]?["epochs"]?.double == 1)
  }

  @Test func `open pages hear of the end`() throws {
    let preview = try PreviewBench()
    try preview.start()
    _ = try preview.settled()
    try preview.end()
    usleep(50_000)
    #expect(preview.states.last?["hasEnded"]?.bool == true)
  }
}

extension URL {
  /// Whether something is at the place.
  var isThere: Bool { FileManager.default.fileExists(atPath: path(percentEncoded: false)) }
}
