import Foundation
import Images
import Notebook
import Rendering
import Testing

/// What stands beside a figure's PNG: WebP for browsers, the same for dark screens, a drawing for paper.
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

  @Test(arguments: ["webp", "png"]) func `a dark screen gets the drawing made for it, and paper does not`(
    ending: String
  ) throws {
    let image = try PNG.decode([UInt8](MiniatureReport.png))
    let dark = Data(ending == "webp" ? try WebP.encode(image) : try PNG.encode(image, texts: [("Title", "dark")]))
    let name = "figures/loss.dark.\(ending)"
    let report = try report({ $0.dark = name }, [name: dark])
    _ = try report.render([.markdown, .html])
    let html = try report.text(.html)
    let size = "alt=\"A falling line\" width=\"400\" height=\"267\" style=\"width:300.0pt\">"
    let pictures = """
      <div class="card two-toned">\
      <img src="data:image/png;base64,\(MiniatureReport.png.base64EncodedString())" \(size)\
      <img class="dark" hidden src="data:image/\(ending);base64,\(dark.base64EncodedString())" \(size)</div>
      """
    #expect(html.ranges(of: pictures).count == 1)
    #expect(html.ranges(of: "class=\"dark\"").count == 1)
    // Light anywhere but on a dark screen: also on paper, where the system is dark.
    let rule = """
      .two-toned > .dark { display: none; }
      @media screen and (prefers-color-scheme: dark) {
        figure .two-toned { background: none; }
        .two-toned > :not(.dark) { display: none; }
        .two-toned > .dark { display: block; }
      }
      """
    #expect(html.contains(rule))
    #expect(try !report.text(.markdown).contains(".dark."))
  }

  @Test(arguments: [nil, Data("text".utf8)]) func `a figure of an older run stands on its card`(dark: Data?) throws {
    let name = "figures/loss.dark.webp"
    for report in [
      try report({ _ in }, [:]), try report({ $0.dark = name }, dark.map { [name: $0] } ?? [:]),
    ] {
      _ = try report.render([.html])
      let html = try report.text(.html)
      #expect(!html.contains("class=\"dark\"") && !html.contains("class=\"card two-toned\""))
      #expect(html.ranges(of: "<div class=\"card\"><img ").count == 3)
    }
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
    for report in [
      try report({ $0.vector = "../../secret.svg" }, [:]), try report({ $0.dark = "../../secret.svg" }, [:]),
    ] {
      #expect(
        report.problems().first?.contains("has a figure “loss” whose file is elsewhere: “../../secret.svg”") == true)
    }
  }

  @Test(.enabled(if: MiniatureReport.engine != nil, "Typst is not installed in .venv"))
  func `the PDF holds the drawing and no pixels`() throws {
    func images(_ svg: String?) throws -> Int {
      let report = try report(
        { $0.vector = "figures/loss.svg" }, svg.map { ["figures/loss.svg": Data($0.utf8)] } ?? [:])
      // Alone in the report, so that every image is its own.
      try report.write(chapter: keepingLoss(report.folder.document("embeddings")))
      try FileManager.default.removeItem(at: report.folder.chapter("pictures"))
      try report.answer("size", "See {{figure:embeddings/loss}}.\n")
      _ = try report.render([.pdf], pdfEngine: MiniatureReport.engine)
      let pdf = try Data(contentsOf: report.folder.report("pdf"))
      return pdf.ranges(of: Data("/Subtype/Image".utf8)).count
    }
    let svg = """
      <?xml version="1.0"?>
      <svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><path d="M 0 0 L 300 200" stroke="red"/></svg>

      """
    #expect(try images(nil) > 0)
    #expect(try images(svg) == 0)
  }

  @Test(.enabled(if: MiniatureReport.engine != nil, "Typst is not installed in .venv"))
  func `a drawing beside an answer whose text no font has costs a sign and not the PDF`() throws {
    let report = try MiniatureReport()
    let svg =
      #"<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><text y="15">Hi \#u{10FFFD}</text></svg>"#
    try report.write(Data(svg.utf8), to: report.folder.answers.appending(path: "embeddings/a.svg"))
    try report.answer("size", "Text.\n\n![A picture](a.svg)\n")
    let result = try report.render([.pdf], pdfEngine: MiniatureReport.engine)
    #expect(result.pages != nil)
    #expect(result.warnings.count == 1 && result.warnings[0].contains("(U+10FFFD)"), "\(result.warnings)")
  }

  private func keepingLoss(_ file: URL) throws -> ChapterDocument {
    var document = try JSONDecoder().decode(ChapterDocument.self, from: Data(contentsOf: file))
    document.blocks.removeAll { if case .figure(let figure) = $0 { figure.id != "loss" } else { false } }
    return document
  }
}
