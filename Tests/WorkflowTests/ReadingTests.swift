import Foundation
import TestSupport
import Testing
import Workflow

@Suite struct ReadingTests {
  @Test(.enabled(if: Project.python != nil, "Typst is not installed in .venv"))
  func `a rendering of every format opens each file once, and once more for its sum`() throws {
    let report = try ScratchReport()
    var environment = report.environment
    environment.variables["QUIRE_PYTHON"] = Project.python?.path
    var request = report.render
    request.formats = ["md", "html", "pdf"]
    // Compact, a drawing that no answer names is not read at all.
    request.report.overrides = ["form=full"]
    try Data(contentsOf: Bench.root.appending(path: "assets/two-cats.png"))
      .write(to: report.bench.report.appending(path: "answers/embeddings/cats.png"))
    try report.bench.write("![Two cats](cats.png)\n", to: "answers/embeddings/neighbours.md")
    _ = try request.perform(in: environment)
    for name in ["report.md", "report.html", "report.pdf", "cache/pdf.key"] {
      try FileManager.default.removeItem(at: report.bench.output.appending(path: name))
    }

    let chapter = report.bench.output.appending(path: "chapters/embeddings")
    let answers = report.bench.report.appending(path: "answers/embeddings")
    let count = try OpenCount([chapter, chapter.appending(path: "figures"), answers])
    let rendered = try request.perform(in: environment)
    #expect(rendered.files.map(\.lastPathComponent) == ["report.md", "report.html", "report.pdf"])
    let counts = count.counts()
    #expect(counts.keys.count { $0.hasPrefix("figures/") } >= 3)
    for (name, opened) in counts where name.hasPrefix("figures/") {
      // A figure's value is for drawing it again, which no format does.
      #expect(opened == (name.hasSuffix(".json") ? 1 : 2), "\(name)")
    }
    #expect(counts["embeddings/chapter.json"] == 2)
    #expect(counts["embeddings/results.json"] == 2)
    // The sum tells a list later what the report was made of.
    for name in ["neighbours.md", "parameters.md"] { #expect(counts["embeddings/\(name)"] == 2, "\(name)") }
    // The first bytes of a picture say whether its copy is a PNG, and so what it is called.
    #expect(counts["embeddings/cats.png"] == 3)
  }
}
