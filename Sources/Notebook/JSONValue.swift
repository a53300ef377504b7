public import Basics

/// A JSON value, as `results.json` holds it.
public enum JSONValue: Sendable, Equatable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number without a fraction, as it was written.
  case integer(Int)
  /// A number.
  case number(Double)
  /// Text.
  case string(String)
  /// A list.
  case array([JSONValue])
  /// Named values; names are told apart by their bytes.
  case object([UTF8Key: JSONValue])

  /// The value at a path of names and positions, or `nil` where there is none.
  public subscript(path: some Sequence<Substring>) -> JSONValue? {
    var value = self
    for step in path {
      switch value {
      case .object(let members):
        guard let member = members[UTF8Key(String(step))] else { return nil }
        value = member
      case .array(let elements):
        guard let index = Int(step), elements.indices.contains(index) else { return nil }
        value = elements[index]
      default: return nil
      }
    }
    return value
  }
}
