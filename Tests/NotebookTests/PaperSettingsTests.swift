import Notebook
import Testing

struct PaperSettingsTests {
  private func read(_ text: String) throws -> PaperSettings {
    var top = try SettingsFile(text: text, path: "report.yml").reader()
    return try ReportSettings(reading: &top, slugs: ["a"], formats: ["pdf"]).paper
  }

  @Test func `a report that says nothing is compact, with its title at the head of the first page`() throws {
    let paper = try read("title: A\n")
    #expect(paper.form == .compact)
    #expect(paper.coverKind == .block)
    #expect(abs(paper.textWidth - 160 * 72 / 25.4) < 0.01)
  }

  @Test func `what is said is honoured`() throws {
    let paper = try read("form: full\npaper: letter\nfont_size: 10\nmargin: 1in 2cm\n")
    #expect(paper.form == .full)
    #expect(paper.coverKind == .page)
    #expect(paper.format == .letter)
    #expect(paper.fontSize == 10)
    #expect(abs(paper.textWidth - (612 - 4 * 72 / 2.54)) < 0.01)
    #expect(abs(paper.textHeight - (792 - 144)) < 0.01)
    #expect(try read("form: full\ncover: none\n").coverKind == .none)
    #expect(try read("margin: 30mm\n").margin.horizontal == read("margin: 30mm 30mm\n").margin.horizontal)
  }

  @Test(arguments: [
    ("form: short", "form must be one of compact, full, answers, found “short”"),
    ("paper: A5", "paper must be one of a4, letter, found “A5”"),
    ("font_size: 2pt", "font_size must be a size from 6pt to 24pt such as 11pt, found “2pt”"),
    ("font_size: big", "font_size must be a size"), ("margin: 10cm", "margin must be a length"),
    ("margin: -1mm", "margin must be a length"), ("margin: 1 2 3", "margin must be a length"),
    ("margin: 0", "margin must be a length"),
    ("margin: wide", "margin must be a length"), ("cover: yes", "cover must be one of page, block, none"),
  ])
  func `what cannot be printed is refused with its line`(_ text: String, _ finding: String) {
    #expect {
      try read("title: A\n\(text)\n")
    } throws: { error in
      (error as? SettingsError)?.findings.contains { $0.hasPrefix("report.yml:2: \(finding)") } == true
    }
  }
}
