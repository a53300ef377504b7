/// The grammar of comma-separated values (RFC 4180) as an automaton over bytes.
///
/// Lenient where Python's `csv` is: a quote within an unquoted field, and text after a closing quote, stand for
/// themselves. A record ends at a line feed outside quotes; a carriage return before it belongs to the line end.
struct CSVSyntax {
  enum State {
    case fieldStart, unquoted, quoted, quoteInQuoted
  }

  private(set) var state = State.fieldStart

  /// Whether the bytes so far leave a quoted field open.
  var isQuoteOpen: Bool { state == .quoted }

  /// Takes the bytes up to the end of a record, or all of them.
  ///
  /// - Returns: The offset behind the line feed that ends the record; `nil` where the bytes end before it does.
  mutating func endOfRecord(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var index = start
    let end = bytes.count
    while index < end {
      let byte = bytes[index]
      switch state {
      case .quoted:
        // Most of a file of texts lies within quotes.
        let rest = UnsafeBufferPointer(rebasing: bytes[index...])
        guard let quote = Bytes.firstOffset(of: UInt8(ascii: "\""), in: rest) else { return nil }
        index += quote
        state = .quoteInQuoted
      case .fieldStart where byte == UInt8(ascii: "\""), .quoteInQuoted where byte == UInt8(ascii: "\""):
        state = .quoted
      default:
        if byte == UInt8(ascii: "\n") {
          state = .fieldStart
          return index + 1
        }
        state = byte == UInt8(ascii: ",") ? .fieldStart : .unquoted
      }
      index += 1
    }
    return nil
  }
}
