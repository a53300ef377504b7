import Foundation
import Notebook
import Plotting
import Rendering
import TestSupport
import Testing

/// What `exports:` writes beside the report.
@Suite struct ExportTests {
  /// A miniature report in which one figure has its value beside it, and a table what others take for their own signs.
  private func report(_ kinds: [ExportKind]) throws -> MiniatureReport {
    let report = try MiniatureReport()
    report.settings.exports = kinds
    var document = MiniatureReport.embeddings
    for (index, block) in document.blocks.enumerated() {
      switch block {
      case .figure(var figure) where figure.id == "loss":
        figure.value = "figures/loss.json"
        document.blocks[index] = .figure(figure)
      case .table(var table):
        table.rows.append(["50 % & $x_1$ #~^\\{}", "\u{2212}0.50"])
        table.rows.append(["=HYPERLINK(1)", "1,234"])
        document.blocks[index] = .table(table)
      default: continue
      }
    }
    try report.write(chapter: document)
    let figure = Figure(
      id: "loss", caption: "The loss.", alternativeText: "A falling line", size: Size(width: 300, height: 200),
      panels: [Panel(marks: [.line(Line([Point(1, 2), Point(2, 1)]))])])
    try report.write(figure.json(), to: report.folder.chapter("embeddings").appending(path: "figures/loss.json"))
    return report
  }

  private func exported(_ report: MiniatureReport) -> [String] {
    let folder = report.folder.exports
    return ((try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? [])
      .filter { $0.contains(".") }.sorted()
  }

  private func text(_ name: String, _ report: MiniatureReport) throws -> String {
    try String(contentsOf: report.folder.exports.appending(path: name), encoding: .utf8)
  }

  @Test func `nothing is exported unless the settings ask for it`() throws {
    let report = try report([])
    #expect(try report.render([.markdown]).exports == 0)
    #expect(!FileManager.default.fileExists(atPath: report.folder.exports.path))
  }

  @Test func `a table's numbers are numbers in CSV, and nothing in it computes`() throws {
    let report = try report([.csv])
    #expect(try report.render([.markdown]).exports == 1)
    #expect(
      try text("embeddings/table-near.csv", report) == """
        Word,Similarity\r
        terrible,0.6617\r
        a|b`c,<b>\r
        50 % & $x_1$ #~^\\{},-0.5\r
        '=HYPERLINK(1),1234\r

        """)
  }

  @Test func `a table in LaTeX sets its cells and nothing else`() throws {
    let report = try report([.latex])
    _ = try report.render([.markdown])
    let table = try text("embeddings/table-near.tex", report)
    #expect(table.contains("\\begin{tabular}{lr}"))
    #expect(table.contains("\\label{tab:embeddings-near}") && table.contains("\\caption{Nearest words.}"))
    #expect(
      table.contains(
        "\\texttt{50 \\% \\& \\$x\\_1\\$ \\#\\textasciitilde{}\\textasciicircum{}\\textbackslash{}\\{\\}} & $-$0.50 \\\\"
      ))
    // A figure in LaTeX shows the PDF, which was not asked for.
    #expect(exported(report) == ["embeddings/table-near.tex"])
  }

  @Test func `a figure is drawn anew from its value, to the same bytes each time`() throws {
    let report = try report([.svg, .pdf, .latex])
    let result = try report.render([.markdown])
    // Those without a value are told.
    #expect(result.warnings.count { $0.contains("exports:") && $0.contains("has no value beside it") } == 2)
    let names = ["figure-loss.pdf", "figure-loss.svg", "figure-loss.tex", "table-near.tex"].map { "embeddings/\($0)" }
    #expect(exported(report) == names)
    let files = try names.map { try Data(contentsOf: report.folder.exports.appending(path: $0)) }
    #expect(files[0].starts(with: Data("%PDF-".utf8)))
    #expect(String(decoding: files[1], as: UTF8.self).contains("<svg"))
    #expect(String(decoding: files[2], as: UTF8.self).contains("]{figure-loss.pdf}"))
    _ = try report.render([.markdown])
    #expect(try names.map { try Data(contentsOf: report.folder.exports.appending(path: $0)) } == files)
  }

  @Test func `what is no longer asked for goes, and what is somebody else's stays`() throws {
    let report = try report([.csv, .svg])
    _ = try report.render([.markdown])
    try report.write("mine", to: report.folder.exports.appending(path: "embeddings/notes.txt"))
    report.settings.exports = [.csv]
    _ = try report.render([.markdown])
    #expect(exported(report) == ["embeddings/notes.txt", "embeddings/table-near.csv"])
    report.settings.exports = []
    _ = try report.render([.markdown])
    #expect(exported(report) == ["embeddings/notes.txt"])
  }

  @Test func `a file of somebody else's in the place of an export is never written over`() throws {
    let report = try report([.csv])
    try report.write("mine", to: report.folder.exports.appending(path: "embeddings/table-near.csv"))
    #expect(throws: (any Error).self) { try report.render([.markdown]) }
    #expect(try text("embeddings/table-near.csv", report) == "mine")
  }
}
