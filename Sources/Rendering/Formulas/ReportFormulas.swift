import Basics

/// The formulas of a report while it is stitched: their numbers, where each is written, and what is to be said of them.
struct ReportFormulas {
  /// The numbers of the equations.
  var equations = EquationNumbers()
  /// The formulas, in the order in which they were met.
  private(set) var all: [Formula] = []
  private var places: [Formula: Place] = [:]

  /// Where a formula is first written.
  private struct Place {
    var file: String
    /// The text that it stands in.
    var source: MarkdownSource
    /// The formula as it is written there, with its labels.
    var tex: String

    /// The line and the column of a place in the formula; of its beginning where the place is not found.
    func position(line: Int, column: Int) -> (line: Int, column: Int?)? {
      let lines = tex.split(separator: "\n", omittingEmptySubsequences: false)
      guard let starts = starts(of: lines.map { Array(String($0).trimmed().utf8) }) else {
        let word = Array(tex.utf8.drop { $0 <= 0x20 }.prefix { $0 > 0x20 })
        return source.bytes.firstIndex(of: word, from: 0).map { (source.place(of: $0).line, nil) }
      }
      let text = lines.indices.contains(line) ? lines[line] : ""
      let blanks = text.prefix { $0.isWhitespace }.count
      let before = text.dropFirst(blanks).prefix(max(0, column - blanks)).utf8.count
      let start = starts[lines.indices.contains(line) ? line : 0]
      return source.place(of: min(start + before, source.bytes.count))
    }

    /// Where lines stand one below the other.
    private func starts(of lines: [[UInt8]]) -> [Int]? {
      guard let first = lines.firstIndex(where: { !$0.isEmpty }) else { return nil }
      var search = 0
      next: while let start = source.bytes.firstIndex(of: lines[first], from: search) {
        search = start + 1
        var starts = Array(repeating: start, count: first + 1)
        for line in lines[(first + 1)...] {
          guard let end = source.bytes[starts[starts.count - 1]...].firstIndex(of: UInt8(ascii: "\n")) else {
            // The last line may be empty.
            if !line.isEmpty { continue next }
            starts.append(source.bytes.count)
            continue
          }
          let limit = source.bytes[(end + 1)...].firstIndex(of: UInt8(ascii: "\n")) ?? source.bytes.count
          guard let found = line.isEmpty ? end + 1 : source.bytes.firstIndex(of: line, from: end + 1),
            found + line.count <= limit
          else { continue next }
          starts.append(found)
        }
        return starts
      }
      return nil
    }
  }

  /// Takes down the formulas of a text.
  ///
  /// - Returns: What is to be said of them.
  mutating func note(_ document: MarkdownDocument, of source: MarkdownSource, in file: String) -> [RenderingError
    .Problem]
  {
    var remarks: [RenderingError.Problem] = []
    for written in Formula.all(in: document) {
      let labels = TeXLabels(written.tex)
      let formula = written.isDisplayed ? Formula(tex: labels.tex, isDisplayed: true) : written
      guard places[formula] == nil else { continue }
      let place = Place(file: file, source: source, tex: written.tex)
      places[formula] = place
      all.append(formula)
      var messages = TeXSource(formula).omissions
      if !written.isDisplayed, labels.tex != written.tex {
        messages.append(
          "“\\label” and “\\tag” number formulas on lines of their own only; within a line they change nothing")
      }
      for message in messages {
        let position = place.position(line: 0, column: 0)
        remarks.append(.init(file: file, line: position?.line, column: position?.column, message: message))
      }
    }
    return remarks
  }

  /// Sets all of them.
  ///
  /// - Returns: Those that could be set, what is wrong with the others, and why none could be.
  func set(by setter: FormulaSetter) throws -> (
    set: [Formula: SetFormula], problems: [RenderingError.Problem], failure: String?
  ) {
    let outcome = try setter.set(all)
    let problems = all.compactMap { formula -> RenderingError.Problem? in
      guard let fault = outcome.faults[formula] else { return nil }
      let place = places[formula]
      let position = place?.position(line: fault.line, column: fault.column)
      var words = formula.tex.split(whereSeparator: \.isWhitespace)
      if !formula.isDisplayed, words.first == "\\displaystyle" { words.removeFirst() }
      let source = words.joined(separator: " ")
      let shown = source.count > 60 ? source.prefix(59) + "…" : source[...]
      return .init(
        file: place?.file ?? "", line: position?.line, column: position?.column,
        message: "the formula \(shown) cannot be set: \(fault.message)")
    }
    return (outcome.set, problems, outcome.failure)
  }
}
