/// A JSON document as read: objects keep their order, and names that differ only in composition stay apart.
///
/// `Dictionary<String, …>` would merge "é" composed and decomposed, which are two tokens of a vocabulary.
enum JSON {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([Member])

  /// A name and its value.
  struct Member {
    var key: String
    var value: JSON
  }
}

extension JSON {
  /// The value of a name in an object: the first one; nil where there is none, or where this is no object.
  subscript(key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
  }

  var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  var integer: Int? {
    if case .integer(let number) = self { number } else { nil }
  }

  var double: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }

  var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  var array: [JSON]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  var members: [Member]? {
    if case .object(let members) = self { members } else { nil }
  }

  var isNull: Bool {
    if case .null = self { true } else { false }
  }
}
