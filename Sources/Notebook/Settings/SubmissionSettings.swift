internal import Basics
internal import Foundation

/// How a report is handed in: what `report.yml` says under `submission:`.
public struct SubmissionSettings: Sendable, Equatable {
  /// The name of the archive: a template in which `{surname}`, `{name}`, `{id}`, `{course}` and `{title}` stand for what the
  /// report says of itself.
  public var name = "submission.zip"
  /// The name of the PDF in the archive; another template.
  public var pdf = "report.pdf"
  /// The most bytes that the archive may have; `nil` for any number.
  public var limit: Int?

  /// The settings of a report that says nothing.
  public init() {}

  /// Reads the section.
  init(reading top: inout SettingsReader) {
    var settings = Self()
    top.section("submission") { reader in
      reader.read("name", &settings.name)
      reader.read("pdf", &settings.pdf)
      for (key, template, ending) in [("name", settings.name, ".zip"), ("pdf", settings.pdf, ".pdf")] {
        if let problem = NameTemplate.fault(of: template, ending: ending) { reader.report(key, problem) }
      }
      var limit = ""
      reader.read("limit", &limit)
      guard !limit.isEmpty else { return }
      settings.limit = Self.bytes(limit)
      if settings.limit == nil {
        reader.report("limit", "must be a size such as 20MB or 500 kB, found “\(limit)”")
      }
    }
    self = settings
  }

  /// `20MB`, `500 kB`, `1.5 GB`: powers of ten, as learning platforms count.
  private static func bytes(_ text: String) -> Int? {
    guard let match = text.lowercased().wholeMatch(of: /([0-9]{1,6}(?:\.[0-9]{1,3})?)\s*(k|m|g)?(i)?b?/),
      let number = Double(match.1)
    else { return nil }
    let power = ["k": 1, "m": 2, "g": 3][match.2.map(String.init) ?? ""] ?? 0
    let bytes = number * pow(match.3 == nil ? 1000 : 1024, Double(power))
    return bytes >= 1 ? Int(bytes) : nil
  }
}

/// The name of a file, with what the report says of itself in it.
public enum NameTemplate {
  /// What may stand in braces.
  static let fields = ["surname", "name", "id", "course", "title"]

  /// What is wrong with a template, as the end of a sentence; `nil` where nothing is.
  static func fault(of template: String, ending: String) -> String? {
    guard template.lowercased().hasSuffix(ending) else { return "must end with \(ending), found “\(template)”" }
    let plain = template.replacing(/\{[^{}]*\}/, with: "x")
    if plain.contains("/") || plain.contains("\\") { return "is the name of a file and no path, found “\(template)”" }
    if plain.hasPrefix(".") || plain.hasPrefix("-") {
      return "must begin with a letter, a digit or a field, found “\(template)”"
    }
    if let sign = plain.first(where: { !$0.isLetter && !$0.isNumber && !" ._+-{}".contains($0) }) {
      return "holds “\(sign)”; letters, digits, blanks and . _ + - make up its name, found “\(template)”"
    }
    if plain.contains(where: { "{}".contains($0) }) { return "has a brace that is not closed, found “\(template)”" }
    if let problem = PortableName.faultOnWindows(plain) { return "\(problem), found “\(template)”" }
    for field in template.matches(of: /\{([^{}]*)\}/).map({ String($0.1) }) where !fields.contains(field) {
      return "has a field “{\(field)}”\(suggestion(for: field, among: fields)); there are "
        + fields.map { "{\($0)}" }.joined(separator: ", ")
    }
    return nil
  }

  /// The name that a template gives for a report.
  ///
  /// - Throws: `SettingsError` where a field has nothing to stand for, or the report is anonymous and the field names somebody.
  public static func name(_ template: String, of settings: ReportSettings) throws -> String {
    var name = template
    for field in fields where template.contains("{\(field)}") {
      let isAuthor = ["surname", "name", "id"].contains(field)
      if isAuthor, settings.isAnonymous {
        throw SettingsError(["submission: “\(template)” names the author, and the report is to be anonymous"])
      }
      let value = safe(text(of: field, settings))
      guard !value.isEmpty else {
        throw SettingsError([
          "submission: “\(template)” has {\(field)}, and the report says none that a file could be called by"
        ])
      }
      name.replace("{\(field)}", with: value)
    }
    return name
  }

  private static func text(of field: String, _ settings: ReportSettings) -> String {
    switch field {
    case "surname":
      settings.authors.compactMap { $0.name.split(whereSeparator: \.isWhitespace).last.map(String.init) }
        .joined(separator: "_")
    case "name": settings.authors.map(\.name).joined(separator: "_")
    case "id": settings.authors.map(\.identifier).filter { !$0.isEmpty }.joined(separator: "_")
    case "course": settings.course
    default: settings.title
    }
  }

  /// Letters, digits and a few signs, with `_` for the rest, and no accents: what every file system and every form takes.
  private static func safe(_ text: String) -> String {
    let plain = text.folding(options: .diacriticInsensitive, locale: Locale(identifier: "en"))
    var result = ""
    for character in plain {
      if character.isLetter || character.isNumber || character == "-" {
        result.append(character)
      } else if !result.hasSuffix("_"), !result.isEmpty {
        result.append("_")
      }
    }
    return String(String(result.prefix(80)).reversed().drop { $0 == "_" }.reversed())
  }
}
