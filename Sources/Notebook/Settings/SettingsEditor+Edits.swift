internal import Yams

/// Which lines take the place of which, and what is refused.
extension SettingsEditor {
  /// Lines that take the place of others.
  struct Edit {
    /// The first line, counted from 0.
    var line: Int
    /// How many lines go.
    var removed = 0
    var lines: [String]
    /// Which of the new lines has the key.
    var keyOffset = 0
  }

  /// The end of the lines of this file.
  private var usualEnd: String { ends.first { !$0.isEmpty } ?? "\n" }

  mutating func apply(_ edit: Edit) {
    // A last line without an end gets one where something follows it.
    if edit.line > 0, edit.line == lines.count, ends[edit.line - 1].isEmpty { ends[edit.line - 1] = usualEnd }
    let range = edit.line..<edit.line + edit.removed
    let reachesEnd = range.upperBound == lines.count && edit.removed > 0 && ends[range.upperBound - 1].isEmpty
    lines.replaceSubrange(range, with: edit.lines)
    ends.replaceSubrange(range, with: edit.lines.map { _ in usualEnd })
    if reachesEnd, !ends.isEmpty { ends[ends.count - 1] = "" }
  }

  /// A key with its value, indented.
  private func entry(_ choice: SettingChoice, indent: Int, comment: String = "", head: String? = nil) -> [String] {
    let (inline, below) = choice.value.yaml(indent: indent + 2)
    let head = head ?? String(repeating: " ", count: indent) + choice.key + ":"
    return [[head, inline, comment].filter { !$0.isEmpty }.joined(separator: " ")] + below
  }

  /// The chapter at the end of the file, before the line that ends what YAML reads.
  func append(_ chapter: String, _ choice: SettingChoice) -> Edit {
    var place = lines.count
    let content = lines.indices.filter { !lines[$0].isBlank && !lines[$0].isComment }
    if let last = content.last, content.count > 1, ["---", "..."].contains(lines[last].trimmingBlanks) { place = last }
    let gap = place > 0 && !lines[place - 1].isBlank ? [""] : []
    return Edit(line: place, lines: gap + ["\(chapter):"] + entry(choice, indent: 2), keyOffset: gap.count + 1)
  }

  /// Places for a new key, the best first: behind the comment that names it, else behind the chapter's last key.
  func insertions(
    _ chapter: String, _ key: Node, _ value: Node, _ choice: SettingChoice
  ) throws -> [Edit] {
    let start = try line(of: key, chapter)
    try requirePlain(rest(start, after: chapter), chapter, start)
    try requireLines(start, after: chapter)
    let indent = value.mapping?.first.flatMap { $0.key.mark }.map { $0.column - 1 } ?? 2
    var end = start + 1
    while end < lines.count, lines[end].isBlank || lines[end].isComment || lines[end].indentation > 0 { end += 1 }
    let last = (start..<end).last { !lines[$0].isBlank && !lines[$0].isComment } ?? start
    let named = (start + 1..<end).first { line in
      let text = lines[line].trimmingBlanks
      guard text.hasPrefix("#"), lines[line].indentation > 0 else { return false }
      return String(text.drop { $0 == "#" || $0 == " " }).hasPrefix("\(choice.key):")
    }
    return [named, last].compactMap(\.self).map { Edit(line: $0 + 1, lines: entry(choice, indent: indent)) }
  }

  /// The value of a key that is there.
  func replacement(
    _ section: (key: Node, value: Node), _ pair: (key: Node, value: Node), _ name: String, _ choice: SettingChoice
  ) throws -> Edit {
    let chapter = section.key.scalar?.string ?? ""
    let holder = try line(of: section.key, name)
    try requireLines(holder, after: chapter)
    try requirePlain(rest(holder, after: chapter), name, holder)
    let start = try line(of: pair.key, name)
    let behind = try rest(start, after: choice.key)
    try requirePlain(behind, name, start)
    let indent = lines[start].indentation
    let value = behind.trimmingBlanks
    let isBlock = value.hasPrefix("|") || value.hasPrefix(">")
    let isSequence = pair.value.sequence != nil && !value.hasPrefix("[")
    var end = start + 1
    while end < lines.count {
      let line = lines[end]
      let isOwn =
        line.isBlank || (line.isComment && !isBlock) || line.indentation > indent
        || isSequence && line.indentation == indent && line.trimmingBlanks.hasPrefix("-")
      if !isOwn { break }
      end += 1
    }
    while end > start + 1, lines[end - 1].isBlank || lines[end - 1].isComment && !isBlock { end -= 1 }
    let comment = isBlock ? "" : Self.comment(behind)
    let inner = lines[start + 1..<end]
    let hidesComment = inner.contains { $0.isComment || $0.contains(" #") } && !isBlock
    if hidesComment || isBlock && value.contains("#") {
      throw SettingsError([
        "\(path):\(start + 1): \(name) has comments within its value, which would be lost; write it yourself"
      ])
    }
    let head = String(lines[start].dropLast(behind.count))
    return Edit(
      line: start, removed: end - start, lines: entry(choice, indent: indent, comment: comment, head: head))
  }

