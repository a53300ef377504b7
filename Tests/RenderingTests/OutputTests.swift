import Foundation
import Notebook
import Rendering
import Testing

@Suite struct OutputTests {
  @Test func `the Markdown report reads from cover to appendix`() throws {
    let report = try MiniatureReport()
    #expect(
      try report.text(.markdown) == """
        # A miniature

        **Ada Lovelace** (s123)\u{20}\u{20}
        Reading\u{20}\u{20}
        21 September 2026

        Data:

        - 194,439 reviews.

        ## Contents

        - [1 Word embeddings](#embeddings)
          - [1.1 The data](#embeddings--the-data)
          - [Question 1: Size](#question-embeddings-size)
        - [2 Pictures](#pictures)
          - [2.1 The data](#pictures--the-data)
        - [Completeness](#completeness)

        <a id="embeddings"></a>

        ## 1 Word embeddings

        Words as *vectors*.

        <a id="embeddings--the-data"></a>

        ### 1.1 The data

        There are 194,439 reviews.[^embeddings-1]

        [^embeddings-1]: As counted.

        <a id="figure-embeddings-loss"></a>

        ![A falling line](chapters/embeddings/figures/loss.png)

        **Figure 1.** The loss ends at 0.29.

        <a id="table-embeddings-near"></a>

        **Table 1.** Nearest words.

        | Word | Similarity |
        | :--- | ---: |
        | `terrible` | 0.6617 |
        | ``a\\|b`c`` | \\<b\\> |

        > [!NOTE]
        > **Mind**
        >
        > A *remark* on [Section 2](#pictures).

        <details>
        <summary>Source</summary>

        ```swift
        let a = 1
        ```

        </details>

        <a id="figure-embeddings-pca"></a>

        ![A cloud of points](chapters/embeddings/figures/pca.png)

        **Figure 2.** The projection.

        <a id="question-embeddings-size"></a>

        ### Question 1: Size (0.5 points)

        > How **large** is a vector?

        A vector of 100 numbers, see [Figure 2](#figure-embeddings-pca).

        <a id="pictures"></a>

        ## 2 Pictures

        <a id="pictures--the-data"></a>

        ### 2.1 The data

        The top word is a\\|b\\`c\\*\\_\\<b\\>, from [Figure 1](#figure-embeddings-loss) and [Table 1](#table-embeddings-near).[^pictures-1]

        [^pictures-1]: Another.

        <a id="figure-pictures-grid"></a>

        ![Four squares](chapters/pictures/figures/grid.png)

        **Figure 3.** A grid.

        <a id="completeness"></a>

        ## Completeness

        | Chapter | Question | Points | State |
        | :--- | :--- | ---: | :--- |
        | Word embeddings | Size | 0.5 | answered |

        The question is answered.

        """)
  }

  @Test func `headings of an answer go below its question and keep their order`() throws {
    let report = try MiniatureReport()
    try report.answer("size", "Title\nover two lines\n=====\n\nx\n\n## Part\n\n> ### Quoted\n\n###### Deep\n")
    #expect(
      try report.answerInMarkdown() == """
        <a id="embeddings--size--title-over-two-lines"></a>

        #### Title over two lines



        x

        <a id="embeddings--size--part"></a>

        ##### Part

        > ###### <a id="embeddings--size--quoted"></a>Quoted

        <a id="embeddings--size--deep"></a>

        ###### Deep
        """)
    let html = try report.answerInHTML()
    #expect(html.contains("<h4 id=\"embeddings--size--title-over-two-lines\">Title\nover two lines</h4>"))
    #expect(html.contains("<h6 id=\"embeddings--size--deep\">Deep</h6>"))
  }

  @Test func `an image of an answer is carried by every output`() throws {
    let report = try MiniatureReport()
    let image = report.folder.answers.appending(path: "embeddings/a (1)/my sketch.png")
    try report.write(MiniatureReport.png, to: image)
    try report.answer(
      "size", "![A *sketch*](<a (1)/my sketch.png>) and [it][1].\n\n[1]: a%20(1)/my%20sketch.png \"Title\"\n")
    #expect(
      try report.answerInMarkdown() == """
        ![A *sketch*](media/embeddings/a%20%281%29/my%20sketch.png) and [it][1].

        [1]: media/embeddings/a%20%281%29/my%20sketch.png "Title"
        """)
    let copy = report.folder.output.appending(path: "media/embeddings/a (1)/my sketch.png")
    #expect(try Data(contentsOf: copy) == MiniatureReport.png)
    #expect(try report.answerInHTML().contains("src=\"data:image/png;base64,iVBOR"))
    try report.answer("size", "No image.\n")
    _ = try report.text(.markdown)
    #expect(!FileManager.default.fileExists(atPath: copy.path))
  }

  @Test func `the HTML report needs nothing but itself`() throws {
    let report = try MiniatureReport()
    let html = try report.text(.html)
    #expect(html.contains("default-src 'none'; img-src data:"))
    #expect(!html.contains("<script"))
    #expect(!html.contains("@import") && !html.contains("url("))
    let sources = html.components(separatedBy: " src=\"").dropFirst()
    #expect(sources.count == 3)
    #expect(sources.allSatisfy { $0.hasPrefix("data:image/png;base64,") })
  }

  @Test func `every identifier of the HTML is unique and every inner link has its place`() throws {
    let report = try MiniatureReport()
    try report.answer(
      "size", "# The data\n\nA[^1] and[^1] again.\n\n# The data\n\n[up](#embeddings--the-data)\n\n[^1]: Note.\n")
    let html = try report.text(.html)
    let ids = html.components(separatedBy: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(Set(ids).count == ids.count)
    let links = html.components(separatedBy: "href=\"#").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(links.count > 12)
    #expect(Set(links).subtracting(ids).isEmpty)
  }

  @Test func `the same inputs give the same bytes, and nothing is written that has not changed`() throws {
    let first = try MiniatureReport()
    let second = try MiniatureReport()
    for format in [ReportFormat.markdown, .html] { #expect(try first.text(format) == second.text(format)) }
    let result = try first.render([.markdown, .html])
    #expect(result.changed.isEmpty)
    #expect(result.files.count == 2)
  }

  @Test func `an empty report is a cover`() throws {
    let report = try MiniatureReport()
    report.chapters = []
    #expect(try report.text(.markdown).hasPrefix("# A miniature"))
    #expect(try report.text(.html).contains("<h1>A miniature</h1>"))
  }

  @Test func `the assignment's numbers are kept, and chapters without one get none`() throws {
    let report = try MiniatureReport()
    var chapter = MiniatureReport.embeddings
    chapter.assignmentSection = "3"
    try report.write(chapter: chapter)
    let text = try report.text(.markdown)
    #expect(text.contains("## 3 Word embeddings"))
    #expect(text.contains("### 3.1 The data"))
    #expect(text.contains("\n## Pictures"))
    #expect(text.contains("[Pictures](#pictures)."))
  }

  @Test func `without a PDF engine the report is made and says what is missing`() throws {
    let report = try MiniatureReport()
    let result = try report.render([.markdown, .pdf])
    #expect(result.warnings == ["there is no PDF: no Python interpreter with Typst was found"])
    #expect(Array(result.files.keys) == [.markdown])
  }

  @Test func `a report folder that cannot be written says so and keeps what is there`() throws {
    let report = try MiniatureReport()
    try FileManager.default.createDirectory(at: report.folder.report("md"), withIntermediateDirectories: true)
    #expect(report.problems().first?.contains("report.md: was not written by Quire") == true)
    let left = try FileManager.default.contentsOfDirectory(atPath: report.folder.output.path)
    #expect(!left.contains { $0.hasPrefix(".quire-unfinished") })
  }
}
