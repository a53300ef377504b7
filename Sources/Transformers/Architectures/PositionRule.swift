/// Which row of the position embedding a token takes.
public enum PositionRule: Sendable, Equatable {
  /// None: positions are in the attention alone. The number is how many tokens a pass takes.
  case none(limit: Int)
  /// One after the other, from the row `first` on, whatever the tokens are: 2 in BART's.
  case consecutive(rows: Int, first: Int = 0)
  /// Those after the padding token's row; padding takes its own: RoBERTa.
  case afterPadding(rows: Int, padding: Int)
  /// By how many tokens before may be attended to, from the row `first` on; others take the row before that: OPT.
  case attended(rows: Int, first: Int)

  /// Rows of the embedding.
  var rows: Int {
    switch self {
    case .none(let limit): limit
    case .consecutive(let rows, _), .afterPadding(let rows, _), .attended(let rows, _): rows
    }
  }

  /// The most tokens that find a row.
  var limit: Int {
    switch self {
    case .none(let limit): limit
    case .consecutive(let rows, let first): rows - first
    case .afterPadding(let rows, let padding): rows - padding - 1
    case .attended(let rows, let first): rows - first
    }
  }

  /// The row of each token.
  func rows(of encoding: Encoding) -> [Int] {
    switch self {
    case .none: return []
    case .consecutive(_, let first): return encoding.ids.indices.map { $0 + first }
    case .afterPadding(_, let padding):
      var next = padding + 1
      return encoding.ids.map { id in
        if id == padding { return padding }
        defer { next += 1 }
        return next
      }
    case .attended(_, let first):
      var next = first
      return encoding.mask.map { isAttended in
        if !isAttended { return first - 1 }
        defer { next += 1 }
        return next
      }
    }
  }
}
