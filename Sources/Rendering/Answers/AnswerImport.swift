internal import Basics
public import Notebook

/// Answers that were written elsewhere: a Markdown text in which headings are questions, and what stands below each is its answer.
///
/// A heading is a question's by its title, its name or its prompt, with or without a number before and points behind it. One
/// that names a chapter says whose questions follow. An answer ends where the next question or chapter begins, or a heading of
/// the same level or a higher one; headings below it are its own.
public struct AnswerImport: Sendable {
  /// An answer that was found.
  public struct Answer: Sendable, Equatable {
    /// The chapter that asks.
    public let chapter: String
    /// The question.
    public let question: Question
    /// The line of its heading, counted from one.
    public let line: Int
    /// What stands below the heading.
    public let text: String
  }

  /// A stretch of the text that answers no question.
  public struct Unused: Sendable, Equatable {
    /// Its first line, counted from one.
    public let line: Int
    /// Its heading; empty for what stands before the first.
    public let heading: String
  }

  /// The answers, in the order of the text.
  public private(set) var answers: [Answer] = []
  /// What was not taken, in the same order.
  public private(set) var unused: [Unused] = []

  /// Where a part of the text begins, and whose it is.
  private enum Meaning {
    case question(chapter: String, Question)
    case chapter
    case none
  }

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - text: The Markdown.
  ///   - path: How messages call it.
  ///   - chapters: The chapters with their questions.
  /// - Throws: `SettingsError` where two headings are the same question, or one may be several; nothing is to be taken then.
  public init(_ text: String, path: String, chapters: [ChapterInput]) throws {
    // As Markdown is read, where a carriage return alone ends a line too: a heading's line is to be a line here.
    let lines = String(decoding: MarkdownSource.unixLines(Array(text.utf8)), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let bytes = Array(lines.joined(separator: "\n").utf8)
    let start = FrontMatter.end(in: bytes).map { end in bytes[..<end].count { $0 == UInt8(ascii: "\n") } + 1 } ?? 0
    let headings = try Self.headings(of: lines, from: start, path)
    var findings: [String] = []
    var (current, open) = (String?.none, MarkdownHeading?.none)
    var taken: [String: Int] = [:]
    if Self.holdsText(lines[start..<max(start, (headings.first?.line).map { $0 - 1 } ?? lines.count)]) {
      unused.append(Unused(line: start + 1, heading: ""))
    }
    for (index, heading) in headings.enumerated() {
      let meaning: Meaning
      do { meaning = try Self.meaning(of: heading.plainText, in: current, of: chapters) } catch {
        findings.append("\(path):\(heading.line): “\(heading.plainText)” \(error.problem)")
        continue
      }
      let next = headings[(index + 1)...]
      func body(endsAt isEnd: (MarkdownHeading) -> Bool) -> ArraySlice<Substring> {
        let first = heading.line - 1 + Self.height(of: heading, in: lines)
        return lines[first..<max(first, next.first(where: isEnd).map { $0.line - 1 } ?? lines.count)]
      }
      switch meaning {
      case .chapter:
        current = chapters.first { Self.isTitle(heading.plainText, of: $0) }?.slug
        open = nil
        if Self.holdsText(body { _ in true }) { unused.append(Unused(line: heading.line, heading: heading.plainText)) }
      case .question(let chapter, let question):
        let name = "\(chapter)/\(question.id)"
        if let first = taken.updateValue(heading.line, forKey: name) {
          findings.append("\(path):\(heading.line): answers \(name), as line \(first) does; make one answer of both")
        }
        open = heading
        let text = body { following in
          if following.level <= heading.level { return true }
          switch try? Self.meaning(of: following.plainText, in: current, of: chapters) {
          case .question?, .chapter?: return true
          case .none?, nil: return false
          }
        }
        let answer = Self.trimmed(text)
        if AnswerState(of: answer, to: question) == .answered {
          answers.append(Answer(chapter: chapter, question: question, line: heading.line, text: answer))
        }
      case .none:
        // A heading within an answer is the answer's.
        if let above = open, heading.level > above.level { continue }
        open = nil
        unused.append(Unused(line: heading.line, heading: heading.plainText))
      }
    }
    if !findings.isEmpty { throw SettingsError(findings) }
  }

  // MARK: Headings

  /// The headings of the text itself, none of those in quotations and lists.
  private static func headings(of lines: [Substring], from start: Int, _ path: String) throws -> [MarkdownHeading] {
    // Front matter would be read as a heading, so its lines are empty here.
    let text = String(repeating: "\n", count: start) + lines[start...].joined(separator: "\n")
    do {
      return try MarkdownParser.parse(MarkdownSource(text).bytes).blocks.compactMap { block in
        if case .heading(let heading) = block { heading } else { nil }
      }
    } catch let error as MarkdownParser.TooDeep {
      throw SettingsError(["\(path):\(error.line): is nested deeper than anybody writes; nothing was taken"])
    }
  }

  /// How many lines a heading takes: one that is underlined takes those down to its line.
  private static func height(of heading: MarkdownHeading, in lines: [Substring]) -> Int {
    let first = heading.line - 1
    guard lines.indices.contains(first), lines[first].drop(while: { $0 == " " }).first != "#" else { return 1 }
    let underline = lines[(first + 1)...].firstIndex { line in
      let signs = line.filter { $0 != " " }
      return !signs.isEmpty && (signs.allSatisfy { $0 == "=" } || signs.allSatisfy { $0 == "-" })
    }
    return underline.map { $0 - first + 1 } ?? 1
  }

  private static func holdsText(_ lines: ArraySlice<Substring>) -> Bool {
    let source = MarkdownSource(lines.joined(separator: "\n"))
    return source.bytes.contains { $0 > 0x20 }
  }

  /// The lines without empty ones at either end.
  private static func trimmed(_ lines: ArraySlice<Substring>) -> String {
    func isEmpty(_ line: Substring) -> Bool { line.allSatisfy(\.isWhitespace) }
    guard let first = lines.firstIndex(where: { !isEmpty($0) }), let last = lines.lastIndex(where: { !isEmpty($0) })
    else { return "" }
    return lines[first...last].joined(separator: "\n")
  }

  // MARK: Meaning

  /// A heading that may be several questions.
  private struct Ambiguity: Error {
    let names: [String]
    var problem: String { "may be \(names.joined(separator: " or ")); put the chapter's title above, or say which" }
  }

  /// What a heading is: those of the chapter that is open come first.
  private static func meaning(
    of heading: String, in current: String?, of chapters: [ChapterInput]
  ) throws(Ambiguity) -> Meaning {
    let own = chapters.filter { $0.slug == current }
    for group in [own, chapters] where !group.isEmpty {
      let asked = group.flatMap { chapter in chapter.questions.map { (chapter: chapter.slug, question: $0) } }
      for isMeant in judges(of: heading) {
        let found = asked.filter { isMeant($0.question) }
        if found.count > 1 { throw Ambiguity(names: found.map { "\($0.chapter)/\($0.question.id)" }) }
        if let one = found.first { return .question(chapter: one.chapter, one.question) }
      }
    }
    return chapters.contains { isTitle(heading, of: $0) } ? .chapter : .none
  }

  /// Ways to know a question by a heading, the surest first.
  private static func judges(of heading: String) -> [(Question) -> Bool] {
    let words = words(of: heading)
    guard !words.isEmpty else { return [] }
    let text = words.joined(separator: " ")
    return [
      { Self.words(of: $0.title) == words || Self.words(of: $0.id) == words || $0.id == heading },
      { Self.words(of: $0.prompt.source).starts(with: words) && words.count > 2 },
      { Self.words(of: $0.prompt.source) == words },
      { nearestName(to: text, among: [Self.words(of: $0.title).joined(separator: " ")]) != nil },
    ]
  }

  private static func isTitle(_ heading: String, of chapter: ChapterInput) -> Bool {
    let words = words(of: heading)
    return !words.isEmpty && (words == Self.words(of: chapter.title) || words == Self.words(of: chapter.slug))
  }

  /// The words of a heading in lower case, without the number before them and the points behind.
  private static func words(of heading: String) -> [String] {
    var text = heading[...]
    if let points = text.firstMatch(of: /\s*[(\[]\s*[0-9][0-9.,\/]*\s*\p{L}*\.?\s*[)\]]\s*$/) {
      text = text[..<points.range.lowerBound]
    }
    if let number = text.prefixMatch(of: /\s*(?:\p{L}+\s+)?(?:[0-9]+(?:\.[0-9]+)*|[A-Za-z])\s*[.):–—-]+\s*(?=\S)/) {
      text = text[number.range.upperBound...]
    }
    // What is left of “3.1”, or a number without a sign behind it.
    if let number = text.prefixMatch(of: /\s*[0-9]+(?:\.[0-9]+)*\s+(?=\S)/) {
      text = text[number.range.upperBound...]
    }
    return text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}
