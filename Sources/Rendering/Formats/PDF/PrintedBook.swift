import Basics
import Notebook

/// What of a book is printed, by the form that the settings ask for.
///
/// Compact, it is each question with its answer and the figures and tables that prompt and answer name, where they are first
/// named, then the conclusion and the works that all this cites. Numbers stay those of the whole report.
struct PrintedBook {
  /// The whole report.
  let book: Book
  /// What of it is printed.
  let form: PaperSettings.Form
  /// The chapters as they are printed.
  private(set) var chapters: [BookChapter]
  /// Figures and tables that stand within an answer, by their anchors.
  let evidence: [String: BookChapter.Piece]

  /// Whether there is a list of contents: in fewer pages than a chapter nobody needs one.
  var hasContents: Bool { form == .full }
  /// Whether a chapter starts a page.
  var startsPages: Bool { form == .full }
  /// Whether the table of questions closes the report.
  var hasCompleteness: Bool { form == .full }
  /// Whether it says what was read otherwise than it may be meant.
  var hasRemarks: Bool { form != .answers }
  /// Whether it says what the report was computed from.
  var hasProvenance: Bool { form != .answers }

  init(_ book: Book, form: PaperSettings.Form) {
    self.book = book
    self.form = form
    guard form != .full else {
      chapters = book.chapters
      evidence = [:]
      return
    }
    var all: [String: BookChapter.Piece] = [:]
    for piece in book.chapters.flatMap(\.pieces) {
      switch piece {
      case .figure(let figure): all[figure.anchor] = piece
      case .table(let table): all[table.anchor] = piece
      default: continue
      }
    }
    evidence = form == .compact ? all : [:]
    chapters = book.chapters.compactMap { chapter in
      if chapter.part != .chapter { return chapter }
      var chapter = chapter
      chapter.summary = nil
      chapter.pieces = chapter.pieces.filter { piece in
        switch piece {
        case .question: true
        // What may mislead whoever overlooks it is not left out.
        case .callout(let kind, _, _): form == .compact && (kind == .warning || kind == .important)
        default: false
        }
      }
      let hasQuestions = chapter.pieces.contains { if case .question = $0 { true } else { false } }
      return hasQuestions || chapter.notice != nil ? chapter : nil
    }
    let cited = self.cited
    for index in chapters.indices where chapters[index].part == .bibliography {
      chapters[index].pieces.removeAll { piece in
        guard case .prose(let work) = piece else { return false }
        return work.document.allBlocks.flatMap(Self.places).allSatisfy { !cited.contains($0) }
      }
    }
    chapters.removeAll { $0.part == .bibliography && $0.pieces.isEmpty }
  }

  /// What the links of everything printed lead to.
  private var cited: Set<String> {
    var texts = chapters.flatMap(\.prose) + book.substitutions + (hasProvenance ? book.provenance : [])
    for anchor in texts.flatMap({ named(in: $0.document.allBlocks) }) {
      switch evidence[anchor] {
      case .figure(let figure): texts.append(figure.caption)
      case .table(let table): texts.append(table.caption)
      default: continue
      }
    }
    return Set(
      texts.flatMap { LinkVisitor.links(in: $0.document) }.compactMap { LinkDestination.anchor(of: $0.url) })
  }

  /// Every figure that may be printed.
  var figures: [BookFigure] {
    (chapters.flatMap(\.pieces) + evidence.values).compactMap { piece in
      if case .figure(let figure) = piece { figure } else { nil }
    }
  }

  /// The anchors of the figures and tables that a text names, in order.
  func named(in blocks: [MarkdownBlock]) -> [String] {
    guard !evidence.isEmpty else { return [] }
    return LinkVisitor.links(in: MarkdownDocument(blocks: blocks)).compactMap { link in
      guard !link.isImage, let anchor = LinkDestination.anchor(of: link.url) else { return nil }
      return evidence[anchor] == nil ? nil : anchor
    }
  }

  /// Everything that links may lead to.
  var anchors: Set<String> {
    var found: Set<String> =
      hasCompleteness && book.hasQuestions || hasRemarks && !book.shownRemarks.isEmpty
      ? ["completeness"] : []
    for chapter in chapters {
      found.insert(chapter.anchor)
      for prose in chapter.prose { found.formUnion(Self.places(in: prose.document)) }
      for piece in chapter.pieces {
        switch piece {
        case .figure(let figure): found.insert(figure.anchor)
        case .table(let table): found.insert(table.anchor)
        case .question(let question):
          found.insert(question.anchor)
          found.formUnion(named(in: question.prompt.document.allBlocks))
          found.formUnion(named(in: question.answer?.document.allBlocks ?? []))
        default: continue
        }
      }
    }
    return found
  }

  /// The places of a text that links lead to.
  private static func places(in document: MarkdownDocument) -> [String] {
    document.allBlocks.flatMap(places)
  }

  /// The places of a block that links lead to.
  static func places(_ block: MarkdownBlock) -> [String] {
    switch block {
    case .heading(let heading): (heading.id.map { [$0] } ?? []) + places(heading.content)
    case .quote(let blocks), .alert(_, _, let blocks), .details(_, _, let blocks): blocks.flatMap(places)
    case .list(let list): list.items.flatMap { $0.blocks.flatMap(places) }
    case .definitions(let list): list.flatMap { $0.definitions.joined().flatMap(places) }
    case .figure(let figure): [figure.caption.anchor]
    case .table(let table):
      (table.caption.map { [$0.anchor] } ?? []) + (table.header + table.rows.joined()).flatMap(places)
    case .paragraph(let content): places(content)
    case .math(let formula): formula.numbers.map(\.anchor).filter { !$0.isEmpty }
    case .code, .rule, .pageBreak: []
    }
  }

  private static func places(_ inlines: [Inline]) -> [String] {
    inlines.flatMap { inline -> [String] in
      switch inline {
      case .anchor(let name): [name]
      case .emphasis(let content), .strong(let content), .strikethrough(let content), .styled(_, let content),
        .link(_, _, let content):
        places(content)
      default: []
      }
    }
  }
}

extension MarkdownDocument {
  /// The blocks of the text and of its footnotes.
  var allBlocks: [MarkdownBlock] { blocks + footnotes.joined() }
}
