import Foundation
import Images
import Notebook
import Rendering
import Testing

/// What stands beside a figure's PNG: WebP for browsers, a drawing for paper.
@Suite struct FigureTwinTests {
  /// A miniature report whose first figure has a lighter file beside it.
  private func report(_ change: (inout FigureBlock) -> Void, _ files: [String: Data]) throws -> MiniatureReport {
    let report = try MiniatureReport()
    let place = report.folder.document("embeddings")
    var document = try JSONDecoder().decode(ChapterDocument.self, from: Data(contentsOf: place))
    for (index, block) in document.blocks.enumerated() {
      guard case .figure(var figure) = block, figure.id == "loss" else { continue }
      change(&figure)
      document.blocks[index] = .figure(figure)
    }
    try report.write(try JSONEncoder().encode(document), to: place)
    for (name, data) in files {
      try report.write(data, to: report.folder.chapter("embeddings").appending(path: name))
    }
    return report
  }

  private func loss(_ report: MiniatureReport) throws -> BookFigure {
    let book = try report.renderer.stitch()
    let figures = book.chapters.flatMap(\.pieces).compactMap {
      if case .figure(let figure) = $0 { figure } else { nil }
    }
    return try #require(figures.first { $0.path.hasSuffix("loss.png") })
  }

  @Test func `HTML shows the WebP, Markdown the PNG`() throws {
    let web = Data(try WebP.encode(PNG.decode([UInt8](MiniatureReport.png))))
    let report = try report({ $0.web = "figures/loss.webp" }, ["figures/loss.webp": web])
    _ = try report.render([.markdown, .html])
    let html = try report.text(.html)
    #expect(html.contains("src=\"data:image/webp;base64,\(web.base64EncodedString())\""))
    #expect(try report.text(.markdown).contains("](chapters/embeddings/figures/loss.png)"))
  }

  @Test(arguments: [nil, Data("text".utf8), MiniatureReport.png]) func `without a sound WebP, HTML shows the PNG`(
    web: Data?
  ) throws {
    let report = try report(
      { $0.web = "figures/loss.webp" }, web.map { ["figures/loss.webp": $0] } ?? [:])
    _ = try report.render([.html])
    #expect(try !report.text(.html).contains("image/webp"))
    #expect(try report.text(.html).contains(MiniatureReport.png.base64EncodedString()))
  }

  @Test func `paper gets the drawing`() throws {
    let svg = Data(##"<?xml version="1.0"?><svg><use href="#a"/><path clip-path="url(#c)"/></svg>\##n"##.utf8)
    let report = try report({ $0.vector = "figures/loss.svg" }, ["figures/loss.svg": svg])
    #expect(try loss(report).drawing() == svg)
  }

  @Test(arguments: [
    ##"<svg><use href="#a"/></svg>"##, ##"<?xml version="1.0"?><svg><use xlink:href="file.svg#a"/></svg>"##,
    ##"<?xml version="1.0"?><svg><script/></svg>"##, ##"<?xml version="1.0"?><svg><path/>"##,
    ##"<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>"##,
  ]) func `paper gets no drawing that no chapter wrote`(text: String) throws {
    let report = try report({ $0.vector = "figures/loss.svg" }, ["figures/loss.svg": Data((text + "\n").utf8)])
    #expect(try loss(report).drawing() == nil)
  }

  @Test func `a file that leads out of the chapter is refused`() throws {
    let report = try report({ $0.vector = "../../secret.svg" }, [:])
    #expect(
      report.problems().first?.contains("has a figure “loss” whose file is elsewhere: “../../secret.svg”") == true)
  }
}
