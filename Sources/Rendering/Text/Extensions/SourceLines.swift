import Basics

/// A text by its lines while blocks of other programs are rewritten: each new line is a stretch of an old one with what
/// is put around it, so that every place can be found again.
struct SourceLines {
  /// What an old line is part of.
  enum Kind { case code, table, text }

  /// One line of the new text.
  struct Line {
    /// The old line, counted from nought.
    var number: Int
    /// The marks of quotes that are put before it.
    var prefix: [UInt8] = []
    /// What is put before the text.
    var lead: [UInt8] = []
    /// What is kept of the old line, without its end.
    var text: Range<Int>
    /// A mark of the renderer behind the text.
    var tail: [UInt8] = []
    /// Whether it is the first line of a table's caption.
    var caption: Caption?
    /// Whether it only keeps its neighbours apart.
    var isSeparator = false

    /// A line of nothing but a mark of the renderer, in the place of a line.
    static func mark(_ mark: OwnMark, for line: Line) -> Line {
      Line(number: line.number, text: line.text.lowerBound..<line.text.lowerBound, tail: Array(mark.html.utf8))
    }

    /// A blank line behind a line.
    static func blank(after line: Line) -> Line {
      var blank = Line(number: line.number, text: line.text.lowerBound..<line.text.lowerBound)
      blank.isSeparator = true
      return blank
    }
  }

  /// The caption of a table.
  struct Caption: Equatable {
    /// The name that references call it by.
    var label: String?
    /// What else stands in its braces.
    var others: [String] = []
  }

  /// What stands at a place of the new text.
  enum Own: Equatable {
    /// A mark of so many bytes.
    case mark(Int)
    case caption(Caption)
  }

  /// The old text.
  let bytes: [UInt8]
  /// What each of its lines is.
  let kinds: [Kind]
  /// All lines as they were.
  let all: [Line]

  init(_ bytes: [UInt8], prose: [Range<Int>], tables: [Range<Int>]) {
    self.bytes = bytes
    let starts = MarkdownSource.lineStarts(of: bytes)
    var kinds: [Kind] = []
    var lines: [Line] = []
    var rest = prose[...]
    var restOfTables = tables[...]
    for (number, start) in starts.enumerated() {
      let end = number + 1 < starts.count ? starts[number + 1] - 1 : bytes.count
      while let range = rest.first, range.upperBound <= start { rest = rest.dropFirst() }
      while let range = restOfTables.first, range.upperBound <= start { restOfTables = restOfTables.dropFirst() }
      if restOfTables.first?.contains(start) == true {
        kinds.append(.table)
      } else {
        kinds.append(rest.first?.contains(start) == true || start == end ? .text : .code)
      }
      lines.append(Line(number: number, text: start..<end))
    }
    // What follows the last line's end is no line.
    if lines.count > 1, lines.last?.text.isEmpty == true { lines.removeLast() }
    self.kinds = kinds
    all = lines
  }

  func kind(of line: Line) -> Kind { kinds[line.number] }

  /// What a line says, without blanks around.
  func content(of line: Line) -> String {
    String(decoding: bytes[line.text], as: UTF8.self).trimmed()
  }

  /// How many blanks a line begins with.
  func indentation(of line: Line) -> Int { bytes[line.text].prefix { $0 == UInt8(ascii: " ") }.count }

  func isBlank(_ line: Line) -> Bool { bytes[line.text].allSatisfy { $0 <= 0x20 } && line.tail.isEmpty }

  /// Whether a line is text at the level of its container: no code, no item, no quote, no heading.
  func isPlain(_ line: Line) -> Bool {
    guard kind(of: line) == .text, !isBlank(line), indentation(of: line) < 4 else { return false }
    let text = bytes[line.text].drop { $0 == UInt8(ascii: " ") }
    switch text.first {
    case UInt8(ascii: ">"), UInt8(ascii: "#"), UInt8(ascii: "|"), UInt8(ascii: "\t"): return false
    case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"):
      return text.dropFirst().first.map { $0 > 0x20 } ?? true
    default: return String(decoding: text.prefix(12), as: UTF8.self).firstMatch(of: /^[0-9]{1,9}[.)]\s/) == nil
    }
  }

  /// The new text of lines, and where things have gone.
  struct Joined {
    var bytes: [UInt8] = []
    /// The old line of each, counted from nought.
    var numbers: [Int] = []
    var own: [Int: Own] = [:]
    /// What was put before the text of each line: where, and how many characters less than before stand there.
    var shifts: [(offset: Int, characters: Int)] = []
    /// What became of each old line that was kept: the stretch of the old text, and where it begins now.
    fileprivate var places: [Int: (old: Range<Int>, new: Int)] = [:]
    fileprivate var starts: [Int] = []

    /// Where a place of the old text is now.
    func moved(_ offset: Int) -> Int {
      var low = 0
      var high = starts.count
      while high - low > 1 {
        let middle = (low + high) / 2
        if starts[middle] <= offset { low = middle } else { high = middle }
      }
      guard let place = places[low] else { return low == 0 ? 0 : moved(starts[low] - 1) }
      return place.new + min(max(offset, place.old.lowerBound), place.old.upperBound) - place.old.lowerBound
    }
  }

  /// Lines without those that keep apart what a blank line keeps apart already.
  private func withoutNeedlessBlanks(_ lines: [Line]) -> [Line] {
    func isNone(_ line: Line?, like other: Line) -> Bool {
      guard let line else { return true }
      return isBlank(line) && line.lead.isEmpty && Self.marks(line.prefix) == Self.marks(other.prefix)
    }
    var result: [Line] = []
    for (index, line) in lines.enumerated() {
      let next = lines[(index + 1)...].first { !$0.isSeparator || $0.prefix != line.prefix }
      if line.isSeparator, line.lead.isEmpty, isNone(result.last, like: line) || isNone(next, like: line) { continue }
      result.append(line)
    }
    return result
  }

  private static func marks(_ prefix: [UInt8]) -> [UInt8] { prefix.filter { $0 == UInt8(ascii: ">") } }

  /// Joins lines to a text.
  func joined(_ lines: [Line]) -> Joined {
    var joined = Joined()
    joined.starts = all.map(\.text.lowerBound)
    for line in withoutNeedlessBlanks(lines) {
      joined.numbers.append(line.number)
      let start = joined.bytes.count
      joined.bytes += line.prefix + line.lead
      let text = joined.bytes.count
      if let caption = line.caption { joined.own[text] = .caption(caption) }
      let before = bytes[all[line.number].text.lowerBound..<line.text.lowerBound]
      let shift =
        String(decoding: before, as: UTF8.self).count - String(decoding: joined.bytes[start...], as: UTF8.self).count
      if shift != 0 { joined.shifts.append((text, shift)) }
      joined.bytes += bytes[line.text]
      if joined.places[line.number] == nil || !line.text.isEmpty { joined.places[line.number] = (line.text, text) }
      if let mark = line.tail.firstIndex(of: UInt8(ascii: "<")) {
        joined.own[joined.bytes.count + mark] = .mark(line.tail.count - mark)
      }
      joined.bytes += line.tail
      joined.bytes.append(UInt8(ascii: "\n"))
    }
    if bytes.last != UInt8(ascii: "\n"), joined.bytes.last == UInt8(ascii: "\n") { joined.bytes.removeLast() }
    return joined
  }
}
