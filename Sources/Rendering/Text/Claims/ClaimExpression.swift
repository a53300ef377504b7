internal import Basics

/// What a text asserts of its numbers, as `{{assert …}}` and `{{if …}}` hold it.
///
///     or          a or b                       either holds
///     and         a and b, not a               both hold; it does not hold
///     comparison  a > b  a >= b  a < b  a <= b  a == b  a != b  a in b
///     sum         a + b  a - b  a * b  a / b
///     value       embeddings.loss.last         a value of the results, as in a placeholder
///                 embeddings.neighbours.bad.*.word    the same of each element of a list
///                 count attention.words        how many elements a list has
///                 0.5   "terrible"   ("a", "b")   true   false
indirect enum ClaimExpression: Equatable {
  case constant(ClaimValue)
  case path(String)
  case count(ClaimExpression)
  case list([ClaimExpression])
  case not(ClaimExpression)
  case both(ClaimExpression, ClaimExpression)
  case either(ClaimExpression, ClaimExpression)
  case calculation(Character, ClaimExpression, ClaimExpression)
  case comparison(Comparison, ClaimExpression, ClaimExpression)

  /// How two values are compared.
  enum Comparison: String, CaseIterable {
    case greater = ">"
    case greaterOrEqual = ">="
    case less = "<"
    case lessOrEqual = "<="
    case equal = "=="
    case unequal = "!="
    case element = "in"
  }
}

/// A value that claims are made of.
enum ClaimValue: Equatable {
  case number(Double)
  case text(String)
  case truth(Bool)
  case list([ClaimValue])

  /// A value of the results; `nil` for what nothing can be compared with.
  init?(_ value: JSONValue) {
    switch value {
    case .integer(let number): self = .number(Double(number))
    case .number(let number): self = .number(number)
    case .string(let text): self = .text(text)
    case .bool(let truth): self = .truth(truth)
    case .array(let elements):
      let values = elements.compactMap(ClaimValue.init)
      guard values.count == elements.count else { return nil }
      self = .list(values)
    case .null, .object: return nil
    }
  }

  /// What it is, for messages.
  var kind: String {
    switch self {
    case .number: "a number"
    case .text: "a text"
    case .truth: "true or false"
    case .list: "a list"
    }
  }

  /// The value as messages show it.
  var shown: String {
    switch self {
    case .number(let number): number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : "\(number)"
    case .text(let text): "“\(text)”"
    case .truth(let truth): truth ? "true" : "false"
    case .list(let values):
      "(" + values.prefix(6).map(\.shown).joined(separator: ", ") + (values.count > 6 ? ", …)" : ")")
    }
  }
}
