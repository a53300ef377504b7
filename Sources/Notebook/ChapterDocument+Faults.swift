package import Basics

/// What is wrong with a document that was read from disk, where it may be anybody's: by itself, a chapter that ran writes
/// nothing of the kind.
extension ChapterDocument {
  /// The first fault, as the end of a sentence that begins with the file's name; `nil` where there is none.
  public var fault: String? {
    if let section = assignmentSection, section.wholeMatch(of: /[0-9A-Za-z]{1,8}(\.[0-9A-Za-z]{1,8}){0,5}/) == nil {
      return "has “\(section)” for the number of its section"
    }
    for question in questions {
      guard isSlug(question.id) else { return "has a question called “\(question.id)”, which cannot name an answer" }
      guard (0...1000).contains(question.points) else {
        return "gives \(question.points) points for the question “\(question.id)”"
      }
    }
    if let name = attachments.first(where: { !Self.isInside($0) }) { return "has an attachment “\(name)” elsewhere" }
    guard size <= Self.longest else {
      return "has \(ByteCount.text(size)) of text; at most \(ByteCount.text(Self.longest)) are set"
    }
    return blocks.lazy.compactMap(Self.fault).first
  }

  /// The most bytes of text that a chapter may have: two thousand pages. The engines take some hundred times as much memory.
  private static let longest = 4 << 20

  /// The bytes of its text, cells and code among it.
  private var size: Int {
    texts.reduce(0) { $0 + $1.source.utf8.count }
      + blocks.reduce(0) { sum, block in
        switch block {
        case .table(let table): sum + table.rows.reduce(0) { $1.reduce($0) { $0 + $1.utf8.count } }
        case .code(let code): sum + code.text.utf8.count
        case .markdown, .figure, .callout, .formula, .question: sum
        }
      }
  }

  private static func fault(of block: Block) -> String? {
    switch block {
    case .figure(let figure):
      guard isSlug(figure.id) else { return "has a figure called “\(figure.id)”, which cannot be referred to" }
      let files = [
        figure.file, figure.value, figure.vector, figure.web, figure.dark, figure.view?.data, figure.view?.further,
      ].compactMap(\.self)
      if let file = files.first(where: { !isInside($0) }) {
        return "has a figure “\(figure.id)” whose file is elsewhere: “\(file)”"
      }
      if let fault = figure.view?.fault { return "has a figure “\(figure.id)” that \(fault)" }
      // Twenty thousand points are seven metres; a PDF page ends at 14,400.
      guard [figure.width, figure.height].allSatisfy((1...20_000).contains) else {
        return "has a figure “\(figure.id)” of \(figure.width) × \(figure.height) points; sides are from 1 to 20,000"
      }
    case .table(let table):
      guard isSlug(table.id) else { return "has a table called “\(table.id)”, which cannot be referred to" }
      guard !table.columns.isEmpty, table.rows.allSatisfy({ $0.count == table.columns.count }) else {
        return "has a table “\(table.id)” whose rows have other numbers of cells than there are columns"
      }
    case .question(let id) where !isSlug(id): return "has the place of a question called “\(id)”"
    case .markdown, .callout, .code, .formula, .question: break
    }
    return nil
  }

  /// Whether a path stays within the chapter's folder.
  private static func isInside(_ path: String) -> Bool {
    path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
      !$0.isEmpty && !$0.hasPrefix(".") && !$0.utf8.contains(0) && !$0.contains("\\")
    }
  }
}

extension ChapterDocument {
  /// Everything in it that is Markdown.
  package var texts: [Markdown] {
    [summary, conclusion] + provenance + substitutions + questions.map(\.prompt)
      + blocks.compactMap { block in
        switch block {
        case .markdown(let text): text
        case .figure(let figure): figure.caption
        case .table(let table): table.caption
        case .callout(let callout): callout.text
        case .code, .formula, .question: nil
        }
      }
  }
}
