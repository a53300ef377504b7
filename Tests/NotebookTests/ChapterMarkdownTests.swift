import Basics
import Notebook
import Testing

@Suite struct ChapterMarkdownTests {
  @Test func `a chapter by itself shows plain texts as they are, and Markdown as Markdown`() {
    let text = "1. *a* {{b}}"
    let shown = #"1\. \*a\* \{\{b\}\}"#
    let document = ChapterDocument(
      slug: "words", title: text, summary: "A *summary*.",
      questions: [Question("why", title: text, prompt: "Why *this*?")],
      blocks: [
        .markdown("See {{figure:words/map}}, {{table:words/list}}."),
        .figure(
          FigureBlock(
            id: "map", file: "figures/map.png", width: 1, height: 1, caption: "A *map*.", alternativeText: text)),
        .table(
          TableBlock(
            id: "list", caption: "A *list*.", columns: [.init(text), .init("b", .trailing, isCode: true)],
            rows: [[text, "a|b"]])),
        .callout(Callout(.tip, title: text, "A\n\n*remark*.")),
        .code(CodeBlock("```", language: "text", title: text)),
        .question("why"),
      ])
    #expect(
      document.markdown.source == """
        # \(shown)

        A *summary*.

        See Figure 1, Table 1.

        ![1. \(shown.dropFirst(4))](figures/map.png)

        **Figure 1.** A *map*.

        **Table 1.** A *list*.

        | \(shown) | b |
        | :--- | ---: |
        | \(shown) | `a\\|b` |

        > [!TIP]
        > **\(shown)** A
        >
        > *remark*.

        \(shown):

        ````text
        ```
        ````

        **\(shown)** Why *this*?

        """)
  }
}
