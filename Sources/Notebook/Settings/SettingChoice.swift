/// A value that the settings of a chapter are to say.
public struct SettingChoice: Sendable, Equatable {
  /// What is said.
  public enum Value: Sendable, Equatable {
    case text(String)
    case number(Int)
    case texts([String])
    /// A list of `key: value` lines.
    case records([[Field]])
  }

  /// A line of a record.
  public struct Field: Sendable, Equatable {
    let name: String
    let text: String

    /// A line of a record.
    public init(_ name: String, _ text: String) { (self.name, self.text) = (name, text) }
  }

  /// The setting's name, below its chapter.
  public let key: String
  /// What it is to say.
  public let value: Value
  /// Settings that are about this one, and wrong where it changes and they stay: what is said of a picture, say.
  public let dependents: [String]

  /// A choice.
  public init(_ key: String, _ value: Value, dependents: [String] = []) {
    (self.key, self.value, self.dependents) = (key, value, dependents)
  }
}

extension SettingChoice.Value {
  /// The value as YAML has it behind a colon; nothing for one that takes lines of its own.
  public var written: String { yaml(indent: 2).inline }

  /// What somebody typed for a setting of that kind, where a list is separated by semicolons, or else by commas.
  ///
  /// - Returns: Nil for a kind that is not chosen in words.
  public init?(typed text: String, for kind: SettingKind) {
    switch kind {
    case .integer:
      guard let number = Int(text) else { return nil }
      self = .number(number)
    case .texts, .choices:
      let sign: Character = text.contains(";") ? ";" : ","
      let texts = text.split(separator: sign).map { String($0).trimmingBlanks }.filter { !$0.isEmpty }
      guard !texts.isEmpty else { return nil }
      self = .texts(texts)
    case .text, .choice: self = .text(text)
    case .number, .truth, .truthOrNumber, .records: return nil
    }
  }

  /// The most letters of a list that is written on one line.
  private static let longestLine = 90

  /// The value as YAML: what stands behind the colon, and the lines below it, indented by so many blanks.
  func yaml(indent: Int) -> (inline: String, below: [String]) {
    let blanks = String(repeating: " ", count: indent)
    switch self {
    case .text(let text): return (Self.quoted(text), [])
    case .number(let number): return ("\(number)", [])
    case .texts(let texts):
      let list = "[\(texts.map(Self.quoted).joined(separator: ", "))]"
      if list.count <= Self.longestLine { return (list, []) }
      return ("", texts.map { "\(blanks)- \(Self.quoted($0))" })
    case .records(let records):
      let lines = records.flatMap { record in
        record.enumerated().map {
          "\(blanks)\($0.offset == 0 ? "- " : "  ")\($0.element.name): \(Self.quoted($0.element.text))"
        }
      }
      return ("", lines)
    }
  }

  /// A text as YAML has it: in quotes, unless it is a plain word that nothing in YAML means otherwise.
  private static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x41...0x5a).contains($0) } && !text.isEmpty
    if isPlain, !["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(text.lowercased()) {
      return text
    }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      default:
        switch scalar.value {
        case 0..<0x20, 0x7f..<0xa0, 0x2028, 0x2029, 0xfeff, 0xfffe, 0xffff:
          let digits = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
