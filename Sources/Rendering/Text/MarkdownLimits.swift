/// What no text may hold, because reading it would take hours, or more memory than there is.
///
/// cmark-gfm walks through all cells of a row for each of them, and gives every row of a table as many cells as it has
/// columns: a thousand of these and a hundred thousand short rows are a hundred million cells.
enum MarkdownLimits {
  /// The most bytes of one text of a chapter.
  static let longestText = 8 << 20
  private static let mostColumns = 500
  private static let mostCells = 1 << 20

  /// The first fault and its line; `nil` where there is none.
  static func fault(of text: String) -> (line: Int, message: String)? {
    guard text.utf8.count <= longestText else { return (1, "the text is longer than \(longestText >> 20) MB") }
    let lines = text.utf8.split(omittingEmptySubsequences: false) { $0 == 0x0A || $0 == 0x0D }
    for (index, line) in lines.enumerated() {
      let columns = columns(of: line)
      guard columns <= mostColumns else {
        return (index + 1, "the table has \(columns) columns; at most \(mostColumns) are set")
      }
      if columns > 1, columns > mostCells / (lines.count - index) {
        return (index + 1, "the table may have \(columns * (lines.count - index)) cells; at most \(mostCells) are set")
      }
    }
    return nil
  }

  /// How many columns a line may begin a table of: one that is made of `|`, `-`, `:`, blanks and marks of quotes and items.
  private static func columns(of line: Substring.UTF8View) -> Int {
    var bars = 0
    for byte in line {
      switch byte {
      case UInt8(ascii: "|"): bars += 1
      case UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: ">"), UInt8(ascii: "*"), UInt8(ascii: "+"),
        UInt8(ascii: "."), UInt8(ascii: ")"), 0x30...0x39, 0x20, 0x09, 0x0B, 0x0C:
        continue
      default: return 0
      }
    }
    return bars + 1
  }
}
