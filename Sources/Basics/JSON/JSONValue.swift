/// A JSON value as read: objects keep their order, and names are told apart by their bytes.
public enum JSONValue: Sendable, Equatable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number that was written without fraction and exponent and fits.
  case integer(Int)
  /// Any other number.
  case number(Double)
  /// Text.
  case string(String)
  /// A list.
  case array([JSONValue])
  /// Named values; no name is given twice.
  case object([Member])

  /// A name and its value.
  public struct Member: Sendable, Equatable {
    /// The name.
    public var name: String
    /// Its value.
    public var value: JSONValue

    /// A name with a value.
    public init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }

    /// Whether names and values have the same bytes.
    public static func == (left: Member, right: Member) -> Bool {
      left.name.utf8.elementsEqual(right.name.utf8) && left.value == right.value
    }
  }
}

extension JSONValue {
  /// The value of a name in an object; nil where there is none, or where this is no object.
  public subscript(name: String) -> JSONValue? {
    members?.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
  }

  /// The value at a path of names and positions, or `nil` where there is none.
  public subscript(path: some Sequence<Substring>) -> JSONValue? {
    var value = self
    for step in path {
      switch value {
      case .object:
        guard let member = value[String(step)] else { return nil }
        value = member
      case .array(let elements):
        guard let index = Int(step), elements.indices.contains(index) else { return nil }
        value = elements[index]
      default: return nil
      }
    }
    return value
  }

  /// The text, where this is one.
  public var string: String? { if case .string(let text) = self { text } else { nil } }

  /// The number, where this is one without fraction and exponent.
  public var integer: Int? { if case .integer(let number) = self { number } else { nil } }

  /// The number, where this is one.
  public var double: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }

  /// The truth value, where this is one.
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// The elements, where this is a list.
  public var array: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }

  /// The named values in their order, where this is an object.
  public var members: [Member]? { if case .object(let members) = self { members } else { nil } }

  /// Whether this is `null`.
  public var isNull: Bool { self == .null }
}

extension JSONValue: CustomStringConvertible {
  /// The value as JSON in one line, names in the order of their bytes.
  public var description: String {
    switch self {
    case .null: "null"
    case .bool(let bool): bool ? "true" : "false"
    case .integer(let integer): String(integer)
    case .number(let number): String(number)
    case .string(let text): Self.quoted(text)
    case .array(let elements): "[" + elements.map(\.description).joined(separator: ", ") + "]"
    case .object(let members):
      "{"
        + members.sorted { UTF8Key($0.name) < UTF8Key($1.name) }.map { Self.quoted($0.name) + ": \($0.value)" }
        .joined(separator: ", ") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
