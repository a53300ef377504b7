/// A table for other programs: RFC 4180, in UTF-8.
public enum CSV {
  /// What stands in a cell.
  public enum Cell: Sendable, ExpressibleByStringLiteral {
    case text(String)
    case integer(Int)
    /// The shortest decimal number that reads back as the same.
    case number(Double)

    /// A text.
    public init(stringLiteral value: String) { self = .text(value) }

    /// A number; nothing where there is none.
    public static func optional(_ number: Double?) -> Cell { number.map(Cell.number) ?? "" }
  }

  /// The table as text, a line for each row after the names of its columns.
  ///
  /// A text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a carriage return) gets an
  /// apostrophe in front, which spreadsheets do not show: what strangers wrote must not compute anything in a teacher's.
  public static func text(columns: [String], rows: some Sequence<[Cell]>) -> String {
    ([columns.map(Cell.text)] + rows).map { $0.map(field).joined(separator: ",") + "\r\n" }.joined()
  }

  private static func field(_ cell: Cell) -> String {
    switch cell {
    case .integer(let number): return "\(number)"
    case .number(let number): return "\(number)"
    case .text(let text):
      let isFormula = text.utf8.first.map { "=+-@\t\r".utf8.contains($0) } ?? false
      let safe = isFormula ? "'" + text : text
      guard safe.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return safe }
      return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
  }
}
