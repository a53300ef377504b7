import Foundation
import Rendering
import Testing

/// Citations, and the list of the works that are cited.
@Suite(.enabled(if: MiniatureReport.pandoc != nil, "pandoc is not there")) struct BibliographyTests {
  private static let bibTeX = """
    @article{mikolov2013,
      author = {Mikolov, Tomas and Chen, Kai and Corrado, Greg and Dean, Jeffrey},
      title = {Efficient Estimation of <b>Word</b> *Representations* {{embeddings.size}}},
      year = {2013}, journal = {arXiv}, url = {https://arxiv.org/abs/1301.3781}
    }
    @book{levy, author = {Levy, Omer}, title = {Embeddings}, year = 2014, publisher = {MIT}}
    """

  private func report(_ answer: String, bibTeX: String? = bibTeX, json: String? = nil) throws -> MiniatureReport {
    let report = try MiniatureReport()
    if let bibTeX { try report.write(bibTeX, to: report.root.appending(path: "references.bib")) }
    if let json { try report.write(json, to: report.root.appending(path: "references.json")) }
    try report.answer("size", answer + "\n")
    return report
  }

  private func html(_ report: MiniatureReport) throws -> String {
    try report.text(.html, pdfEngine: MiniatureReport.engine)
  }

  private func problems(_ report: MiniatureReport) -> [String] {
    do {
      _ = try report.render([.html], pdfEngine: MiniatureReport.engine)
      return []
    } catch let error as RenderingError { return error.problems.map(\.description) } catch { return ["\(error)"] }
  }

  @Test func `what a title has of italics, indices and formulas is set, and a key that stands twice is told`() throws {
    let bibTeX = """
      @article{a, title = {On \\textit{in vitro} {$\\beta$}-VAE and CO\\textsubscript{2}}, author = {Doe, J.}, year = 2017, journal = {N}}
      @book{b, title = {Another}, author = {Doe, J.}, year = 2018}
      @book{b, title = {More}, author = {Doe, J.}, year = 2019}
      """
    let report = try report("As [@a] says.", bibTeX: bibTeX)
    let result = try report.render([.html], pdfEngine: MiniatureReport.engine)
    let html = try String(contentsOf: report.folder.report("html"), encoding: .utf8)
    #expect(html.contains("<em>in Vitro</em>") || html.contains("<em>in vitro</em>"))
    #expect(html.contains("<sub>2</sub>") && html.contains("β"))
    #expect(result.warnings.contains { $0.contains("the key “b” stands there more than once") }, "\(result.warnings)")
  }

  @Test func `braces without end are refused by their line, and those of people are read`() throws {
    func bibTeX(_ depth: Int) -> String {
      "@book{a,\n  title = {\(String(repeating: "{", count: depth))On \\{\(String(repeating: "}", count: depth))},\n  year = 2018}\n"
    }
    #expect(
      try problems(report("As [@a].", bibTeX: bibTeX(99))) == ["references.bib:2: braces are nested more than 100 deep"]
    )
    #expect(try problems(report("As [@a].", bibTeX: bibTeX(20))) == [])
  }

  @Test func `citations are set, and the works are listed once at the end`() throws {
    let report = try report(
      "As [@mikolov2013, p. 3], [see @levy; -@mikolov2013, pp. 4-5] and @levy [p. 7] say; `@levy`, \\@levy, a@levy.org."
    )
    let html = try html(report)
    let mikolov = "<a href=\"#reference-mikolov2013\">"
    let levy = "<a href=\"#reference-levy\">"
    #expect(
      html.contains("As (\(mikolov)Mikolov et al. 2013, 3</a>), (see \(levy)Levy 2014</a>; \(mikolov)2013, 4–5</a>)"))
    #expect(html.contains("and Levy (\(levy)2014, 7</a>) say; <code>@levy</code>, @levy,"))
    #expect(html.contains("<h2 id=\"references\">References</h2>"))
    #expect(html.contains("<p><span id=\"reference-levy\"></span>Levy, Omer. 2014. <em>Embeddings</em>. MIT.</p>"))
    #expect(html.components(separatedBy: "id=\"reference-").count == 3)
    let markdown = try report.text(.markdown, pdfEngine: MiniatureReport.engine)
    #expect(
      markdown.contains("As ([Mikolov et al. 2013, 3](#reference-mikolov2013)), (see [Levy 2014](#reference-levy);"))
    #expect(markdown.contains("## References\n\n<a id=\"reference-levy\"></a>Levy, Omer. 2014. *Embeddings*. MIT."))
    #expect(
      !MarkdownParser.containsHTML(String(markdown[markdown.range(of: "## References")!.lowerBound...].prefix(500))))
  }

  @Test func `what a bibliography says is never markup`() throws {
    let html = try html(report("As @mikolov2013 says."))
    let start = try #require(html.range(of: "Jeffrey Dean. 2013."))
    let entry = html[start.upperBound...].prefix(200)
    #expect(entry.hasPrefix(" “Efficient Estimation of"), "\(entry)")
    #expect(!entry.contains("<b>") && !entry.contains("100"), "\(entry)")
  }

  @Test func `CSL-JSON is read too, and both together`() throws {
    let json =
      #"[{"id": "own", "type": "book", "title": "On *signs*", "author": [{"family": "Peirce"}], "issued": {"date-parts": [[1900]]}}]"#
    #expect(try html(report("A [@own].", bibTeX: nil, json: json)).contains("Peirce. 1900. <em>On *Signs*</em>."))
    #expect(try html(report("A [@own; @levy].", json: json)).contains("Peirce 1900</a>; "))
  }

  @Test func `without citations there is no list, and the files are not read`() throws {
    let report = try report("Nothing cited.", bibTeX: "@article{broken")
    #expect(try !html(report).contains("References"))
  }

  @Test func `a work that is not there is refused with its place and the nearest key`() throws {
    #expect(
      try problems(report("Text.\n\nAs [@levy; @mikolov2014] say.")) == [
        "answers/embeddings/size.md:3:12: there is no work “mikolov2014” in references.bib; did you mean mikolov2013?"
      ])
    let report = try report("Ask @someone.")
    let warnings = try report.render([.html], pdfEngine: MiniatureReport.engine).warnings
    #expect(warnings.count == 1)
    #expect(
      warnings.first?.hasPrefix(
        "answers/embeddings/size.md:1:5: “@someone” is shown as text: there is no work “someone” in references.bib")
        == true)
  }

  @Test func `a bibliography that cannot be read is refused by its line`() throws {
    let broken = try problems(report("A [@levy].", bibTeX: "@book{levy, title = {A}}\n\n@book{b title}\n"))
    #expect(broken.count == 1)
    #expect(broken.first?.hasPrefix("references.bib:3: is no BibTeX: ") == true, "\(broken)")
    #expect(
      try problems(report("A [@levy].", bibTeX: nil, json: "{}")) == [
        "references.json: is no CSL-JSON: a list of works, each with an “id”"
      ])
    #expect(try problems(report("A [@levy].", bibTeX: nil, json: "[")).first?.hasPrefix("references.json:1: ") == true)
  }

  @Test func `without a bibliography citations are told once and shown as they are written`() throws {
    let report = try report("A [@levy] and [@mikolov2013], ask @someone.", bibTeX: nil)
    let warnings = try report.render([.html], pdfEngine: MiniatureReport.engine).warnings
    #expect(
      warnings == [
        "answers/embeddings/size.md:1:3: “[@levy]” is shown as text: there is no references.bib and no references.json in "
          + "the report's folder"
      ])
    #expect(try html(report).contains("A [@levy] and [@mikolov2013], ask @someone."))
  }
}
