internal import Basics

extension TrialAnswer {
  /// The answer as lines for a terminal, in which nothing is left that a terminal would obey but the colours.
  ///
  /// - Parameter isColored: Whether there may be colours.
  public func lines(isColored: Bool) -> [String] {
    let style = TerminalStyle(isColored: isColored)
    var lines: [String] = []
    for (index, part) in parts.enumerated() {
      if index > 0 { lines.append("") }
      switch part {
      case .text(let text): lines.append(TerminalText.line(text))
      case .table(let table): lines += table.lines(style)
      case .matrix(let matrix): lines += matrix.lines(style)
      }
    }
    return lines
  }
}

/// How text is set off on a terminal.
struct TerminalStyle {
  let isColored: Bool

  /// A heading.
  func bold(_ text: String) -> String { isColored ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

  /// What stands back.
  func dim(_ text: String) -> String { isColored ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

  /// A cell of a matrix: the darker the more, with the other colour for its digits.
  func shaded(_ text: String, _ share: Double) -> String {
    guard isColored else { return text }
    let level = 255 - Int((max(0, min(1, share)) * 23).rounded())
    return "\u{1B}[48;5;\(level);38;5;\(level > 243 ? 16 : 231)m\(text)\u{1B}[0m"
  }
}

extension TrialTable {
  /// How many signs a full bar has.
  private static let barLength = 20

  fileprivate func lines(_ style: TerminalStyle) -> [String] {
    let heading = title.isEmpty ? [] : [style.bold(TerminalText.line(title))]
    guard !rows.isEmpty else { return heading + ["  (nothing)"] }
    var previous: String?
    let cells = rows.map { row -> [String] in
      var texts = zip(columns, row).map { $0.text(of: $1) }
      // What the first column says of several rows is said once.
      if columns.count > 1, case .text = row[0] {
        if texts[0] == previous { texts[0] = "" } else { previous = texts[0] }
      }
      return texts
    }
    let isNumber = columns.indices.map { column in
      rows.contains { if case .text = $0[column] { false } else { $0[column] != .none } }
    }
    let widths = columns.indices.map { column in
      cells.reduce(columns[column].name.terminalWidth) { max($0, $1[column].terminalWidth) }
    }
    func line(_ texts: [String], bars: [String]) -> String {
      var parts: [String] = []
      for column in columns.indices {
        let isLast = column == columns.count - 1
        let blanks = String(repeating: " ", count: widths[column] - texts[column].terminalWidth)
        parts.append(isNumber[column] ? blanks + texts[column] : texts[column] + (isLast ? "" : blanks))
        if columns[column].fullBar != nil { parts.append(bars[column]) }
      }
      var line = "  " + parts.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
    let none = columns.map { _ in String(repeating: " ", count: Self.barLength) }
    let names = style.dim(line(columns.map(\.name), bars: none))
    return heading + [names]
      + zip(rows, cells).map { row, texts in line(texts, bars: zip(columns, row).map { $0.bar(of: $1, Self.barLength) })
      }
  }
}

extension TrialTable.Column {
  fileprivate func text(of cell: TrialTable.Cell) -> String {
    switch cell {
    case .text(let text): TerminalText.line(text)
    case .integer(let number): NumberText.signed("\(number)")
    case .number(let number):
      switch form {
      case .plain: "\(number)"
      case .fixed(let decimals): NumberText.signed(number, decimals)
      case .percent(let decimals): NumberText.signed(number * 100, decimals) + " %"
      }
    case .none: "–"
    }
  }

  /// A bar of eighths of a sign, padded to its full length.
  fileprivate func bar(of cell: TrialTable.Cell, _ length: Int) -> String {
    var text = ""
    if case .number(let number) = cell, let fullBar, fullBar > 0, number.isFinite {
      let eighths = Int((max(0, min(1, number / fullBar)) * Double(length * 8)).rounded())
      text = String(repeating: "█", count: eighths / 8)
      if eighths % 8 > 0 { text.append(Array("▏▎▍▌▋▊▉")[eighths % 8 - 1]) }
    }
    return text + String(repeating: " ", count: length - text.count)
  }
}

extension TrialMatrix {
  /// Percentages without a sign, with the numbers of the columns above and those of the rows, with their names, beside.
  fileprivate func lines(_ style: TerminalStyle) -> [String] {
    let names = rows.map { TerminalText.line($0) }
    let digits = "\(max(rows.count, columns.count) - 1)".count
    let width = max(4, digits + 1)
    let labels = names.indices.map { row in
      "\(row)".padded(to: digits, fromLeft: true) + " " + names[row]
    }
    let longest = labels.map(\.terminalWidth).max() ?? 0
    let head =
      String(repeating: " ", count: longest + 2)
      + columns.indices.map { "\($0)".padded(to: width, fromLeft: true) }.joined()
    var lines = [style.bold(TerminalText.line(title)), style.dim(head)]
    for (row, label) in labels.enumerated() {
      let cells = values[row].map { value in
        let percent = Int((value * 100).rounded())
        return style.shaded((percent == 0 ? "·" : "\(percent)").padded(to: width, fromLeft: true), value)
      }
      lines.append("  " + label.padded(to: longest, fromLeft: false) + cells.joined())
    }
    guard rows != columns else { return lines }
    let legend = columns.enumerated().map { "\($0.offset) \(TerminalText.line($0.element))" }
    return lines + ["  columns: " + legend.joined(separator: ", ")]
  }
}

extension String {
  /// How many cells of a terminal the text takes: two for signs of East Asia and pictures, none for marks on others.
  var terminalWidth: Int {
    unicodeScalars.reduce(0) { width, scalar in
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .format: return width
      default: break
      }
      switch scalar.value {
      case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f,
        0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1f64f, 0x1f900...0x1f9ff, 0x20000...0x3fffd:
        return width + 2
      default: return width + 1
      }
    }
  }

  fileprivate func padded(to width: Int, fromLeft: Bool) -> String {
    let blanks = String(repeating: " ", count: max(0, width - terminalWidth))
    return fromLeft ? blanks + self : self + blanks
  }
}