  /// The line of a key, counted from 0.
  private func line(of key: Node, _ name: String) throws -> Int {
    guard let line = key.mark?.line, lines.indices.contains(line - 1) else {
      throw SettingsError(["\(path): \(name) cannot be found in the text; write it yourself"])
    }
    return line - 1
  }

  /// What stands behind a key and its colon.
  private func rest(_ line: Int, after key: String) throws -> String {
    let text = lines[line]
    for written in [key, "\"\(key)\"", "'\(key)'"] {
      guard let found = text.range(of: written), text[..<found.lowerBound].allSatisfy({ $0 == " " || $0 == "\u{A0}" })
      else { continue }
      let behind = text[found.upperBound...].drop { $0 == " " }
      if behind.first == ":" { return String(behind.dropFirst()) }
    }
    throw SettingsError(["\(path):\(line + 1): \(key) is not at the beginning of its line; write it there"])
  }

  /// Refuses a chapter that is written between braces.
  private func requireLines(_ line: Int, after chapter: String) throws {
    let rest = try rest(line, after: chapter).trimmingBlanks
    guard rest.hasPrefix("{") else { return }
    throw SettingsError([
      "\(path):\(line + 1): \(chapter) is written between braces; write each of its keys on a line of its own"
    ])
  }

  /// Refuses what stands for more than itself, or for something else.
  private func requirePlain(_ rest: String, _ name: String, _ line: Int) throws {
    let kinds: [Character: String] = ["&": "an anchor (&)", "*": "an alias (*)", "!": "a tag (!)"]
    guard let sign = rest.trimmingBlanks.first, let kind = kinds[sign] else { return }
    throw SettingsError(["\(path):\(line + 1): \(name) has \(kind), and other places may rest on it; write it yourself"]
    )
  }

  /// The line with a chapter's key, as an error names it, and what is wrong with it.
  func refusal(_ chapter: String, _ key: String, _ problem: String) -> String {
    let root = try? SettingsFile(text: body, path: path).root
    let mapping = root?.first { $0.key.scalar?.string == chapter }?.value.mapping
    let line = mapping?.first { $0.key.scalar?.string == key }?.key.mark.map { ":\($0.line)" } ?? ""
    return "\(path)\(line): \(chapter).\(key) \(problem)"
  }

  /// The comment that ends a line, with its sign; empty for none.
  private static func comment(_ rest: String) -> String {
    var quote: Character?
    var previous: Character = " "
    var isEscaped = false
    for index in rest.indices {
      let sign = rest[index]
      if let open = quote {
        if isEscaped {
          isEscaped = false
        } else if sign == "\\", open == "\"" {
          isEscaped = true
        } else if sign == open {
          quote = nil
        }
      } else if sign == "#", previous == " " || previous == "\t" {
        return String(rest[index...])
      } else if sign == "\"" || sign == "'", " [,".contains(previous) || sign == "'" && previous == "'" {
        quote = sign
      }
      previous = sign
    }
    return ""
  }
}

/// Lines of YAML.
extension String {
  /// Whether there is nothing in it.
  var isBlank: Bool { allSatisfy(\.isWhitespace) }
  /// Whether it is a comment alone.
  var isComment: Bool { trimmingBlanks.hasPrefix("#") }
  /// How many blanks it begins with.
  var indentation: Int { prefix { $0 == " " || $0 == "\u{A0}" }.count }

  /// Without blanks at either end.
  var trimmingBlanks: String {
    let start = drop(while: \.isWhitespace)
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
  }
}
