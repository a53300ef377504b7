/// How tokens are put around a text, or around two.
struct Template: Sendable, Equatable {
  /// One place: a token that is added, or one of the texts, with its token type.
  enum Place: Sendable, Equatable {
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

extension Template {
  /// `[CLS] A [SEP]` of type 0, and `[CLS] A [SEP] B [SEP]` with B and the end of type 1.
  static func bert(start: Int, end: Int) -> Template {
    let single: [Place] = [.special(id: start, type: 0), .sequence(0, type: 0), .special(id: end, type: 0)]
    return Template(single: single, pair: single + [.sequence(1, type: 1), .special(id: end, type: 1)])
  }

  /// `<s> A </s>` and `<s> A </s></s> B </s>`, all of type 0.
  static func roberta(start: Int, end: Int) -> Template {
    let single: [Place] = [.special(id: start, type: 0), .sequence(0, type: 0), .special(id: end, type: 0)]
    return Template(
      single: single,
      pair: single + [.special(id: end, type: 0), .sequence(1, type: 0), .special(id: end, type: 0)])
  }

  /// What transformers' `add_bos_token` and `add_eos_token` put around each text, B being of type 1; nil for nothing.
  static func generated(start: Int?, end: Int?) -> Template {
    func text(_ index: Int) -> [Place] {
      (start.map { [.special(id: $0, type: index)] } ?? []) + [.sequence(index, type: index)]
        + (end.map { [.special(id: $0, type: index)] } ?? [])
    }
    return Template(single: text(0), pair: text(0) + text(1))
  }
}

extension Template {
  /// The same with all of type 0.
  var withoutTypes: Template {
    func plain(_ places: [Place]) -> [Place] {
      places.map {
        switch $0 {
        case .special(let id, _): .special(id: id, type: 0)
        case .sequence(let index, _): .sequence(index, type: 0)
        }
      }
    }
    return Template(single: plain(single), pair: plain(pair))
  }
}
