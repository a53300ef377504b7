internal import Basics
import Yams

/// What is wrong with a text that is no YAML, in words for those who do not know YAML, and where.
struct YAMLFault {
  /// The text.
  private let lines: [Substring]
  /// How messages name it.
  private let path: String

  init(in text: String, named path: String) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    self.path = path
  }

  /// One line for what the reader of YAML found.
  func message(for error: YamlError) -> String {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      if let line = lines.firstIndex(where: { $0.hasPrefix("<<<<<<< ") || $0.hasPrefix(">>>>>>> ") }) {
        return "\(path):\(line + 1): “\(lines[line].prefix(7))” is the mark of a merge that was not finished"
      }
      let place = "\(path):\(mark.line)"
      if let cure = cure(for: problem, at: mark, context?.mark) { return "\(path):\(cure.line): \(cure.message)" }
      return "\(place):\(mark.column): \(problem)"
    case .duplicatedKeysInMapping(let keys, let context):
      return keys.map { "\($0)" }.sorted().map { key in
        let lines = lines(of: key, near: context.mark.line)
        guard lines.count > 1 else { return "\(path):\(context.mark.line): the key \(key) is given more than once" }
        return "\(path):\(lines[1]): the key \(key) is given more than once, first in line \(lines[0])"
      }.joined(separator: "\n")
    default:
      return "\(path): \(error)"
    }
  }

  /// The line and what to do there; `nil` where the reader's own words have to do.
  private func cure(for problem: String, at mark: Mark, _ start: Mark?) -> (line: Int, message: String)? {
    let line = text(of: mark.line)
    if let indented = [mark.line, mark.line - 1].first(where: { text(of: $0).prefix { $0.isWhitespace }.contains("\t") }
    ) {
      return (indented, "is indented by a tab; YAML is indented by spaces, never by tabs")
    }
    if problem.contains("another document") {
      return (mark.line, "“---” begins a second document; settings are a single one: leave that line out")
    }
    if problem.contains("unexpected end of stream"), let start {
      return (start.line, "the quotation mark that begins a text here is not closed")
    }
    if problem.contains("escape character") || problem.contains("hexdecimal") {
      return (mark.line, "“\\” begins an escape within double quotes; use single quotes")
    }
    let above = (1..<max(1, mark.line)).last { !isBlank($0) }
    for number in [mark.line, above ?? mark.line] {
      if let key = text(of: number).wholeMatch(of: /\s*(?:- )?([A-Za-z_]+):[^\s:\/\\].*/) {
        return (number, "a blank is missing after “\(key.output.1):”")
      }
      if text(of: number).wholeMatch(of: /\s*-[^\s-].*/) != nil { return (number, "a blank is missing after “-”") }
    }
    if let found = line.wholeMatch(of: /\s*(?:- )?([A-Za-z_]+) *:\s+(.+)/) {
      let (key, value) = (found.output.1, found.output.2)
      if let first = value.first, "[{@`%*&!|>-,?'\"".contains(first) {
        let isQuoted = first == "'" || first == "\""
        return (
          mark.line,
          isQuoted
            ? "the text of \(key) goes on behind its closing \(first); write it in the other kind of quotes"
            : "“\(first)” has a meaning of its own at the start of a text; put the text of \(key) in quotes"
        )
      }
      if value.contains(": ") || value.hasSuffix(":"), !value.contains("\"") {
        return (
          mark.line,
          "a text with a colon and a blank in it goes in quotes: \(key): \"\(value.prefix(60))\(value.count > 60 ? "…" : "")\""
        )
      }
    }
    if problem.contains("':'") || problem.contains("could not find expected") {
      let number = start?.line ?? above ?? mark.line
      return (number, "expected `key: value`, found “\(text(of: number).prefix(60))”")
    }
    if problem.contains("not allowed") || problem.contains("did not find expected"), let above,
      indentation(mark.line) != indentation(above) || problem.contains("document start")
    {
      return (mark.line, "is indented otherwise than the lines above; keys of one level begin in one column")
    }
    return nil
  }

  private func text(of line: Int) -> Substring { lines.indices.contains(line - 1) ? lines[line - 1] : "" }

  private func indentation(_ line: Int) -> Int { text(of: line).prefix { $0 == " " }.count }

  private func isBlank(_ line: Int) -> Bool {
    let text = text(of: line).drop { $0 == " " }
    return text.isEmpty || text.hasPrefix("#")
  }

  /// The lines that give a key beside each other, around a line of their mapping.
  private func lines(of key: String, near line: Int) -> [Int] {
    let column = indentation(line)
    func isInside(_ number: Int) -> Bool { isBlank(number) || indentation(number) >= column }
    var first = line
    while first > 1, isInside(first - 1) { first -= 1 }
    let all = (first...max(first, lines.count)).prefix { isInside($0) }
    return all.filter { number in
      let text = text(of: number).dropFirst(column)
      return [key, "\"\(key)\"", "'\(key)'"].contains { name in
        text.hasPrefix(name) && text.dropFirst(name.count).drop { $0 == " " }.hasPrefix(":")
      }
    }
  }
}
