import Basics
import Foundation
import Notebook
import Rendering
import Testing

/// What a sentence of a chapter says, and where the results bear it out.
struct Claim: Sendable {
  /// The sentences that it speaks for: a regular expression that matches them whole.
  let pattern: String
  /// What bears the sentence out, given what the groups of the pattern matched; `nil` where nothing does.
  let evidence: @Sendable ([String], JSONValue) throws -> String?

  /// A sentence about this run, with what shows it in the results.
  init(_ pattern: String, evidence: @escaping @Sendable ([String], JSONValue) throws -> String?) {
    self.pattern = pattern
    self.evidence = evidence
  }

  /// A sentence that says what something is or how it is found out, and nothing of what came out.
  static func defines(_ pattern: String) -> Claim { Claim(pattern) { _, _ in "by definition" } }
}

/// Every sentence of a chapter, each held against the claims that its writer stands for.
///
/// A sentence that no claim speaks for is as much at fault as one that its numbers contradict: so none is added unchecked.
struct ChapterClaims {
  /// A sentence and where it stands.
  struct Sentence: Equatable {
    var place: String
    var text: String
  }

  let document: ChapterDocument
  let results: JSONValue

  /// The chapter that a desk has run.
  init(_ slug: String, on desk: Desk) throws {
    document = try desk.document(slug)
    results = try desk.results(slug)
  }

  /// All sentences: prose, remarks, captions, alternative texts, what the report's ends say of the chapter.
  var sentences: [Sentence] {
    get throws {
      var texts: [(place: String, text: String)] = []
      func add(_ place: String, _ markdown: Markdown) throws {
        texts += try Self.paragraphs(markdown).map { (place, $0) }
      }
      try add("summary", document.summary)
      try add("conclusion", document.conclusion)
      for text in document.substitutions { try add("substitution", text) }
      for (index, block) in document.blocks.enumerated() {
        switch block {
        case .markdown(let text): try add("block \(index + 1)", text)
        case .callout(let callout): try add("remark “\(callout.title ?? "")”", callout.text)
        case .figure(let figure):
          try add("caption of figure \(figure.id)", figure.caption)
          texts.append(("alternative text of figure \(figure.id)", figure.alternativeText))
        case .table(let table): try add("caption of table \(table.id)", table.caption)
        case .code, .formula, .question: continue
        }
      }
      return texts.flatMap { place, text in Self.split(text).map { Sentence(place: place, text: $0) } }
    }
  }

  /// Holds every sentence against the claims; each fault is an issue of the test.
  ///
  /// Where `QUIRE_CLAIMS` names a file, the sentences are added to it with their evidence, a line each.
  func check(_ claims: [Claim], _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) throws {
    var lines: [String] = []
    let patterns = try claims.map { try Regex($0.pattern) }
    for sentence in try sentences {
      let place = "\(document.slug), \(sentence.place): “\(sentence.text)”"
      for fault in Self.faults(of: sentence.text) {
        Issue.record("\(fault): \(place) \(comment?.rawValue ?? "")", sourceLocation: sourceLocation)
      }
      let matches = zip(claims, patterns).compactMap { claim, pattern in
        (try? pattern.wholeMatch(in: sentence.text)).map { (claim, $0) }
      }
      guard let (claim, match) = matches.first else {
        Issue.record("nothing bears it out: \(place) \(comment?.rawValue ?? "")", sourceLocation: sourceLocation)
        continue
      }
      let groups = match.output.dropFirst().map { $0.substring.map(String.init) ?? "" }
      do {
        if let evidence = try claim.evidence(groups, results) {
          lines.append("\(document.slug)\t\(sentence.place)\t\(sentence.text)\t\(evidence)")
        } else {
          Issue.record("the results say otherwise: \(place) \(comment?.rawValue ?? "")", sourceLocation: sourceLocation)
        }
      } catch {
        Issue.record("cannot be checked (\(error)): \(place)", sourceLocation: sourceLocation)
      }
    }
    if let name = ProcessInfo.processInfo.environment["QUIRE_CLAIMS"] { try Self.append(lines, to: name) }
  }

