import Dispatch
import Foundation
import Synchronization
import TestSupport
import Testing

/// The interactive views of the default report, tried in a real browser, and their logic in Node.
@Suite struct BrowserTests {
  /// The tests' Python with Playwright, and a Chromium for it.
  private static let python: URL? = {
    let hasBrowser = ["/usr/bin/chromium", "/usr/bin/google-chrome", "/usr/bin/chromium-browser"].contains(
      where: isInstalled)
    guard hasBrowser, let python = Project.testPython,
      (try? run(python.path, ["-c", "import playwright, axe_playwright_python"]).status) == 0
    else { return nil }
    return python
  }()

  /// The Node that Playwright brings, else the system's.
  private static let node: String? = {
    let brought = try? Project.testPython.map { python in
      try run(
        python.path,
        ["-c", "import playwright, pathlib; print(pathlib.Path(playwright.__file__).parent / 'driver/node')"])
    }
    let candidates = [brought.map { $0.output.trimmingCharacters(in: .whitespacesAndNewlines) }, "/usr/bin/node"]
    return candidates.compactMap(\.self).first(where: isInstalled)
  }()

  @Test(.enabled(if: node != nil, "there is no Node"))
  func `the logic of views needs no page`() throws {
    let folder = Project.root.appending(path: "Tests/Browser/logic")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".test.js") }
      .sorted()
    #expect(!files.isEmpty)
    let result = try run(try #require(Self.node), ["--test"] + files, in: folder)
    #expect(result.status == 0, "\(result.output)")
  }

  @Test(
    .enabled(if: python != nil, "there is no Chromium, or no Playwright for it"),
    .enabled(if: Project.model("all-MiniLM-L6-v2") != nil, "all-MiniLM-L6-v2 is not there"))
  func `views do in a browser what they say`() throws {
    let bench = try Bench(of: "aml-nlu")
    try bench.write(Bench.wideCorpus(rows: 6_000, words: 9_000), to: "corpus.txt")
    let model = try #require(Project.model("all-MiniLM-L6-v2"))
    let rendered = try bench.quire(
      "render", "--to", "html", "-P", "embeddings.data=corpus.txt", "-P", "attention.model=\(model.path)", "-P",
      "embeddings.analogies=[bad good battery case, great terrible screen phone]")
    #expect(rendered.code == 0, "\(rendered.errors)")
    let folder = Project.root.appending(path: "Tests/Browser")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".py") && $0 != "browser.py" && !$0.hasSuffix("-bench.py") }.sorted()
    #expect(!files.isEmpty)
    let screenshots = bench.folder.appending(path: "screenshots")
    let environment = ["QUIRE_REPORT=\(bench.output.path)", "QUIRE_SCREENSHOTS=\(screenshots.path)"]
    let python = try #require(Self.python).path
    // Two browsers at a time: most of a test is waiting for its page. Large files and small ones are dealt out in turn.
    let sizes = try files.map {
      try FileManager.default.attributesOfItem(atPath: folder.path + "/" + $0)[.size] as? Int ?? 0
    }
    let order = files.indices.sorted { sizes[$0] > sizes[$1] }
    let results = Mutex<[(status: Int32, output: String)]>([])
    DispatchQueue.concurrentPerform(iterations: 2) { part in
      let own = order.enumerated().filter { ($0.offset + 1) / 2 % 2 == part }.map { files[$0.element] }
      let result = Result { try run("env", environment + [python, "-m", "unittest"] + own, in: folder) }
      results.withLock { $0.append((try? result.get()) ?? (-1, "\(result)")) }
    }
    for result in results.withLock({ $0 }) { #expect(result.status == 0, "\(result.output)") }
    // `swift test --attachments-path FOLDER` keeps them.
    for name in (try? FileManager.default.contentsOfDirectory(atPath: screenshots.path).sorted()) ?? [] {
      Attachment.record([UInt8](try Data(contentsOf: screenshots.appending(path: name))), named: name)
    }
  }
}
