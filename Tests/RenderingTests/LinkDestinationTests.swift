import Basics
import Foundation
import Notebook
import Rendering
import Testing

/// Paths that are written into Markdown and come back out of it.
@Suite struct LinkDestinationTests {
  static let names = [
    "gráfico.png", "注意.png", "plot 😀.png", "50% dropout.png", "fig#1.png", "a?b.png", "(1).png", "a (1) (2).png",
    "a&amp;b.png",
    "a\\b.png", "\\a.png", "[x].png", "<x>.png", "\"x\".png", "a'b.png", "%41.png", "a%20b.png", "#1.png", "a:b.png",
    "*a*_b_.png",
    "`a`.png", "$a$.png", "{{a}}.png", "a|b.png", "~a~.png", "!.png", " a.png", "e\u{301}.png", "a\u{a0}b.png",
    "a\tb.png",
    "a@b.org.png", "www.a.org.png", "x=1,y+2;.png", "محمد.png", "a\u{202e}b.png", "\u{feff}a.png", "-.png", "1. a.png",
  ]

  /// Paths of any characters that a file's name may hold.
  static func randomNames(_ count: Int, seed: UInt64) -> [String] {
    var random = SplitMix(state: seed)
    let signs = Array(" !\"#$%&'()*+,-.:;<=>?@[\\]^_`{|}~%20%aé注😀".unicodeScalars)
    return (0..<count).map { _ in
      var name = String.UnicodeScalarView()
      for _ in 0...Int.random(in: 0..<10, using: &random) {
        let any = Unicode.Scalar(UInt32.random(in: 1...0x1_ffff, using: &random))
        name.append(Bool.random(using: &random) ? signs.randomElement(using: &random)! : any ?? "a")
      }
      return String(name).replacing("/", with: "") + ".png"
    }
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>) func `what reads a destination gets the path that was written`(
    seed: UInt64
  ) throws {
    for name in Self.names + Self.randomNames(500, seed: seed) {
      let path = "folder/" + name
      for text in ["[a](\(destination: path))", "![a](\(destination: path) \"b\")", "[a]\n\n[a]: \(destination: path)"]
        as [Markdown]
      {
        let document = try MarkdownParser.parse(text.source)
        guard case .paragraph(let content)? = document.blocks.first, content.count == 1 else {
          Issue.record("\(name.debugDescription): \(document)")
          continue
        }
        let url =
          switch content[0] {
          case .link(let url, _, _): url
          case .image(let image): image.url
          default: ""
          }
        #expect(LinkDestination.path(of: url).map { Array($0.utf8) } == Array(path.utf8), "\(name.debugDescription)")
      }
    }
  }

