import Basics

/// The call that sets a table: its cells, and for each column what decides how wide it has to be.
///
/// The template measures the longest words and the longest cells of a column, a few of each, and plans the columns from
/// them: that no line breaks a word is what Typst does not say of a table that runs off its page.
struct TypstTable {
  enum Alignment: String { case start, end, center }

  /// A stretch of text of one kind.
  private struct Sample {
    var text: String
    var isCode: Bool
    var isStrong: Bool
    /// Its length in characters of running text.
    var weight: Double
  }

  /// Cells longer than this may be broken over two pages.
  private static let longestWhole = 400
  /// A table of more rows stands where it is written, a shorter one with a caption floats.
  static let mostFloatingRows = 20
  private static let samples = 4
  /// Words as wide as a picture has to be to be seen.
  private static let picture = "picturepicture"

  private let alignments: [Alignment]
  private let isNested: Bool
  private var words: [[Sample]]
  private var cells: [[Sample]]
  private var longestCell = 0

  init(alignments: [Alignment], isNested: Bool) {
    self.alignments = alignments
    self.isNested = isNested
    words = Array(repeating: [], count: alignments.count)
    cells = words
  }

  /// Takes a cell of Markdown into account.
  mutating func measure(_ cell: [Inline], _ column: Int, isHeader: Bool = false) {
    guard column < alignments.count else { return }
    let text = cell.map(\.plainText).joined()
    insert(text, into: &cells[column], isCode: Self.isCode(cell), isStrong: isHeader)
    if Self.hasPicture(cell) {
      insert(String(repeating: Self.picture, count: 3), into: &cells[column], isCode: false, isStrong: false)
    }
    longestCell = max(longestCell, text.utf8.count)
    take(cell, column, isStrong: isHeader)
  }

  /// Takes a cell of plain text into account.
  mutating func measure(_ cell: String, _ column: Int, isCode: Bool, isHeader: Bool = false) {
    guard column < alignments.count else { return }
    insert(cell, into: &cells[column], isCode: isCode, isStrong: isHeader)
    longestCell = max(longestCell, cell.utf8.count)
    insertWords(of: cell, column, isCode: isCode, isStrong: isHeader)
  }

  private mutating func take(_ inlines: [Inline], _ column: Int, isStrong: Bool) {
    // Words of several kinds without a blank between them are one, of the widest kind.
    var run = ""
    var runIsCode = false
    var runIsStrong = isStrong
    func flatten(_ inlines: [Inline], _ isStrong: Bool, _ found: inout [(String, Bool, Bool)]) {
      for inline in inlines {
        switch inline {
        case .text(let text): found.append((text, false, isStrong))
        case .code(let text): found.append((text, true, isStrong))
        case .math(let text): found.append((text.filter { !$0.isWhitespace }, true, isStrong))
        case .softBreak, .lineBreak: found.append((" ", false, isStrong))
        case .strong(let content): flatten(content, true, &found)
        case .emphasis(let content), .strikethrough(let content), .styled(_, let content), .link(_, _, let content):
          flatten(content, isStrong, &found)
        case .image: found.append((Self.picture, false, false))
        case .anchor: break
        case .footnote: found.append(("00", false, isStrong))
        }
      }
    }
    var found: [(String, Bool, Bool)] = []
    flatten(inlines, isStrong, &found)
    for (text, isCode, isStrong) in found {
      let parts = text.split(omittingEmptySubsequences: false, whereSeparator: \.isWhitespace)
      for (index, part) in parts.enumerated() {
        if index > 0 {
          insertWords(of: run, column, isCode: runIsCode, isStrong: runIsStrong)
          (run, runIsCode, runIsStrong) = ("", false, false)
        }
        run += part
        runIsCode = runIsCode || isCode && !part.isEmpty
        runIsStrong = runIsStrong || isStrong && !part.isEmpty
      }
    }
    insertWords(of: run, column, isCode: runIsCode, isStrong: runIsStrong)
  }

  private mutating func insertWords(of text: String, _ column: Int, isCode: Bool, isStrong: Bool) {
    for word in BreakOpportunities.unbreakable(in: text, atMost: Self.samples) {
      insert(String(word), into: &words[column], isCode: isCode, isStrong: isStrong)
    }
  }

  private func insert(_ text: String, into samples: inout [Sample], isCode: Bool, isStrong: Bool) {
    let weight = Double(text.count) * (isCode ? 1.2 : 1) * (isStrong ? 1.08 : 1)
    guard !text.isEmpty, samples.count < Self.samples || weight > samples[samples.count - 1].weight else { return }
    let sample = Sample(text: String(text.prefix(400)), isCode: isCode, isStrong: isStrong, weight: weight)
    samples.insert(sample, at: samples.firstIndex { $0.weight < weight } ?? samples.count)
    if samples.count > Self.samples { samples.removeLast() }
  }

  private static func hasPicture(_ cell: [Inline]) -> Bool {
    cell.contains { if case .image = $0 { true } else { false } }
  }

  private static func isCode(_ cell: [Inline]) -> Bool {
    cell.contains { if case .code = $0 { true } else { false } }
  }

  /// The call; `header` and the cells of `rows` are content.
  ///
  /// - Parameters:
  ///   - rows: Arrays of content.
  ///   - title: Name, label and caption of a numbered table, as code.
  ///   - words: Makes a literal of a text.
  func code(
    header: [String], rows: [String], title: (name: String, label: String, caption: String)? = nil,
    words literal: (String) -> String
  ) -> String {
    let columns = alignments.indices.map { column in
      "(align: \(alignments[column].rawValue), words: \(Self.list(words[column], literal)), "
        + "cells: \(Self.list(cells[column], literal)))"
    }
    var arguments = [TypstCode.array(columns), TypstCode.array(header), TypstCode.array(rows)]
    if let title {
      arguments += ["name: \(title.name)", "label: \(title.label)", "caption: \(title.caption)"]
    }
    if longestCell <= Self.longestWhole { arguments.append("is-breakable: false") }
    if isNested { arguments.append("is-nested: true") }
    if mayBeSplit { arguments.append(Self.mark) }
    return "tabular(\(arguments.joined(separator: ",\n  ")))"
  }

  /// What stands in the call of a table whose columns may have to be split, so that the engine is asked whether they were.
  static let mark = "may-be-split: true"

  /// Whether even the smallest type may be too wide: a character of it has about 4 points, and a page on its side 690.
  private var mayBeSplit: Bool {
    let width = words.reduce(0) { sum, column in sum + 4 * (column.first?.weight ?? 1) + 6 }
    return width > (isNested ? 300 : 520)
  }

  private static func list(_ samples: [Sample], _ literal: (String) -> String) -> String {
    TypstCode.array(
      samples.map { sample in
        let text = sample.isCode ? "raw(\(literal(sample.text)))" : literal(sample.text)
        return sample.isStrong ? "strong(\(text))" : text
      })
  }
}
