import Basics
import Foundation
import Notebook
import Rendering
import Testing

/// Figures that are more than images on a screen.
@Suite struct ViewTests {
  private static let view = FigureView(
    kind: "attention-head", data: "views/attention.view", options: ["mode": "</script>\"&"],
    parameters: ["layer": .count(6), "token": .names(["the", "water", "¿qué & por+qué?", "the"])])

  /// A miniature report whose two figures of embeddings share a view's data.
  private func report(_ view: FigureView? = view, hasData: Bool = true) throws -> MiniatureReport {
    let report = try MiniatureReport()
    let place = report.folder.document("embeddings")
    var document = try JSONDecoder().decode(ChapterDocument.self, from: Data(contentsOf: place))
    for (index, block) in document.blocks.enumerated() {
      guard case .figure(var figure) = block else { continue }
      figure.view = view
      document.blocks[index] = .figure(figure)
    }
    try report.write(try JSONEncoder().encode(document), to: place)
    if hasData {
      let data = try ViewData(values: ["a": 1]).file()
      try report.write(data, to: report.folder.chapter("embeddings").appending(path: "views/attention.view"))
    }
    return report
  }

  /// The script of a page, as a browser finds it.
  private func script(of html: String) throws -> String {
    let start = try #require(html.range(of: "\n<script>")).upperBound
    return String(html[start..<(try #require(html.range(of: "</script>", range: start..<html.endIndex))).lowerBound])
  }

  @Test func `the page carries the data once, and the one script that its policy names`() throws {
    let report = try report()
    let html = try report.text(.html)
    #expect(
      html.components(separatedBy: " data-view=\"attention-head\" data-source=\"view-embeddings-attention\"").count == 3
    )
    let data = try ViewData(values: ["a": 1]).file().base64EncodedString()
    #expect(html.components(separatedBy: data).count == 2)
    var sum = SHA256()
    sum.update(Data(try script(of: html).utf8))
    #expect(html.contains("script-src 'sha256-\(Data(sum.finalize()).base64EncodedString())'; base-uri 'none'"))
    #expect(html.contains("content=\"default-src 'none';"))
    #expect(html.contains("data-options=\"{&quot;mode&quot;:&quot;</script>") == false)
    // The image stands in the same place for whoever has no scripts.
    #expect(html.contains("alt=\"A falling line\""))
  }

  @Test func `a page without views has no script`() throws {
    for report in [try report(nil), try report()] {
      report.settings.showsViews = false
      let html = try report.text(.html)
      #expect(!html.contains("<script") && !html.contains("script-src") && !html.contains("data-view"))
    }
  }

  @Test func `data that is gone is told, and the image stays`() throws {
    let report = try report(hasData: false)
    let result = try report.render([.html])
    #expect(result.warnings.contains { $0.contains("attention.view: is gone") }, "\(result.warnings)")
    let html = try String(contentsOf: #require(result.files[.html]), encoding: .utf8)
    #expect(!html.contains("data-view") && !html.contains("<script") && html.contains("alt=\"A falling line\""))
  }

  @Test(arguments: [
    (
      "{{view:embeddings/pca?layer=5&token=water}}",
      "[Figure 2 (layer 5, token water)](#figure-embeddings-pca?layer=5&token=water)"
    ),
    ("{{view:/pca?token=1}}", "[Figure 2 (token 1)](#figure-embeddings-pca?token=1)"),
    (
      "{{view:/pca?layer=(.levels.1)&token=(embeddings.token)}}",
      "[Figure 2 (layer 3, token water)](#figure-embeddings-pca?layer=3&token=water)"
    ),
    ("{{view:/loss}}", "[Figure 1](#figure-embeddings-loss)"),
    (
      "{{view:/pca?token=%C2%BFqu%C3%A9%20%26%20por%2Bqu%C3%A9%3F}}",
      #"[Figure 2 (token ¿qué \& por+qué?)](#figure-embeddings-pca?token=%C2%BFqu%C3%A9%20%26%20por%2Bqu%C3%A9%3F)"#
    ),
  ])
  func `an answer links to what a view shows`(placeholder: String, expected: String) throws {
    let report = try report()
    try report.answer("size", "See \(placeholder).\n")
    #expect(try report.answerInMarkdown() == "See \(expected).")
    let address = try #require(expected.firstMatch(of: /\(#(.*)\)$/)).output.1
    if address.contains("?") {
      // Where no script runs, the link leads to the image.
      #expect(try report.text(.html).contains("<span id=\"\(address.replacing("&", with: "&amp;"))\"></span>"))
      #expect(try report.text(.markdown).contains("<a id=\"\(address.replacing("&", with: "&amp;"))\"></a>"))
    }
  }

  @Test(arguments: [
    ("{{view:/pca?layer=6}}", "has “layer” from 0 to 5, found “6”"),
    ("{{view:/pca?layer=-1}}", "found “-1”"),
    ("{{view:/pca?layer=01}}", "found “01”"),
    ("{{view:/pca?layer=(.size)}}", "found “100”"),
    ("{{view:/pca?layer=(.words)}}", "embeddings.words is neither a text nor a whole number"),
    ("{{view:/pca?layer=(.sise)}}", "embeddings has no “sise”; did you mean size?"),
    ("{{view:/pca?laier=1}}", "has no parameter “laier”; did you mean layer?"),
    ("{{view:/pca?token=watr}}", "has no token “watr”; did you mean water?"),
    ("{{view:/pca?token=4}}", "has no token “4”"),
    ("{{view:/pcb?layer=1}}", "there is no figure “embeddings/pcb”"),
    ("{{view:pictures/grid?layer=1}}", "has no view"),
    ("[it](#figure-embeddings-pca?layer=9)", "there is no place"),
  ])
  func `a link to what no view shows is refused`(text: String, message: String) throws {
    let report = try report()
    try report.answer("size", "See \(text).\n")
    let problems = report.problems()
    #expect(problems.count == 1 && problems[0].contains(message), "\(problems)")
  }

  @Test func `an address copied from the browser is a link as well`() throws {
    let report = try report()
    try report.answer("size", "See [it](#figure-embeddings-pca?layer=5&token=water).\n")
    #expect(report.problems().isEmpty)
    #expect(try report.text(.html).contains("<a href=\"#figure-embeddings-pca?layer=5&amp;token=water\">it</a>"))
  }

  @Test(
    .enabled(if: MiniatureReport.engine != nil, "there is no Python environment with Typst"))
  func `on paper the link leads to the figure`() throws {
    let report = try report()
    try report.answer("size", "See {{view:/pca?layer=5}}.\n")
    let result = try report.render([.pdf], pdfEngine: MiniatureReport.engine)
    #expect(result.files[.pdf] != nil && result.warnings.isEmpty, "\(result.warnings)")
  }

  @Test(arguments: ["../secret.view", "/etc/passwd", "views/../../x"])
  func `data elsewhere is refused`(file: String) throws {
    let report = try report(FigureView(kind: "attention-head", data: file))
    #expect(report.problems().contains { $0.contains("whose file is elsewhere") }, "\(report.problems())")
  }
}
