internal import Basics

/// A text without what its claims decide against: `{{assert …}}`, and the branches of `{{if …}} … {{else}} … {{end}}`.
///
/// Lines of which nothing is left are gone, so that a condition may have lines of its own within a paragraph; each line that is
/// kept remembers which it was.
package struct ConditionalText {
  /// What is wrong, and where in the text that was given.
  struct Fault {
    var offset: Int
    var message: String
  }

  /// The text that is left.
  private(set) var bytes: [UInt8] = []
  /// The line of the given text that each line comes from, counted from nought.
  private(set) var numbers: [Int] = []
  /// What was taken out of lines: where it would stand now, and how many characters it was.
  private(set) var removals: [(offset: Int, characters: Int)] = []
  /// Claims that fail or cannot be judged, and tags without their like.
  private(set) var faults: [Fault] = []
  /// Each place where a line of the given text begins, and where what is left of it begins now.
  private var moves: [(old: Int, new: Int)] = []

  /// What is taken out, and what stands there instead.
  private struct Cut {
    var range: Range<Int>
    var replacement = ""
  }

  /// A tag: where it is, and what it says.
  private struct Tag {
    var range: Range<Int>
    var word: String
    var claim: String
    /// The stretch of prose that it stands in, where that is a cell of a table.
    var cell: Int?
  }

  /// Judges the claims of a text; `nil` where it has none.
  ///
  /// - Parameters:
  ///   - prose: The stretches that are not code.
  ///   - cells: The starts of those that are cells of tables.
  ///   - judge: Judges a claim: whether it holds, and the same with its values.
  ///   - notComputed: What stands for a branch of which nobody knows yet whether it is true, from the path that has no value.
  init?(
    _ text: [UInt8], prose: [Range<Int>], cells: Set<Int>, judge: ClaimJudge, notComputed: (String) -> String
  ) {
    guard text.firstIndex(of: Array("{{".utf8), from: 0) != nil else { return nil }
    let tags = Self.tags(in: text, prose, cells)
    guard !tags.isEmpty else { return nil }
    let cuts = self.cuts(tags, judge, notComputed)
    apply(cuts, to: text)
  }

  /// Where something that stood at an offset stands now.
  func moved(_ offset: Int) -> Int {
    var low = 0
    var high = moves.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if moves[middle].old <= offset { low = middle } else { high = middle }
    }
    guard moves.indices.contains(low) else { return offset }
    let next = low + 1 < moves.count ? moves[low + 1].new : bytes.count
    return min(next, moves[low].new + offset - moves[low].old)
  }

  private static func tags(in text: [UInt8], _ prose: [Range<Int>], _ cells: Set<Int>) -> [Tag] {
    let (opening, closing) = (Array("{{".utf8), Array("}}".utf8))
    var tags: [Tag] = []
    for range in prose {
      let code = CodeSpans(of: text, in: range)
      var index = range.lowerBound
      while let start = text.firstIndex(of: opening, from: index), start < range.upperBound {
        index = start + 2
        if let span = code.span(around: start) {
          index = span.upperBound
          continue
        }
        guard start == 0 || text[start - 1] != UInt8(ascii: "\\"),
          let end = text.firstIndex(of: closing, from: start), end < range.upperBound
        else { continue }
        let inside = String(decoding: text[start + 2..<end], as: UTF8.self).trimmed()
        let word = String(inside.prefix { !$0.isWhitespace })
        guard ["if", "else", "end", "assert"].contains(word) else { continue }
        var claim = String(inside.dropFirst(word.count)).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let cell = cells.contains(range.lowerBound) ? range.lowerBound : nil
        if cell != nil { claim = claim.replacing("\\|", with: "|") }
        tags.append(Tag(range: start..<end + 2, word: word, claim: claim, cell: cell))
        index = end + 2
      }
    }
    return tags
  }

  /// An `{{if}}` whose end has not come yet.
  private struct Open {
    var tag: Tag
    /// Whether its claim holds; unknown where nobody can tell yet.
    var holds: Bool?
    var otherwise: Tag?
    /// What stands in its place where nobody can tell.
    var replacement = ""
  }

  private mutating func cuts(_ tags: [Tag], _ judge: ClaimJudge, _ notComputed: (String) -> String) -> [Cut] {
    var cuts: [Cut] = []
    var open: [Open] = []
    /// Within what is taken out nothing is judged.
    var isHidden: Bool {
      open.contains { $0.holds == nil || ($0.holds == false) == ($0.otherwise == nil) }
    }
    // A tag that is wrong goes too: as a placeholder it would be wrong a second time.
    func fault(_ tag: Tag, _ message: String) {
      faults.append(Fault(offset: tag.range.lowerBound, message: message))
      cuts.append(Cut(range: tag.range))
    }
    for tag in tags {
      switch tag.word {
      case "assert":
        cuts.append(Cut(range: tag.range))
        if isHidden { continue }
        do {
          let (holds, shown) = try judge.judge(tag.claim)
          if !holds { fault(tag, "what is asserted does not hold: \(tag.claim) is \(shown)") }
        } catch {
          // What a chapter without results will show, nobody can tell yet, and the report says that it has none.
          if case .wrong(let message) = error { fault(tag, "{{assert \(tag.claim)}}: \(message)") }
        }
      case "if":
        var entry = Open(tag: tag, holds: false)
        if !isHidden {
          do {
            let holds = try judge.judge(tag.claim).holds
            judge.quotes?.note("if \(tag.claim)", holds ? "true" : "false")
            entry.holds = holds
          } catch {
            switch error {
            case .wrong(let message): fault(tag, "{{if \(tag.claim)}}: \(message)")
            case .notComputed(let path): (entry.holds, entry.replacement) = (nil, notComputed(path))
            }
          }
        }
        open.append(entry)
      case "else":
        guard tag.claim.isEmpty else {
          fault(tag, "“{{else}}” takes no claim; write {{else}}{{if …}}…{{end}}{{end}}")
          continue
        }
        guard let last = open.last, last.otherwise == nil else {
          fault(tag, open.isEmpty ? "there is no {{if}} before this {{else}}" : "this {{if}} has a second {{else}}")
          continue
        }
        open[open.count - 1].otherwise = tag
      default:
        guard let entry = open.popLast() else {
          fault(tag, "there is no {{if}} before this {{end}}")
          continue
        }
        let ends = [entry.tag, entry.otherwise, tag].compactMap { $0 }
        guard Set(ends.map(\.cell)).count == 1 else {
          fault(entry.tag, "an {{if}} that begins in a cell of a table ends in it")
          cuts += ends.dropFirst().map { Cut(range: $0.range) }
          continue
        }
        cuts += Self.cuts(entry, tag)
      }
    }
    for entry in open { fault(entry.tag, "this {{if}} has no {{end}}") }
    return cuts.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// What an `{{if}}` takes out.
  private static func cuts(_ entry: Open, _ end: Tag) -> [Cut] {
    let start = entry.tag.range
    switch entry.holds {
    case nil: return [Cut(range: start.lowerBound..<end.range.upperBound, replacement: entry.replacement)]
    case true?:
      return [Cut(range: start), Cut(range: (entry.otherwise ?? end).range.lowerBound..<end.range.upperBound)]
    case false?:
      guard let otherwise = entry.otherwise else { return [Cut(range: start.lowerBound..<end.range.upperBound)] }
      return [Cut(range: start.lowerBound..<otherwise.range.upperBound), Cut(range: end.range)]
    }
  }

  // MARK: Taking out

  private mutating func apply(_ cuts: [Cut], to text: [UInt8]) {
    let newline = UInt8(ascii: "\n")
    var line: [UInt8] = []
    var wasCut = false
    var number = 0
    var lineNumber = 0
    var lineStart = 0
    var removed: [(offset: Int, characters: Int)] = []
    func endLine(_ isLast: Bool) {
      if !(wasCut && Self.isNothing(line)) {
        if wasCut { while line.last == UInt8(ascii: " ") { line.removeLast() } }
        removals += removed.map { (bytes.count + min($0.offset, line.count), $0.characters) }
        moves.append((lineStart, bytes.count))
        bytes += line
        if !isLast { bytes.append(newline) }
        numbers.append(lineNumber)
      }
      (line, wasCut, removed) = ([], false, [])
    }
    func copy(_ range: Range<Int>) {
      for index in range {
        if text[index] == newline {
          endLine(false)
          number += 1
          (lineNumber, lineStart) = (number, index + 1)
        } else if wasCut, Self.isNothing(line), text[index] == UInt8(ascii: " ") {
          // A blank behind a tag at the start of a line would be the first of an indentation.
          removed.append((line.count, 1))
        } else {
          line.append(text[index])
        }
      }
    }
    var position = 0
    for cut in cuts {
      // What stands within something that is taken out is taken out with it.
      if cut.range.upperBound <= position { continue }
      copy(position..<max(position, cut.range.lowerBound))
      let rest = max(position, cut.range.lowerBound)..<cut.range.upperBound
      let lines = text[rest].count { $0 == newline }
      number += lines
      // What follows on the last line goes on the first one, where anything is left of that.
      if lines > 0, Self.isNothing(line) { (lineNumber, lineStart) = (number, cut.range.upperBound) }
      let tail = text[rest].split(separator: newline, omittingEmptySubsequences: false).last ?? []
      removed.append((line.count, String(decoding: tail, as: UTF8.self).count - cut.replacement.count))
      line += cut.replacement.utf8
      wasCut = true
      position = cut.range.upperBound
    }
    copy(position..<text.count)
    endLine(true)
    if bytes.isEmpty, numbers.isEmpty { numbers = [0] }
  }

  /// Whether nothing but blanks, marks of quotes and one mark of an item stands on a line.
  package static func isNothing(_ line: [UInt8]) -> Bool {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    var index = 0
    while index < line.count, isBlank(line[index]) || line[index] == UInt8(ascii: ">") { index += 1 }
    if index < line.count, "-*+".utf8.contains(line[index]) {
      index += 1
    } else {
      let end = line[index...].firstIndex { !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0) } ?? line.endIndex
      if (1...9).contains(end - index), end < line.count, ".)".utf8.contains(line[end]) { index = end + 1 }
    }
    while index < line.count, isBlank(line[index]) { index += 1 }
    guard index < line.count else { return true }
    // An ASCII sign that nothing joins with is something, and so is a letter or a sign of punctuation; blanks of other scripts are
    // looked at as characters.
    if line[index] < 0x80, index + 1 == line.count || line[index + 1] < 0x80 { return false }
    let scalar = String(decoding: line[index...].prefix(4), as: UTF8.self).unicodeScalars.first
    switch scalar?.properties.generalCategory {
    case .uppercaseLetter?, .lowercaseLetter?, .otherLetter?, .initialPunctuation?, .finalPunctuation?,
      .dashPunctuation?:
      return false
    default: return isNothingInUnicode(line)
    }
  }

  /// The same for any line, and slower by far.
  package static func isNothingInUnicode(_ line: [UInt8]) -> Bool {
    String(decoding: line, as: UTF8.self).wholeMatch(of: /[\s>]*([-*+]|[0-9]{1,9}[.)])?\s*/) != nil
  }
}