  /// An answer that shows a file: the picture's address in HTML, and where Markdown finds the copy.
  private func shown(_ link: String, holding name: String) throws -> (html: String, path: String) {
    let report = try MiniatureReport()
    try report.write(MiniatureReport.png, to: report.folder.answers.appending(path: "embeddings").appending(path: name))
    try report.answer("size", "A picture: \(link)\n")
    let result = try report.render([.markdown, .html])
    let document = try MarkdownParser.parse(report.answerInMarkdown())
    guard case .paragraph(let content)? = document.blocks.first, case .image(let image)? = content.last else {
      Issue.record("\(document)")
      return ("", "")
    }
    let path = try #require(LinkDestination.path(of: image.url))
    let copy = report.folder.output.appending(path: path)
    #expect(FileManager.default.contents(atPath: copy.path(percentEncoded: false)) == MiniatureReport.png)
    return (try String(contentsOf: try #require(result.files[.html]), encoding: .utf8), path)
  }

  @Test(arguments: names) func `a picture of any name is shown`(name: String) throws {
    let (html, path) = try shown(("![A picture](\(destination: name))" as Markdown).source, holding: name)
    #expect(
      html.contains(
        "<img src=\"data:image/png;base64,\(MiniatureReport.png.base64EncodedString())\" alt=\"A picture\">"))
    #expect(path.utf8.elementsEqual("media/embeddings/\(name)".utf8))
  }

  @Test(arguments: [
    ("![A picture](gráfico.png)", "gráfico.png"), ("![A picture](gr%C3%A1fico.png)", "gráfico.png"),
    ("![A picture](注意.png)", "注意.png"), ("![A picture](plot 😀.png)", "plot 😀.png"),
    ("![A picture](<plot 😀.png>)", "plot 😀.png"), ("![A picture](plot%20%F0%9F%98%80.png)", "plot 😀.png"),
    ("![A picture](50% dropout.png)", "50% dropout.png"), ("![A picture](<50% dropout.png>)", "50% dropout.png"),
    ("![A picture](50%25%20dropout.png)", "50% dropout.png"), ("![A picture](fig#1.png)", "fig#1.png"),
    ("![A picture](./fig%231.png)", "fig#1.png"), ("![A picture](what?.png)", "what?.png"),
    ("![A picture](plot (1).png)", "plot (1).png"), ("![A picture](plot_\\(1\\).png)", "plot_(1).png"),
    ("![A picture](a&amp;b.png)", "a&b.png"), ("![A picture](a&b.png \"A title\")", "a&b.png"),
    ("![A picture](%41.png)", "%41.png"), ("![A picture](./a:b.png)", "a:b.png"),
    ("![A picture][p]\n\n[p]: fig#1.png", "fig#1.png"),
    ("![A picture][p]\n\n[p]: <50% dropout.png>", "50% dropout.png"),
  ])
  func `a picture is found as people write its name, and as programs do`(link: String, name: String) throws {
    let (html, _) = try shown(link, holding: name)
    #expect(html.contains("<img src=\"data:image/png;base64,"))
  }

  @Test func `of two files the one that is written is taken`() throws {
    let report = try MiniatureReport()
    let folder = report.folder.answers.appending(path: "embeddings")
    for name in ["a%20b.png", "a b.png"] { try report.write(MiniatureReport.png, to: folder.appending(path: name)) }
    try report.answer("size", "![x](a%20b.png) ![x](a%2520b.png) ![x](a b.png)\n")
    let prefix = "media/embeddings/"
    #expect(
      try report.answerInMarkdown()
        == "![x](\(prefix)a%2520b.png) ![x](\(prefix)a%2520b.png) ![x](\(prefix)a%20b.png)")
  }

  @Test(arguments: [
    ("![x](gr%C3%A1fico.png)", "there is no file “gr%C3%A1fico.png”, nor “gráfico.png”"),
    ("![x](50% dropout.png)", "there is no file “50% dropout.png”"), ("![x](a%00b.png)", "is no path"),
    ("![x](a%2Fb/..%2F../c.png)", "leaves the folder of this text"),
    ("![x](..\u{2f}\u{301}a/b.png)", "leaves the folder of this text"),
  ])
  func `a file that is not there is named as it was looked for`(text: String, message: String) throws {
    let report = try MiniatureReport()
    try report.answer("size", "Words.\n\n\(text)\n")
    let problems = report.problems()
    #expect(problems.count == 1, "\(problems)")
    #expect(problems.first?.hasPrefix("answers/embeddings/size.md:3:") == true)
    #expect(problems.first?.contains(message) == true, "\(problems)")
  }

  @Test func `text in brackets and parentheses is no link`() throws {
    let report = try MiniatureReport()
    try report.answer("size", "The range [0, 1](of all words) and f[x](a, b).\n")
    #expect(try report.answerInHTML().contains("[0, 1](of all words) and f[x](a, b)"))
  }

  @Test(.enabled(if: MiniatureReport.engine != nil, "Typst is not there"))
  func `the PDF shows pictures of any name`() throws {
    let report = try MiniatureReport()
    for name in Self.names {
      try report.write(
        MiniatureReport.png, to: report.folder.answers.appending(path: "embeddings").appending(path: name))
    }
    let links = Self.names.map { "![A picture](\(destination: $0))" as Markdown }.joined(separator: "\n\n")
    try report.answer("size", links.source + "\n")
    let result = try report.render([.pdf], pdfEngine: MiniatureReport.engine)
    #expect(result.warnings.isEmpty, "\(result.warnings)")
  }
}
