/// One section of an assignment: an experiment that writes a page and returns its results.
///
///     public struct Counts: Chapter {
///       public static let slug = "counts"
///       public static let title = "How many words?"
///
///       public struct Settings: ChapterSettings {
///         public var data = "reviews"
///         public init() {}
///         public mutating func read(from values: inout SettingsReader) { values.read("data", &data) }
///       }
///
///       public struct Results: Encodable { var words: Int }
///
///       public init() {}
///       public func inputs(_ settings: Settings) -> [String] { [settings.data] }
///
///       public func run(_ page: inout Page, settings: Settings) throws -> Results {
///         let words = try String(contentsOf: page.input(settings.data).file, encoding: .utf8).split(separator: " ").count
///         page.write("There are \(words) words.")
///         return Results(words: words)
///       }
///     }
///
/// A chapter is one folder in `Sources/Chapters` and one line in `AllChapters.list`.
public protocol Chapter: Sendable {
  /// What the report's settings say of this chapter.
  associatedtype Settings: ChapterSettings
  /// What a run gives: what `results.json` holds, and what answers may quote.
  associatedtype Outcome: Encodable

  /// The chapter's name in paths, settings and references: lower-case words joined by hyphens.
  static var slug: String { get }
  /// The chapter's title.
  static var title: String { get }
  /// The number of the assignment's section, where it has one.
  static var assignmentSection: String? { get }
  /// To be raised when the same input gives another output, so that older output counts as stale.
  static var version: Int { get }
  /// What is asked of the reader of this chapter.
  static var questions: [Question] { get }
  /// What the assignment asks for beside the answers.
  static var demands: [Demand] { get }
  /// The sections that a report may leave out, in the order in which the page begins them.
  static var sections: [Section] { get }
  /// About how much memory a run takes, in bytes: chapters run side by side as long as it is there.
  static var memory: Int { get }
  /// The settings that one chooses first, by name and in order: `quire init` asks for them.
  static var firstSettings: [String] { get }
  /// What can be asked of it from the terminal without a run; nil for nothing.
  static var trial: Trial<Settings>? { get }

  /// A chapter has no state of its own: all that it needs arrives in `run`.
  init()

  /// The files and data sets that the chapter comes from: catalogue names, or paths within the report's folder.
  func inputs(_ settings: Settings) -> [String]

  /// Files and data sets that the chapter uses where they are at hand, and does without where they are not: catalogue names, or
  /// paths within the report's folder. They are fetched only where they are wanted, or another chapter of the report needs them.
  func optionalInputs(_ settings: Settings) -> [String]

  /// Those of the optional inputs that are fetched where they can be had.
  func wantedInputs(_ settings: Settings) -> [String]

  /// Runs the experiment and writes the page.
  func run(_ page: inout Page, settings: Settings) throws -> Outcome
}

extension Chapter {
  /// A chapter that answers no numbered section.
  public static var assignmentSection: String? { nil }
  /// The first version.
  public static var version: Int { 1 }
  /// No questions.
  public static var questions: [Question] { [] }
  /// No demands.
  public static var demands: [Demand] { [] }
  /// No sections that may be left out.
  public static var sections: [Section] { [] }
  /// Half a gibibyte.
  public static var memory: Int { 1 << 29 }
  /// No setting before another.
  public static var firstSettings: [String] { [] }
  /// Nothing that can be asked without a run.
  public static var trial: Trial<Settings>? { nil }
  /// No input but the settings.
  public func inputs(_ settings: Settings) -> [String] { [] }
  /// Nothing that it could do without.
  public func optionalInputs(_ settings: Settings) -> [String] { [] }
  /// Nothing that is worth fetching but not needed.
  public func wantedInputs(_ settings: Settings) -> [String] { [] }
}

/// A chapter's settings: their defaults as the initial values, their reading key by key.
public protocol ChapterSettings: Sendable {
  /// The defaults.
  init()
  /// Reads what the report's settings say instead.
  mutating func read(from values: inout SettingsReader)
  /// What each key means, in a sentence or two, by its name.
  static var meanings: [String: String] { get }
  /// What a number counts or is measured in, by the name of its key: “words”, “MiB”. None of a number that is one of its own.
  static var units: [String: String] { get }
}

extension ChapterSettings {
  /// Nothing is said of any.
  public static var meanings: [String: String] { [:] }
  /// Nothing is counted or measured.
  public static var units: [String: String] { [:] }
}

/// The settings of a chapter that has none.
public struct NoSettings: ChapterSettings {
  /// Nothing.
  public init() {}
  /// Reads nothing, so that every key is refused.
  public mutating func read(from values: inout SettingsReader) {}
}
