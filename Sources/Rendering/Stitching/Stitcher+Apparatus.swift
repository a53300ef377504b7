import Basics
import Foundation
import Notebook

/// What stands around the chapters: statements for the whole report, the conclusion, formulas on request, and what texts cite.
extension Stitcher {
  /// What the chapters say for the whole report, each statement once.
  mutating func statements(_ name: String, _ texts: (ChapterDocument) -> [Markdown]) -> [Prose] {
    var seen: Set<Markdown> = []
    return loaded.flatMap { chapter in (chapter.document.map(texts) ?? []).map { (chapter, $0) } }
      .filter { seen.insert($0.1).inserted }
      .map { chapter, text in
        prose(
          text,
          Place(
            chapter: chapter, file: "\(reader.display(reader.folder.document(chapter.slug))) \(name)",
            links: LinkPolicy(folder: reader.folder.chapter(chapter.slug), prefix: "chapters/\(chapter.slug)/"),
            footnotes: chapter.slug, topLevel: 3))
      }
  }

  /// What the chapters found, a paragraph each; `nil` where none says anything.
  mutating func conclusion() -> BookChapter? {
    let found = statements("conclusion") { $0.conclusion.isEmpty ? [] : [$0.conclusion] }
    guard !found.isEmpty else { return nil }
    return BookChapter(
      slug: "conclusion", title: wording.conclusion, number: nil, anchor: anchors.take("conclusion"), summary: nil,
      notice: nil, pieces: found.map { .prose($0) }, results: nil, part: .conclusion)
  }

  /// The formula of a measure, closed until a reader opens it.
  mutating func formula(_ formula: FormulaBlock, _ place: Place) -> Prose {
    let fence = Markdown(codeBlock: formula.tex, language: "math")
    let document = (try? MarkdownParser.parse(fence.source)) ?? MarkdownDocument()
    remarks += formulas.note(document, of: MarkdownSource(fence.source), in: place.file)
    let title = PlainText.line(formula.title)
    return Prose(
      markdown: "<details>\n<summary>\(markdown: HTMLText.value(title))</summary>\n\n\(fence)\n\n</details>",
      document: MarkdownDocument(blocks: [.details(summary: [.text(title)], isOpen: false, document.blocks)]))
  }

  /// The texts of chapters in which something may be cited, as messages name them.
  func citingTexts() -> [CitingText] {
    loaded.flatMap { chapter -> [CitingText] in
      let file = reader.display(reader.folder.document(chapter.slug))
      let document = chapter.document
      var texts = [("summary", document?.summary ?? ""), ("conclusion", document?.conclusion ?? "")]
      texts += (document?.provenance ?? []).map { ("provenance", $0) }
      texts += (document?.substitutions ?? []).map { ("substitutions", $0) }
      for (index, block) in chapter.blocks.enumerated() {
        let name = "block \(index + 1)"
        switch block {
        case .markdown(let text): texts.append((name, text))
        case .figure(let figure): texts.append(("\(name), caption of \(figure.id)", figure.caption))
        case .table(let table): texts.append(("\(name), caption of \(table.id)", table.caption))
        case .callout(let callout): texts.append((name, callout.text))
        case .question(let id):
          if let question = chapter.questions.first(where: { $0.id == id }) { texts.append((name, question.prompt)) }
        case .code, .formula: continue
        }
      }
      return texts.filter { $0.1.source.utf8.contains(UInt8(ascii: "@")) }.map { name, text in
        CitingText(source: MarkdownSource(text.source, judging: claims(of: chapter.slug)), file: "\(file) \(name)")
      }
    }
  }

  /// How the citations of a chapter's text are read; `nil` where there is none.
  func citing(_ source: MarkdownSource) -> TextRewriter.Extensions? {
    guard !citations.isEmpty, source.bytes.contains(UInt8(ascii: "@")) else { return nil }
    let syntax = InlineSyntax(of: source).citationsAlone
    return syntax.constructs.isEmpty ? nil : TextRewriter.Extensions(syntax: syntax, citations: citations)
  }
}
