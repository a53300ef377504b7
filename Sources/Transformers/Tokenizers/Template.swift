/// How tokens are put around a text, or around two.
struct Template: Sendable {
  /// One place: a token that is added, or one of the texts, with its token type.
  enum Place: Sendable {
    case special(id: Int, type: Int)
    case sequence(Int, type: Int)
  }

  var single: [Place]
  var pair: [Place]

  /// The text alone.
  static let bare = Template(single: [.sequence(0, type: 0)], pair: [.sequence(0, type: 0), .sequence(1, type: 1)])

  /// The ids of the tokens that it adds.
  var addedIDs: [Int] { (single + pair).compactMap { if case .special(let id, _) = $0 { id } else { nil } } }

  /// The token types of a single text.
  var singleTypes: [Int] {
    single.map {
      switch $0 {
      case .special(_, let type), .sequence(_, let type): type
      }
    }
  }
}
