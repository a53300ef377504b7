internal import Basics

/// A part of a chapter that a report may leave out: `sections:` in its settings names those that stay.
public struct Section: Sendable, Equatable {
  /// Its name in settings: lower-case words and hyphens.
  public let id: String
  /// Its heading, as plain text.
  public let title: String

  /// A section that a chapter declares in `sections`.
  public init(_ id: String, _ title: String) {
    precondition(isSlug(id), "a section's id is made of lower-case words and hyphens")
    self.id = id
    self.title = title
  }
}

/// A figure or a table that a chapter has, but that the settings leave out with its section.
public struct LeftOut: Codable, Sendable, Equatable {
  /// `figure` or `table`.
  public var kind: String
  /// The name by which prose refers to it.
  public var id: String
  /// The section that it belongs to.
  public var section: String

  /// A thing that is left out.
  public init(kind: String, id: String, section: String) {
    self.kind = kind
    self.id = id
    self.section = section
  }
}

/// The sections of a chapter and those of them that a report shows.
struct ShownSections: Sendable {
  /// All that the chapter declares.
  let all: [Section]
  /// The names of those that stay.
  private(set) var shown: Set<String>

  /// All of them.
  init(_ all: [Section]) {
    self.all = all
    shown = Set(all.map(\.id))
  }

  /// Reads `sections:`, where the chapter has any.
  mutating func read(from values: inout SettingsReader) {
    guard !all.isEmpty else { return }
    let names = all.map(\.id)
    var wanted = names
    values.read("sections", &wanted)
    for name in wanted where !names.contains(name) {
      values.report(
        "sections",
        "names “\(name)”, which is none of \(names.joined(separator: ", "))\(suggestion(for: name, among: names))")
    }
    if wanted.isEmpty { values.report("sections", "must name at least one of \(names.joined(separator: ", "))") }
    shown = Set(wanted)
  }
}
