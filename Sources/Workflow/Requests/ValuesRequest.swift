public import Basics
import Notebook
import Rendering

/// What answers may quote: every value of the chapters' results, and how it is written.
public struct ValuesRequest: Request {
  /// A value.
  public struct Value: Sendable, Equatable, Encodable {
    /// Its name: `attention.words.0.word`.
    public let name: String
    /// How an answer quotes it: `{{attention.words.0.word}}`.
    public let form: String
    /// What it is now.
    public let value: JSONValue

    private enum Key: String, CodingKey { case name, form, value }

    /// The value as text, since its kind says nothing that the text does not.
    public func encode(to encoder: any Encoder) throws {
      var object = encoder.container(keyedBy: Key.self)
      try object.encode(name, forKey: .name)
      try object.encode(form, forKey: .form)
      switch value {
      case .bool(let value): try object.encode(value, forKey: .value)
      case .integer(let value): try object.encode(value, forKey: .value)
      case .number(let value): try object.encode(value, forKey: .value)
      case .string(let value): try object.encode(value, forKey: .value)
      default: try object.encode("\(value)", forKey: .value)
      }
    }
  }

  /// Which report.
  public var report: ReportSelection
  /// A chapter first, where that is wanted, then what names or values hold, in whatever case.
  public var words: [String]

  /// The values in which every word occurs.
  public init(_ report: ReportSelection, words: [String] = []) { (self.report, self.words) = (report, words) }

  /// The values, in the order of the chapters.
  ///
  /// - Throws: `WorkflowError.incomplete` where there is none.
  public func result(in context: Context) throws -> [Value] {
    let bench = try Workbench.open(report, in: context)
    let outputs = try bench.answers().outputs
    var (slugs, words) = (bench.chapters.map(\.slug), words)
    if let first = words.first, slugs.contains(first) {
      slugs = [first]
      words.removeFirst()
    }
    let missing = slugs.filter { outputs[$0]?.results == nil }
    let hint =
      missing.isEmpty
      ? "" : "`quire render \(missing.joined(separator: " "))` gives those of \(missing.joined(separator: ", "))"
    let all = slugs.flatMap { slug in outputs[slug]?.results.map { Self.leaves($0, [slug]) } ?? [] }
    guard !all.isEmpty else { throw WorkflowError.incomplete(["there are no values yet; \(hint)"]) }
    if !missing.isEmpty { context.warn(hint) }
    let wanted = words.map { $0.lowercased() }
    let found = all.filter { value in
      let text = (value.name + " " + value.shown).lowercased()
      return wanted.allSatisfy(text.contains)
    }
    guard !found.isEmpty else {
      let names = Set(all.flatMap { $0.name.split(separator: ".").map(String.init) })
      let near =
        words.compactMap { nearestName(to: $0, among: names.sorted()) }.first.map { "; did you mean \($0)?" } ?? ""
      throw WorkflowError.incomplete([
        "no value has “\(words.joined(separator: " "))” in its name or its text\(near)"
      ])
    }
    return found
  }

  /// Every value below one that is no list and no object, in the order in which they are written.
  private static func leaves(_ value: JSONValue, _ steps: [String]) -> [Value] {
    switch value {
    case .object(let members):
      return members.flatMap { member -> [Value] in
        guard let step = QuotedStep(member.name) else { return [] }
        return leaves(member.value, steps + [step.text])
      }
    case .array(let elements): return leaves(of: elements, steps)
    case .null: return []
    default:
      let name = steps.joined(separator: ".")
      return [Value(name: name, form: "{{\(name)\(format(of: value))}}", value: value)]
    }
  }

  /// Every value below a list: by the name that an element bears, and that name itself by its position.
  private static func leaves(of elements: [JSONValue], _ steps: [String]) -> [Value] {
    let named = NamedElements(elements)
    return elements.enumerated().flatMap { index, element -> [Value] in
      let position = steps + ["\(index)"]
      guard let named, case .object(let members) = element,
        named.position(of: named.names[index]) == index, let name = QuotedStep(named.names[index])
      else { return leaves(element, position) }
      return members.flatMap { member in
        leaves(.object([member]), member.name == named.member ? position : steps + [name.text])
      }
    }
  }

  /// How a number is best written: those with many decimals with two or three.
  private static func format(of value: JSONValue) -> String {
    guard case .number(let number) = value, "\(abs(number))".count > 5 else { return "" }
    return abs(number) < 0.1 ? " | fixed 4" : " | fixed 2"
  }
}

extension ValuesRequest.Value {
  /// The value as prose shows it without a format.
  public var shown: String { if case .string(let text) = value { text } else { "\(value)" } }
}

/// A name as a step of a path: in quotes where it holds what would end the step.
private struct QuotedStep {
  let text: String

  /// Nil for a name that no path can hold.
  init?(_ name: String) {
    guard !name.isEmpty, !name.contains("\""), !name.contains("{{"), !name.contains("}}") else { return nil }
    let isPlain = name.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || "_-".unicodeScalars.contains($0)
    }
    text = isPlain ? name : "\"\(name)\""
  }
}
