/// Which bracket of a stretch of prose closes which: found once, however deep they stand in one another.
struct Brackets {
  /// The closing square bracket of each opening one.
  private(set) var square: [Int: Int] = [:]
  /// The closing parentheses, in order.
  private var rounds: [Int] = []

  init() {}

  init(of bytes: [UInt8], in range: Range<Int>, code: ArraySlice<Range<Int>>) {
    var open: [Int] = []
    var spans = code
    var index = range.lowerBound
    while index < range.upperBound {
      if let span = spans.first, span.lowerBound <= index {
        index = max(index, span.upperBound)
        spans = spans.dropFirst()
        continue
      }
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "["): open.append(index)
      case UInt8(ascii: "]"): if let start = open.popLast() { square[start] = index }
      case UInt8(ascii: ")"): rounds.append(index)
      default: break
      }
      index += 1
    }
  }

  /// Whether a closing parenthesis stands not too far behind a place.
  func hasRound(behind place: Int, before end: Int) -> Bool {
    var low = 0
    var high = rounds.count
    while low < high {
      let middle = (low + high) / 2
      if rounds[middle] <= place { low = middle + 1 } else { high = middle }
    }
    return low < rounds.count && rounds[low] < min(end, place + TextRewriter.longestAddress)
  }
}
