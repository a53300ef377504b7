import Foundation

/// A file format of the stitched report: its name, its file, and what makes it.
///
/// Whoever has to know of formats asks the list: the settings, `--to` and its help, `quire init`, `quire check`. A new format is a
/// folder beside this file with its line in `all`, and a folder in `templates/` where it has templates.
public struct ReportFormat: Sendable {
  /// Every format, in the order in which they are made and listed.
  public static let all: [ReportFormat] = [.markdown, .html, .pdf, .word, .latex, .jupyter]

  /// Those that are made where nobody names any.
  public static let usual: [ReportFormat] = [.markdown, .html, .pdf]

  /// What the settings and the command line call it.
  public let name: String
  /// What a sentence calls it.
  public let title: String
  /// The ending of its file, `report.<ending>`.
  public let ending: String
  /// The files that it is made with, below the folder `templates`.
  public let templates: [String]
  /// Makes the whole file, the same bytes for the same book; throws a `RenderingError`, or a `FormatUnavailable`.
  let make: @Sendable (FormatContext) throws -> Output

  init(
    name: String, title: String, ending: String, templates: [String] = [],
    make: @escaping @Sendable (FormatContext) throws -> Output
  ) {
    self.name = name
    self.title = title
    self.ending = ending
    self.templates = templates
    self.make = make
  }

  /// The format of a name.
  public static func named(_ name: String) -> ReportFormat? { all.first { $0.name == name } }

  /// The names as a sentence lists them: “md, html and pdf”.
  public static var names: String {
    let names = all.map(\.name)
    return names.dropLast().joined(separator: ", ") + " and " + names.suffix(1).joined()
  }

  /// The name of its file.
  public var file: String { "report." + ending }
}

extension ReportFormat: Hashable, Comparable {
  /// Formats of one name are one.
  public static func == (first: ReportFormat, second: ReportFormat) -> Bool { first.name == second.name }

  /// In the order of the list.
  public static func < (first: ReportFormat, second: ReportFormat) -> Bool {
    (all.firstIndex(of: first) ?? all.count) < (all.firstIndex(of: second) ?? all.count)
  }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// A finished file, not yet on disk.
struct Output {
  var data: Data
  /// What the user should know of it.
  var warnings: [String] = []
  /// How many pages it has, where it has pages.
  var pages: Int?
  /// What is to be done once the file has its place.
  var remember: () throws -> Void = {}
}

/// A format that this machine cannot make, as opposed to a report of which it cannot be made: the others are made.
struct FormatUnavailable: Error {
  /// Why, as the end of a sentence.
  var reason: String
  /// Whether what makes it is there and failed.
  var isFailure = false
}
