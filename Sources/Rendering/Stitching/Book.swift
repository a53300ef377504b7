package import Basics
package import Foundation
package import Notebook

/// The stitched report: everything numbered, resolved and in its place. Every output is a view of it.
package struct Book: Sendable {
  /// What the cover says.
  package var settings: ReportSettings
  /// What Quire itself writes, in the report's language.
  package var wording: Wording
  /// The date on the cover; empty for none.
  package var date: String
  /// The data that the report was computed from, one statement a chapter and source.
  package var provenance: [Prose]
  /// What stands in for the data and models that were asked for, told once, on the first page.
  package var substitutions: [Prose]
  /// The chapters, in order.
  package var chapters: [BookChapter]
  /// Every question and how far its answer has come.
  package var answers: [AnswerRow]
  /// Local files of the answers, by their path beside the report.
  package var media: [UTF8Key: URL]
  /// Every image, by its path beside the report.
  package var images: [UTF8Key: Picture]
  /// Whether there is any formula.
  package var hasFormulas: Bool
  /// The formulas that have been set; others are shown as their source.
  package var formulas: [Formula: SetFormula]
  /// Why none could be set, where that is so.
  package var formulaFailure: String?
  /// Why citations are set in a plainer form, where that is so.
  package var citationFailure: String?
  /// What the assignment asks for beside answers, and what there is.
  package var demands: [DemandRow] = []
  /// What the authors should know of their answers.
  package var remarks: [RenderingError.Problem]
  /// The same and what is to be said of the settings, as the report itself tells it: files are named from its folder.
  package var shownRemarks: [RenderingError.Problem] = []

  /// The chapters whose code is printed behind everything else.
  package var printedCode: [(title: String, code: ChapterCode)] {
    guard settings.code == .appendix else { return [] }
    return chapters.compactMap { chapter in chapter.code.map { (chapter.title, $0) } }
  }

  /// Whether there is anything to say of completeness.
  package var hasQuestions: Bool { !answers.isEmpty }
  /// Whether an appendix follows the chapters: the table of questions, the remarks, or both.
  package var hasAppendix: Bool { hasQuestions || !shownRemarks.isEmpty }
  /// The heading of the appendix.
  package var appendixTitle: String { hasQuestions ? wording.completeness : wording.remarks }
}

/// A text that has its final form: as Markdown, and as the tree that HTML is written from.
package struct Prose: Sendable {
  package var markdown: Markdown
  package var document: MarkdownDocument

  /// The text of a single paragraph, for captions.
  var inlines: [Inline] {
    var result: [Inline] = []
    for case .paragraph(let content) in document.blocks {
      if !result.isEmpty { result.append(.text(" ")) }
      result += content
    }
    return result
  }
}

/// A chapter in its place.
package struct BookChapter: Sendable {
  package var slug: String
  package var title: String
  /// The number before the title, if it has one.
  package var number: String?
  package var anchor: String
  package var summary: Prose?
  /// Why the chapter is not what it should be, shown below the title.
  package var notice: Notice?
  package var pieces: [Piece]
  /// The file of its results, which the PDF carries.
  package var results: Data?
  /// Its code, shown at its end on a screen; `nil` where there is none to show.
  package var code: ChapterCode?
  /// What it is of the report.
  package var part = Part.chapter

  /// What stands among the chapters.
  package enum Part: Sendable {
    /// A chapter of somebody's.
    case chapter
    /// What the chapters found, after the last of them.
    case conclusion
    /// The works that are cited, a piece for each.
    case bibliography
  }

  /// A remark of the renderer on the chapter's state.
  package struct Notice: Sendable {
    package var title: String
    package var text: String
    /// An error, verbatim.
    package var error: String?
    package var advice: String
  }

  /// A part of a chapter.
  package enum Piece: Sendable {
    case prose(Prose)
    case figure(BookFigure)
    case table(BookTable)
    case code(CodeBlock)
    case callout(kind: Callout.Kind, title: String?, Prose)
    /// A formula on request: a block that is closed on a screen.
    case formula(Prose)
    case question(BookQuestion)
  }

  /// An entry of the contents, below the chapter.
  package struct Entry: Sendable {
    package var number: String?
    /// “Question 2:”, in the report's language, where the entry is a question.
    package var opening: String?
    /// The section's or the question's own title.
    package var name: String
    package var anchor: String

    /// The whole text of the entry but for its number.
    package var title: String { (opening.map { "\($0) " } ?? "") + name }
  }

  /// What the contents list below the chapter: its sections and its questions.
  package var entries: [Entry] {
    pieces.flatMap { piece -> [Entry] in
      switch piece {
      case .prose(let prose):
        return HeadingEditor.headings(of: prose.document).compactMap { heading in
          guard heading.level == 3, heading.isTopLevel, let id = heading.id else { return nil }
          return Entry(number: heading.number, opening: nil, name: heading.plainText, anchor: id)
        }
      case .question(let question):
        return [Entry(number: nil, opening: question.opening, name: question.title, anchor: question.anchor)]
      default: return []
      }
    }
  }

  /// Whether it has figures or tables with numbers.
  var hasNumbers: Bool {
    pieces.contains { piece in
      switch piece {
      case .figure, .table: true
      default: false
      }
    }
  }

  /// All texts of the chapter.
  var prose: [Prose] {
    (summary.map { [$0] } ?? [])
      + pieces.flatMap { piece -> [Prose] in
        switch piece {
        case .prose(let prose), .callout(_, _, let prose), .formula(let prose): [prose]
        case .figure(let figure): [figure.caption]
        case .table(let table): [table.caption]
        case .question(let question): [question.prompt] + (question.answer.map { [$0] } ?? [])
        case .code: []
        }
      }
  }
}

/// A numbered figure.
package struct BookFigure: Sendable {
  /// Its name within its chapter.
  package var id: String
  package var number: Int
  /// “Figure 2”, in the report's language.
  package var label: String
  package var anchor: String
  /// The image, from the report's output folder.
  package var path: String
  package var file: URL
  /// The figure as a value, from which it can be drawn again.
  package var value: URL?
  /// The same drawing as SVG, for paper, where it is lighter than the image.
  package var vector: URL?
  /// The same as WebP, for browsers, where that is lighter than the image.
  package var web: URL?
  /// The same drawing for a dark screen; an older run has none.
  package var dark: URL?
  /// What it is on a screen, where that is more than an image.
  package var view: BookView?
  /// The size on paper, in points.
  package var width: Double
  package var height: Double
  package var caption: Prose
  package var alternativeText: String
}

/// A numbered table.
package struct BookTable: Sendable {
  /// Its name within its chapter.
  package var id: String
  package var number: Int
  /// “Table 2”, in the report's language.
  package var label: String
  package var anchor: String
  package var caption: Prose
  package var columns: [TableBlock.Column]
  package var rows: [[String]]
}

/// A question with its answer.
package struct BookQuestion: Sendable {
  package var number: Int
  /// “Question 2”, in the report's language.
  package var label: String
  /// “Question 2:”, before the title on the same line.
  package var opening: String
  package var anchor: String
  package var title: String
  package var points: Double
  package var prompt: Prose
  package var state: AnswerState
  package var answer: Prose?
  /// Where the answer is written, from the report's folder.
  package var path: String
}
