import Foundation
import Testing

/// A report that is made with other settings than its own.
@Suite struct TriedReportTests {
  private func text(_ name: String, _ bench: Bench) throws -> String {
    try String(contentsOf: bench.report.appending(path: name), encoding: .utf8)
  }

  @Test func `it says so on its cover and leaves the report's own files as they were`() throws {
    let bench = try Bench(rows: 60)
    #expect(try bench.quire("render").code == 0)
    let own = try bench.files()
    let tried = try bench.quire("render", "-P", "embeddings.words=[bad, film, plot]", "--seed", "1", aside: true)
    #expect(tried.code == 0, "\(tried.errors)")
    #expect(tried.output.contains("tried/report.md") && tried.errors.contains("--replace puts this one in their place"))
    #expect(try bench.files() == own)
    for name in ["tried/report.md", "tried/report.html"] {
      let page = try text(name, bench)
      #expect(page.contains("settings that its") && page.contains("embeddings.words=[bad, film, plot]"), "\(name)")
    }
    #expect(try !text("output/report.md", bench).contains("settings that its"))
    #expect(try bench.quire("list").output.contains("report.html  fresh"))
  }

  @Test func `it starts from what the report's own runs kept`() throws {
    let bench = try Bench(rows: 60)
    #expect(try bench.quire("render", "--to", "md").code == 0)
    let tried = try bench.quire("render", "--to", "md", "-P", "embeddings.words=[bad, film, plot]", aside: true)
    #expect(tried.code == 0 && !tried.errors.contains("embeddings: training"), "\(tried.errors)")
  }

  @Test func `where its place is asked for it takes that, and what is said of the looks alone is told as well`() throws
  {
    let bench = try Bench(rows: 60)
    let outcome = try bench.quire("render", "--to", "md", "-P", "title=Tried", "--replace", aside: true)
    #expect(outcome.code == 0, "\(outcome.errors)")
    let page = try bench.read("report.md")
    #expect(page.contains("Tried") && page.contains("title=Tried") && !page.contains("/tmp/"))
    #expect(!FileManager.default.fileExists(atPath: bench.report.appending(path: "tried").path))
  }

  @Test func `the cover tells no place of this machine, and clean removes what was tried`() throws {
    let bench = try Bench(rows: 60)
    let place = bench.report.appending(path: "corpus.txt").path
    let outcome = try bench.quire("render", "--to", "md", "-P", "embeddings.data=\(place)", aside: true)
    #expect(outcome.code == 0, "\(outcome.errors)")
    let page = try text("tried/report.md", bench)
    #expect(page.contains("embeddings.data=…/corpus.txt") && !page.contains(bench.folder.lastPathComponent))
    #expect(try bench.quire("clean").code == 0)
    #expect(!FileManager.default.fileExists(atPath: bench.report.appending(path: "tried").path))
  }

  @Test func `what the report's own file says as well is not told`() throws {
    let bench = try Bench(rows: 60)
    let outcome = try bench.quire(
      "render", "--to", "md", "-P", "embeddings.words=[bad, great, screen]", "-P", "embeddings.epochs=3", aside: true)
    #expect(outcome.code == 0, "\(outcome.errors)")
    let page = try text("tried/report.md", bench)
    #expect(page.contains("embeddings.epochs=3") && !page.contains("embeddings.words="))
  }

  @Test func `threads and formats change no number, and are not told`() throws {
    let bench = try Bench(rows: 60)
    let outcome = try bench.quire("render", "-P", "threads=1", "-P", "outputs=[md]", "--replace", aside: true)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(try !bench.read("report.md").contains("settings that its"))
  }
}
