import Foundation
import Notebook
import Rendering
import Testing

@Suite struct ChapterStateTests {
  @Test func `a failed chapter shows its error and its last good output`() throws {
    let report = try MiniatureReport()
    let failure = ChapterFailure(message: "no data:\nfetch ``` it")
    try report.write(JSONEncoder().encode(failure), to: report.folder.failure("pictures"))
    let text = try report.text(.markdown)
    #expect(
      text.contains(
        """
        ## 2 Pictures

        > [!WARNING]
        > **This chapter failed**
        >
        > Its latest run ended with this error:
        >
        > ````
        > no data:
        > fetch ``` it
        > ````
        >
        > What follows is from an earlier run.

        <a id="pictures--the-data"></a>
        """))
    #expect(try report.text(.html).contains("This chapter failed"))
  }

  @Test(arguments: ["\r\n", "\r", "\u{85}", "\u{2028}"])
  func `an error's lines stay within its quotation, however they end`(end: String) throws {
    let report = try MiniatureReport()
    let failure = ChapterFailure(message: "one\(end)<script>two</script>\(end)\(end)# three")
    try report.write(JSONEncoder().encode(failure), to: report.folder.failure("pictures"))
    let text = try report.text(.markdown)
    #expect(text.contains("> one\n> <script>two</script>\n>\n> # three\n> ```"))
  }

  @Test func `a figure of more pixels than are shown is an error by its name`() throws {
    let report = try MiniatureReport()
    var bomb = [UInt8](MiniatureReport.png)
    bomb.replaceSubrange(16..<24, with: [0, 1, 0, 0, 0, 1, 0, 0])
    try report.write(Data(bomb), to: report.folder.chapter("embeddings").appending(path: "figures/pca.png"))
    #expect(report.problems().first?.contains("pca.png has 65536 × 65536 pixels; at most 100000000 are shown") == true)
  }

  @Test func `a chapter that never ran shows that, and asks its questions`() throws {
    let report = try MiniatureReport()
    report.chapters[1].slug = "later"
    report.chapters[1].questions = [Question("why", title: "Why?", prompt: "Tell *why*.", points: 2)]
    try report.write(chapter: MiniatureReport.embeddings.without("A *remark* on {{section:pictures}}."))
    let text = try report.text(.markdown)
    #expect(text.contains("> **This chapter has not been run**\n>\n> Run it with `quire render later`."))
    #expect(text.contains("> [!WARNING]\n> **Not answered yet**\n>\n> Write `answers/later/why.md`."))
    #expect(text.contains("1 of 2 questions is answered; 2 points are at stake."))
  }

  @Test func `a figure that is gone or is no image is an error by its name`() throws {
    let report = try MiniatureReport()
    try FileManager.default.removeItem(at: report.folder.chapter("pictures").appending(path: "figures/grid.png"))
    try report.write("text", to: report.folder.chapter("embeddings").appending(path: "figures/pca.png"))
    let problems = report.problems()
    #expect(problems.count == 2)
    #expect(problems.first?.contains("figure “pca” is no PNG image; run chapter “embeddings” again") == true)
    #expect(problems.last?.contains("figure “grid”: there is no file “figures/grid.png”") == true)
  }

  @Test func `a document that cannot be read is an error with its place`() throws {
    let report = try MiniatureReport()
    try report.write(#"{"format": 1, "slug": "pictures"}"#, to: report.folder.document("pictures"))
    #expect(
      report.problems().first?.hasPrefix("output/chapters/pictures/chapter.json: cannot be read: “title” is missing")
        == true)
    try report.write(#"{"slug""#, to: report.folder.document("pictures"))
    #expect(report.problems().first?.hasPrefix("output/chapters/pictures/chapter.json: cannot be read") == true)
  }

  @Test(arguments: [
    (nil, AnswerState.missing), ("", .empty), (" \n\t\n", .empty), ("<!-- ask -->\n", .placeholder),
    ("TODO", .placeholder), ("**todo:** ...\n", .placeholder), ("…", .placeholder), ("# Heading\n", .placeholder),
    ("Write your answer here.", .placeholder), ("**Por completar…**", .placeholder), ("À compléter", .placeholder),
    ("Antwort hier", .placeholder), ("Antwort: hundert.", .answered), ("How **large** is a vector?", .placeholder),
    ("TODO: but here it is", .answered), ("A hundred.", .answered), ("42", .answered), ("答え", .answered),
    ("`<!-- code -->`", .answered), ("![x](y.png)", .answered),
    ("#1 is the word cat, because it is named.", .answered), ("# One\n\nTwo\n---\n\n***\n\n<!-- a -->\n", .placeholder),
    ("> # Quoted\n", .placeholder), ("- \n- \n", .placeholder), ("- TODO\n- …\n", .placeholder),
    ("```\nTODO\n```", .placeholder), ("```\n42\n```", .answered), ("`+`", .answered), ("# Size\n\n- a\n", .answered),
    ("| a |\n|---|\n", .answered), ("```math\nx\n```", .answered), ("[^1]: A note.", .placeholder),
    ("Size", .placeholder),
    ("How **large**\nis a vector?\n\nTODO", .placeholder),
  ])
  func `an answer is judged by what it holds`(text: String?, state: AnswerState) throws {
    let question = MiniatureReport.embeddings.questions[0]
    #expect(AnswerState(of: text, to: question) == state)
  }

  @Test func `a new answer file counts as a placeholder`() {
    let question = Question("x", title: "T", prompt: "Why --> so?\n\n```\ncode\n```", points: 1)
    #expect(AnswerState(of: AnswerTemplate.text(for: question, of: "counts"), to: question) == .placeholder)
  }

  @Test func `the rows of completeness say what is at stake`() throws {
    let report = try MiniatureReport()
    try report.answer("size", "TODO")
    let rows = try AnswerRow.rows(in: report.folder, chapters: report.chapters)
    #expect(rows.map(\.state) == [.placeholder])
    #expect(rows.pointsAtStake == 0.5)
    #expect(rows.map(\.path) == ["answers/embeddings/size.md"])
  }
}

extension ChapterDocument {
  /// The document without the callout that says something.
  func without(_ text: String) -> ChapterDocument {
    var copy = self
    copy.blocks.removeAll { if case .callout(let callout) = $0 { callout.text.source == text } else { false } }
    return copy
  }
}