  private static func append(_ lines: [String], to name: String) throws {
    let file = URL(filePath: name)
    if !FileSystem.exists(file) { try Data().write(to: file) }
    let handle = try FileHandle(forWritingTo: file)
    try handle.seekToEnd()
    try handle.write(contentsOf: Data((lines.joined(separator: "\n") + "\n").utf8))
    try handle.close()
  }

  // MARK: Sentences

  /// The paragraphs, list items and quotations of a text, without markup; references stand as `Figure(id)` and `Table(id)`,
  /// citations are left out.
  static func paragraphs(_ markdown: Markdown) throws -> [String] {
    var source = markdown.source
    source.replace(/\{\{figure:[a-z0-9-]+\/([a-z0-9-]+)\}\}/) { "Figure(\($0.1))" }
    source.replace(/\{\{table:[a-z0-9-]+\/([a-z0-9-]+)\}\}/) { "Table(\($0.1))" }
    source.replace(/\s*\[-?@[^\]]*\]/) { _ in "" }
    return texts(in: try MarkdownParser.parse(Array(source.utf8)).blocks)
  }

  private static func texts(in blocks: [MarkdownBlock]) -> [String] {
    blocks.flatMap { block -> [String] in
      switch block {
      case .paragraph(let content): [content.map(\.plainText).joined()]
      case .heading: []
      case .quote(let blocks), .alert(_, _, let blocks), .details(_, _, let blocks): texts(in: blocks)
      case .list(let list): list.items.flatMap { texts(in: $0.blocks) }
      case .definitions(let list): list.flatMap { texts(in: $0.definitions.flatMap { $0 }) }
      case .code, .math, .table, .figure, .rule, .pageBreak: []
      }
    }
  }

  /// The sentences of a paragraph: a full stop ends one where a capital, a quotation or a reference follows, but not within quotation
  /// marks.
  static func split(_ text: String) -> [String] {
    let characters = Array(text.replacing(/\s+/, with: " "))
    var sentences: [String] = []
    var (start, depth) = (0, 0)
    for (index, character) in characters.enumerated() {
      switch character {
      case "“": depth += 1
      case "”": depth = max(0, depth - 1)
      case ".", "!", "?":
        guard depth == 0 else { continue }
        let ends =
          index + 1 == characters.count
          || (index + 2 < characters.count && characters[index + 1] == " "
            && (characters[index + 2].isUppercase || characters[index + 2] == "“"))
        if ends {
          sentences.append(String(characters[start...index]))
          start = min(index + 2, characters.count)
        }
      default: continue
      }
    }
    if start < characters.count { sentences.append(String(characters[start...])) }
    return sentences.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
  }

  // MARK: What no sentence may say

  /// Faults of grammar and of typing that show where a template was poured out over numbers.
  static func faults(of sentence: String) -> [String] {
    let outside = sentence.replacing(/“[^”]*”/, with: "“”")
    let patterns: [(String, String)] = [
      ("one of many", #"(^|[ (“])1 (?!is\b|was\b|has\b|does\b|less\b|loses\b|gives\b|moves\b)[a-z]+[a-rt-z]s\b"#),
      ("none of nothing", #"\b0 of (the )?0\b"#), ("a number that is none", #"\b(nan|NaN|inf|nil|Optional)\b"#),
      ("two blanks", "  "), ("a hyphen for a minus", #"(^|[ (])-[0-9]"#), ("a blank too few", #"[0-9]%"#),
      ("a doubled word", #"(?i)\b(the|a|of|and|is) \1\b"#),
      ("an expression of ours", #"(the stronger the more|mend that|a colour a head|depends on who asks)"#),
    ]
    return patterns.compactMap { name, pattern in
      do { return try outside.firstMatch(of: Regex(pattern)) == nil ? nil : name } catch { return "\(error)" }
    }
  }
}

/// A number as prose writes it: `12,345`, `−0.34`, `43.9 %` as a share.
func number(in text: String) -> Double? {
  let plain = text.replacing("−", with: "-").replacing(",", with: "").replacing("\u{A0}", with: " ")
  if plain.hasSuffix(" %") { return Double(plain.dropLast(2)).map { $0 / 100 } }
  return Double(plain)
}

extension JSONValue {
  /// A number of the results.
  subscript(number path: Substring...) -> Double? { self[path]?.double }
}
