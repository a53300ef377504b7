public import Basics
internal import Chapters
import Notebook

/// The JSON Schema (draft 2020-12) of `report.yml`, by which an editor completes and checks it.
public struct SchemaRequest: Request {
  /// Where Quire's home holds it, for the first line of a new `report.yml`.
  public static let file = "assets/report.schema.json"

  /// The schema of all chapters.
  public init() {}

  /// The schema as JSON.
  public func result(in context: Context) throws -> JSONValue {
    func section<C: Chapter>(_ type: C.Type) throws -> JSONValue.Member {
      var schema = Self.object(try PreparedChapter.settings(of: type))
      schema.insert(.init("description", .string(C.title)), at: 0)
      return .init(C.slug, .object(schema))
    }
    let own = Self.object(try SettingsRequest.ofReport())
    let chapters = try AllChapters.list.map { try section($0) }
    let properties = (own.first { $0.name == "properties" }?.value.members ?? []) + chapters
    return .object([
      .init("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      .init("title", .string("report.yml of Quire \(Version.current)")), .init("type", .string("object")),
      .init("additionalProperties", .bool(false)), .init("properties", .object(properties)),
    ])
  }

  /// An object with settings; a dot in a name leads to an object within.
  private static func object(_ settings: [SettingDescription], below prefix: String = "") -> [JSONValue.Member] {
    var properties: [JSONValue.Member] = []
    var inner: Set<String> = []
    for setting in settings {
      let name = String(setting.name.dropFirst(prefix.count))
      if let dot = name.firstIndex(of: ".") {
        let holder = String(name[..<dot])
        guard inner.insert(holder).inserted else { continue }
        let start = "\(prefix)\(holder)."
        properties.append(
          .init(holder, .object(object(settings.filter { $0.name.hasPrefix(start) }, below: start))))
      } else {
        properties.append(.init(name, .object(property(setting))))
      }
    }
    return [
      .init("type", .string("object")), .init("additionalProperties", .bool(false)),
      .init("properties", .object(properties)),
    ]
  }

  private static func property(_ setting: SettingDescription) -> [JSONValue.Member] {
    let standard = setting.standard.isEmpty ? "" : " Unless said \(setting.standard)."
    let unit = setting.unit.map { " In \($0)." } ?? ""
    var members = [JSONValue.Member("description", .string(setting.meaning + standard + unit))]
    func type(_ name: String) -> JSONValue.Member { .init("type", .string(name)) }
    func list(_ element: [JSONValue.Member]) -> [JSONValue.Member] {
      [type("array"), .init("items", .object(element))]
    }
    func either(_ schemas: [[JSONValue.Member]]) -> JSONValue.Member {
      .init("anyOf", .array(schemas.map(JSONValue.object)))
    }
    // What a text is may look like a number to YAML.
    let text: [JSONValue.Member] = [.init("type", .array(["string", "number", "boolean"].map(JSONValue.string)))]
    func names(_ names: [String]) -> [JSONValue.Member] {
      [.init("enum", .array(names.flatMap { Self.written($0) }))]
    }
    switch setting.kind {
    case .integer(let least, let most):
      members.append(type("integer"))
      if let least { members.append(.init("minimum", .integer(least))) }
      if let most { members.append(.init("maximum", .integer(most))) }
    case .number(let least, let most):
      members.append(type("number"))
      if let least { members.append(.init("minimum", .number(least))) }
      if let most { members.append(.init("maximum", .number(most))) }
    case .truth: members.append(type("boolean"))
    case .truthOrNumber:
      members.append(either([[type("boolean")], [.init("enum", .array([.integer(0), .integer(1)]))]]))
    case .text: members += text
    case .texts: members.append(either([text, list(text)]))
    case .choice(let choices, let others): members += names(choices + others)
    case .choices(let choices): members.append(either([names(choices), list(names(choices))]))
    case .records: members.append(either([text, [type("object")], list([either([text, [type("object")]])])]))
    }
    return members
  }

  /// A name as an editor reads it: `true` is a truth value to YAML.
  private static func written(_ name: String) -> [JSONValue] {
    switch name {
    case "true", "yes": [.bool(true), .string(name)]
    case "false", "no": [.bool(false), .string(name)]
    default: [.string(name)]
    }
  }
}
