import Basics
import Foundation
import Notebook
import Rendering
import TestSupport
import Testing

/// Citations of works that come with Quire, in what chapters write and in answers.
@Suite struct ReferenceTests {
  static let shipped = Project.root.appending(path: "assets/references.json")

  /// A report whose second chapter has these blocks.
  private func report(_ blocks: [Block], answer: String = "Nothing.") throws -> MiniatureReport {
    let report = try MiniatureReport()
    report.references = Self.shipped
    var chapter = MiniatureReport.pictures
    chapter.blocks = blocks
    try report.write(chapter: chapter)
    try report.answer("size", answer + "\n")
    return report
  }

  private static func figure(_ caption: Markdown) -> Block {
    .figure(
      FigureBlock(
        id: "grid", file: "figures/grid.png", width: 300, height: 200, caption: caption, alternativeText: "Squares"))
  }

  private static func table(_ caption: Markdown) -> Block {
    .table(TableBlock(id: "t", caption: caption, columns: [.init("a")], rows: [["b"]]))
  }

  @Test func `every work that comes with Quire is whole and has an address`() throws {
    let works = try #require(JSONReader.value(of: Data(contentsOf: Self.shipped)).array)
    #expect(works.count >= 36)
    var keys: Set<String> = []
    for work in works {
      let key = try #require(work["id"]?.string)
      #expect(keys.insert(key).inserted, "\(key)")
      #expect(work["author"]?.array?.isEmpty == false && work["title"]?.string?.isEmpty == false, "\(key)")
      let place = work["container-title"]?.string ?? work["publisher"]?.string ?? ""
      #expect(!place.isEmpty, "\(key)")
      let year = work["issued"]?["date-parts"]?.array?.first?.array?.first?.integer
      #expect((1900...2026).contains(year ?? 0), "\(key)")
      let address = work["DOI"]?.string.map { "https://doi.org/" + $0 } ?? work["URL"]?.string
      #expect(address.flatMap { URL(string: $0)?.host } != nil, "\(key)")
      if let doi = work["DOI"]?.string { #expect(doi.wholeMatch(of: /10\.[0-9]{4,5}\/[^ ]+/) != nil, "\(key)") }
    }
  }

  @Test(.enabled(if: MiniatureReport.pandoc != nil, "pandoc is not there"))
  func `chapters cite in prose, captions, tables and remarks, and the list stands at the end`() throws {
    let report = try report(
      [
        .markdown("## Heads\n\nHeads differ [@clark2019; @michel2019], as @vaswani2017 [p. 5] built them."),
        Self.figure("After [@abnar2020]."), Self.table("As [@kobayashi2020, p. 3] measures."),
        .callout(Callout(.note, "See [-@vig2019].")),
      ], answer: "Like [@devlin2019].")
    let html = try report.text(.html, pdfEngine: MiniatureReport.engine)
    #expect(
      html.contains(
        "(<a href=\"#reference-clark2019\">Clark et al. 2019</a>; <a href=\"#reference-michel2019\">Michel et al. 2019</a>), as Vaswani et al. (<a href=\"#reference-vaswani2017\">2017, 5</a>)"
      ))
    for key in ["abnar2020", "kobayashi2020", "vig2019", "devlin2019"] {
      #expect(html.contains("<a href=\"#reference-\(key)\">"), "\(key)")
      #expect(html.components(separatedBy: "id=\"reference-\(key)\"").count == 2, "\(key)")
    }
    #expect(html.components(separatedBy: "id=\"reference-").count == 8)
    #expect(html.contains("<a href=\"https://doi.org/10.18653/v1/P19-3007\">"))
    #expect(html.contains("<a href=\"https://arxiv.org/abs/1706.03762\">arXiv:1706.03762</a>"))
    #expect(html.contains("<a href=\"https://doi.org/10.18653/v1/W19-4828\">doi:10.18653/v1/W19-4828</a>"))
    let markdown = try report.text(.markdown, pdfEngine: MiniatureReport.engine)
    let list = try #require(markdown.range(of: "## References\n\n<a id=\"reference-abnar2020\"></a>"))
    #expect(list.lowerBound > markdown.range(of: "id=\"pictures\"")!.lowerBound)
  }

  @Test func `a colon may follow a citation, but one that begins a line is a definition`() throws {
    let report = try report([.markdown("CLIP [@radford2021]: small.\n\n[@vig2019]: https://a.org")])
    let html = try report.text(.html)
    #expect(html.contains("CLIP (<a href=\"#reference-radford2021\">Radford et al. 2021</a>): small."))
    #expect(!html.contains("Multiscale"))
  }

  @Test(arguments: [
    "@vaswani2017", "[@vaswani2017]", "see [@vaswani2017, p. 5]; and @clark2019", "a.@vaswani2017", "-@vaswani2017",
  ])
  func `what a chapter interpolates is never a citation`(words: String) throws {
    let report = try report([
      .markdown("The sentence “\(words)” and \(code: words), [\(words)] too.\n\n> \(words)"),
      Self.figure("Of \(words)."),
      Self.table("\(words)"), .callout(Callout(.note, "It says \(words)")),
    ])
    let html = try report.text(.html, pdfEngine: MiniatureReport.engine)
    #expect(!html.contains("id=\"reference"))
    #expect(html.components(separatedBy: HTMLValue.of(words)).count >= 7, "\(html)")
  }

