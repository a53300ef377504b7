/// What can be asked of a chapter from the terminal, without a run and without touching the report: `quire try`.
///
/// It is declared in the chapter and answers by the chapter's own code, so that its numbers are those that a run would give:
///
///     static let trial: Trial<Settings>? = Trial(
///       TrialForm("how often words occur", arguments: "WORD…", examples: ["great price"])
///     ) { page, settings, _ in
///       let (corpus, _) = try CorpusReader.read(file: page.input(settings.data).file)
///       let counts = Dictionary(uniqueKeysWithValues: zip(corpus.words, corpus.counts))
///       return { question in
///         let rows = question.words.map { [TrialTable.Cell.text($0), .integer(counts[$0] ?? 0)] }
///         return TrialAnswer(TrialTable("counts", columns: [.init("word"), .init("count")], rows: rows))
///       }
///     }
public struct Trial<Settings: ChapterSettings>: Sendable {
  /// Answers a question, with what was opened for it.
  public typealias Ask = (TrialQuestion) throws -> TrialAnswer

  /// How it is asked.
  public let form: TrialForm
  let adapt: @Sendable (inout Settings, TrialQuestion) throws -> Void
  let open: @Sendable (inout Page, Settings, TrialQuestion) throws -> Ask

  /// Something that can be tried.
  ///
  /// - Parameters:
  ///   - form: How it is asked.
  ///   - adapt: Says in the report's settings what the question says instead: another model, another picture.
  ///   - open: Loads what answers rest on. The page has the chapter's inputs and what earlier runs kept; what is written on it
  ///     goes nowhere. What comes back is asked as long as the form's `opening` of the questions is the same.
  public init(
    _ form: TrialForm, adapt: @escaping @Sendable (inout Settings, TrialQuestion) throws -> Void = { _, _ in },
    open: @escaping @Sendable (_ page: inout Page, _ settings: Settings, _ question: TrialQuestion) throws -> Ask
  ) {
    (self.form, self.adapt, self.open) = (form, adapt, open)
  }
}

/// How a chapter is tried: what is typed behind `quire try CHAPTER`.
public struct TrialForm: Sendable {
  /// What a line of standard input, or of the prompt, adds to a question.
  public enum Line: Sendable {
    /// Its words.
    case words
    /// One argument: a sentence.
    case argument
    /// One argument more than those before: a further caption.
    case furtherArgument
  }

  /// An option, beside those that every trial has.
  public struct Option: Sendable {
    /// Its name, without `--`.
    public let name: String
    /// How many values stand behind it.
    public let values: ClosedRange<Int>
    /// What its values are called, as in `FOLDER`; empty for none.
    public let valueName: String
    /// What it does: a sentence without a full stop.
    public let meaning: String
    /// Whether another value needs something else to be opened: another model.
    public let opens: Bool

    /// An option with so many values.
    public init(
      _ name: String, values: ClosedRange<Int>, _ valueName: String, _ meaning: String, opens: Bool = false
    ) {
      (self.name, self.values, self.valueName, self.meaning, self.opens) = (name, values, valueName, meaning, opens)
    }

    /// An option without values.
    public init(_ name: String, _ meaning: String) { self.init(name, values: 0...0, "", meaning) }
  }

  /// What it answers: a noun phrase.
  public let summary: String
  /// What its arguments are called, as in `PICTURE CAPTION…`.
  public let arguments: String
  /// Its options.
  public let options: [Option]
  /// What may be typed behind the chapter's name.
  public let examples: [String]
  /// What a further line adds.
  public let line: Line
  /// How many arguments come before those that may be read from standard input; another one needs something else to be opened.
  public let leading: Int
  /// Whether an argument may begin with a minus sign.
  public let takesSigns: Bool

  /// A form.
  public init(
    _ summary: String, arguments: String, options: [Option] = [], examples: [String], line: Line = .words,
    leading: Int = 0, takesSigns: Bool = false
  ) {
    (self.summary, self.arguments, self.options, self.examples) = (summary, arguments, options, examples)
    (self.line, self.leading, self.takesSigns) = (line, leading, takesSigns)
  }

  /// What a question needs to be opened: where this is the same, what was opened for one serves the other.
  public func opening(of question: TrialQuestion) -> [String] {
    question.words.prefix(leading)
      + options.filter(\.opens).flatMap { option in
        question.values(of: option.name).flatMap { ["--\(option.name)"] + $0 }
      }
  }
}