  @Test func `code of a chapter is no citation, nor is a name that nobody escaped in an address`() throws {
    let report = try report([
      .markdown("```\n[@vaswani2017]\n```\n\n`@clark2019`, <https://a.org/@clark2019>, a@clark2019.org")
    ])
    #expect(try !report.text(.html).contains("reference-"))
  }

  @Test func `a chapter that cites what there is not is refused like any other fault of a chapter`() throws {
    let report = try report([
      .markdown("Fine."), .markdown("## A\n\nAs [@vaswani2018] and @clrk2019 say."), Self.figure("[@x]"),
    ])
    let problems = report.problems()
    #expect(problems.count == 3)
    let file = "output/chapters/pictures/chapter.json"
    #expect(
      problems.first
        == "\(file) block 2:3:5: there is no work “vaswani2018” among those that come with Quire; did you mean vaswani2017?"
    )
    #expect(problems.dropFirst().first?.hasPrefix("\(file) block 2:3:23: there is no work “clrk2019” ") == true)
    #expect(problems.last?.hasPrefix("\(file) block 3, caption of grid:1:2: there is no work “x” ") == true)
  }

  @Test func `a name in an answer is nobody's work unless it is nearly one`() throws {
    let report = try report([.markdown("Fine.")], answer: "Thanks to @someone, after @vaswani2018.")
    let warnings = try report.render([.html]).warnings
    #expect(warnings.count == 1)
    #expect(warnings.first?.contains("“@vaswani2018” is shown as text") == true, "\(warnings)")
    #expect(try report.text(.html).contains("Thanks to @someone, after @vaswani2018."))
  }

  @Test(
    .enabled(if: MiniatureReport.pandoc != nil, "pandoc is not there"),
    arguments: ["references.bib", "references.json"])
  func `a report's own work of a key stands before Quire's, and nothing is said of it`(file: String) throws {
    let report = try report([.markdown("As [@vaswani2017] and [@clark2019] say.")])
    let own =
      file.hasSuffix("bib")
      ? "@book{vaswani2017, author = {Own, Ada}, title = {Mine}, year = 1999, publisher = {P}}"
      : #"[{"id": "vaswani2017", "type": "book", "title": "Mine", "author": [{"family": "Own", "given": "Ada"}], "issued": {"date-parts": [[1999]]}}]"#
    try report.write(own, to: report.root.appending(path: file))
    let result = try report.render([.html], pdfEngine: MiniatureReport.engine)
    #expect(result.warnings == [])
    let html = try String(contentsOf: report.folder.report("html"), encoding: .utf8)
    #expect(html.contains(">Own 1999</a>") && html.contains("<em>Mine</em>") && html.contains(">Clark et al. 2019</a>"))
    #expect(!html.contains("Attention Is All You Need"))
  }

  // MARK: Without pandoc

  @Test func `without pandoc they are set in a plainer form, which is said to whoever runs it`() throws {
    let report = try report(
      [.markdown("Of [see @mikolov2013efficient, p. 3; @mikolov2013distributed] and @levy2014 [p. 7], [-@lin1991].")],
      answer: "By @lin1991 and [@levy2015].")
    let result = try report.render([.html, .markdown])
    #expect(
      result.warnings == [
        "citations and references are set in a plainer form: there is no pandoc to set them; run Tools/set-up"
      ])
    let html = try String(contentsOf: report.folder.report("html"), encoding: .utf8)
    #expect(
      html.contains(
        "Of (see <a href=\"#reference-mikolov2013efficient\">Mikolov et al. 2013a, 3</a>; <a href=\"#reference-mikolov2013distributed\">Mikolov et al. 2013b</a>) and Levy and Goldberg (<a href=\"#reference-levy2014\">2014, 7</a>), (<a href=\"#reference-lin1991\">1991</a>)."
      ), "\(html)")
    #expect(
      html.contains(
        "By Lin (<a href=\"#reference-lin1991\">1991</a>) and (<a href=\"#reference-levy2015\">Levy et al. 2015</a>)."))
    let markdown = try String(contentsOf: report.folder.report("md"), encoding: .utf8)
    #expect(
      markdown.contains(
        "Lin, Jianhua. 1991. “Divergence Measures Based on the Shannon Entropy.” *IEEE Transactions on Information Theory* 37 (1): 145–151. [doi:10.1109/18.61115](https://doi.org/10.1109/18.61115)."
      ), "\(markdown)")
    #expect(!markdown.contains("plainer"))
  }

  @Test func `without pandoc, what only it can read is told and left as text`() throws {
    let report = try report([.markdown("As [@clark2019] says.")], answer: "By [@mine].")
    try report.write("@book{mine, title = {A}}", to: report.root.appending(path: "references.bib"))
    let result = try report.render([.html])
    #expect(
      result.warnings.contains { $0.contains("“[@mine]” is shown as text: there is no pandoc to read references.bib") })
    let html = try String(contentsOf: report.folder.report("html"), encoding: .utf8)
    #expect(html.contains("By [@mine].") && html.contains("Clark et al. 2019"))
  }

  // MARK: What is kept

  /// A pandoc that takes down how often it is called, and the engine that finds it.
  private struct Counting {
    let scratch: Scratch
    let engine: PDFEngine

    init(failing: Bool = false) throws {
      scratch = try Scratch()
      let real = try #require(MiniatureReport.pandoc).program.path(percentEncoded: false)
      let folder = scratch.folder.appending(path: "lib/python3.1/site-packages/pypandoc/files")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let place = folder.appending(path: "pandoc")
      let log = scratch.file("log").path(percentEncoded: false)
      let rest = failing ? "case \"$*\" in *citeproc*) exit 7;; esac\n" : ""
      try "#!/bin/sh\necho x >> '\(log)'\n\(rest)exec '\(real)' \"$@\"\n".write(
        to: place, atomically: true, encoding: .utf8)
      chmod(place.path(percentEncoded: false), 0o755)
      engine = PDFEngine(python: scratch.folder.appending(path: "bin/python"))
    }

    var calls: Int {
      (try? String(contentsOf: scratch.file("log"), encoding: .utf8))?.split(separator: "\n").count ?? 0
    }
  }

  @Test(.enabled(if: MiniatureReport.pandoc != nil, "pandoc is not there"))
  func `set once, citations need no pandoc again until something of them changes`() throws {
    let counting = try Counting()
    let report = try report([.markdown("As [@clark2019] says.")], answer: "By @vig2019.")
    let first = try report.text(.html, pdfEngine: counting.engine)
    let calls = counting.calls
    #expect(calls == 2)
    #expect(try report.text(.html, pdfEngine: counting.engine) == first)
    #expect(counting.calls == calls)
    try report.answer("size", "By @vig2019 and [@lin1991].\n")
    #expect(try report.text(.html, pdfEngine: counting.engine).contains(">Lin 1991</a>"))
    #expect(counting.calls == calls + 2)
    try report.write("@book{own, title = {A}}", to: report.root.appending(path: "references.bib"))
    _ = try report.text(.html, pdfEngine: counting.engine)
    #expect(counting.calls == calls + 3)
  }

  @Test(
    .enabled(if: MiniatureReport.pandoc != nil, "pandoc is not there"),
    arguments: ["cut", "empty", "foreign", "hostile", "large"])
  func `what is kept may be broken or anybody's`(_ harm: String) throws {
    let counting = try Counting()
    let report = try report([.markdown("As [@clark2019] says.")])
    let first = try report.text(.html, pdfEngine: counting.engine)
    let cache = report.folder.cache.appending(path: "citations.json")
    let kept = try String(contentsOf: cache, encoding: .utf8)
    switch harm {
    case "cut": try report.write(String(kept.prefix(kept.count / 2)), to: cache)
    case "empty": try report.write("", to: cache)
    case "foreign": try report.write(kept.replacing(/"maker":"[^"]*"/, with: "\"maker\":\"another\""), to: cache)
    case "large": try report.write(Data(repeating: 32, count: 17 << 20), to: cache)
    default:
      // Trees of another shape, and texts that would be markup.
      let file = try #require(JSONReader.value(of: Data(kept.utf8)).members)
      let answers = try #require(file.first { $0.name == "answers" }?.value.members)
      let raw =
        #"{"blocks": [{"t": "Para", "c": [{"t": "RawInline", "c": ["html", "<script>alert(1)</script>"]}]}], "messages": []}"#
      let changed = answers.map { answer in
        JSONValue.Member(answer.name, .string(answer.value.string?.hasPrefix("[") == true ? "{\"c\": 1}" : raw))
      }
      let hostile = JSONValue.object([
        .init("maker", file.first { $0.name == "maker" }!.value), .init("answers", .object(changed)),
      ])
      try report.write(hostile.description, to: cache)
    }
    let again = try report.text(.html, pdfEngine: counting.engine)
    if harm == "hostile" {
      #expect(!again.contains("<script>alert"))
    } else {
      #expect(again == first)
      #expect(try String(contentsOf: cache, encoding: .utf8) == kept)
    }
  }

  @Test(.enabled(if: MiniatureReport.pandoc != nil, "pandoc is not there"))
  func `a pandoc that fails leaves the plainer form`() throws {
    let counting = try Counting(failing: true)
    let report = try report([.markdown("As [@clark2019] says.")])
    let warnings = try report.render([.html], pdfEngine: counting.engine).warnings
    #expect(
      warnings.count == 1 && warnings[0].hasPrefix("citations and references are set in a plainer form: pandoc: "),
      "\(warnings)")
    #expect(try report.text(.html, pdfEngine: counting.engine).contains(">Clark et al. 2019</a>)"))
  }
}

/// A text as the page shows it.
private enum HTMLValue {
  static func of(_ text: String) -> String { text.replacing("&", with: "&amp;").replacing("<", with: "&lt;") }
}
