import ArgumentParser
import Basics
import Foundation
import Notebook
import Workflow

/// `quire try`: asks a chapter in the terminal, without a run and without touching the report.
struct Try: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "try",
    abstract: "Ask a chapter without touching the report: words, a sentence, a picture and captions.",
    discussion: "It answers with the numbers that the report would have, from what the last run kept.\n\n" + forms
      + "\n\nA dash stands for lines of standard input. Without a question, on a terminal, a prompt takes one after another."
  )

  @Argument(
    parsing: .allUnrecognized,
    help: ArgumentHelp("A chapter, and what to ask it.", valueName: "chapter-question"),
    completion: .list(TrialForms.all.map(\.slug)))
  var typed: [String] = []

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Print a table as CSV.")
  var csv = false

  @Option(help: ArgumentHelp("Print one table of the answer alone.", valueName: "name"))
  var table: String?

  @Flag(help: "Write the choice into report.yml, which keeps its comments.")
  var save = false

  @OptionGroup var options: ReportOptions

  func validate() throws {
    if json, csv { throw ValidationError("--json and --csv exclude each other.") }
  }

  func run() throws {
    let prompt = TrialPrompt(command: self)
    guard let slug = typed.first else {
      guard isatty(STDIN_FILENO) == 1 else {
        throw Console.exit(.wrongSettings, "says no chapter to try; there are \(Self.names.joined(separator: ", "))")
      }
      return try prompt.run()
    }
    do {
      let form = try Self.form(of: slug)
      var question = try TrialQuestion(parsing: Array(typed.dropFirst()), by: form)
      let isAsked =
        question.words.count > form.leading
        || question.options.keys.contains { name in
          form.options.contains { $0.name == name && !$0.opens }
        }
      if question.readsInput || !isAsked {
        if !question.readsInput, isatty(STDIN_FILENO) == 1 { return try prompt.run(slug, form, question) }
        for line in try InputLines.read() { question.add(line, form.line) }
      }
      try ask(slug, question, OpenedTrials())
    } catch let error as SettingsError {
      throw Console.exit(.wrongSettings, error.findings)
    }
  }

  /// Asks, prints the answer, and saves the choice where that is wanted.
  func ask(
    _ slug: String, _ question: TrialQuestion, _ opened: OpenedTrials, isSaved: Bool = false,
    _ cancellation: Cancellation? = nil
  ) throws {
    let request = TryRequest(options.selection, chapter: slug, question, using: opened)
    var answer = try Console.perform(
      request, isQuiet: options.quiet || isatty(STDERR_FILENO) != 1, cancellation: cancellation)
    if let table { answer = try answer.part(named: table) }
    if json {
      Console.give(String(decoding: try answer.json(), as: UTF8.self))
    } else if csv {
      let (text, others) = try answer.csv()
      Console.give(text)
      if !others.isEmpty {
        Console.diagnose("\(slug): --table prints the others: \(others.joined(separator: ", "))")
      }
    } else {
      Console.show(answer.lines(isColored: Console.isColored))
    }
    for remark in answer.remarks where !json { Console.diagnose("\(slug): \(remark)") }
    if save || isSaved { try write(answer, of: slug) }
  }

  private func write(_ answer: TrialAnswer, of slug: String) throws {
    guard !answer.choices.isEmpty else {
      throw Console.exit(.wrongSettings, "\(slug): nothing was saved: \(answer.reasonNotToSave)")
    }
    let saved = try Console.perform(SaveRequest(options.selection, chapter: slug, answer.choices))
    for change in saved.changes {
      Console.diagnose(
        "\(saved.path):\(change.line): \(change.name) \(change.isUnchanged ? "is already" : "is now") \(change.written)"
      )
    }
  }

  /// How a chapter is asked.
  static func form(of slug: String) throws -> TrialForm {
    if let form = TrialForms.all.first(where: { $0.slug == slug })?.form { return form }
    throw SettingsError(["there is nothing to try in “\(slug)”\(suggestion(for: slug, among: names))"])
  }

  static var names: [String] { TrialForms.all.map(\.slug) }

  /// What can be tried, for the help.
  private static var forms: String {
    TrialForms.all.map { entry in
      let form = entry.form
      let options = form.options.map { option in
        "    --\(option.name)\(option.valueName.isEmpty ? "" : " \(option.valueName)")  \(option.meaning)."
      }
      let examples = form.examples.map { "    quire try \(entry.slug) \($0)" }
      return (["  \(entry.slug) \(form.arguments): \(form.summary)"] + options + examples).joined(separator: "\n")
    }.joined(separator: "\n\n")
  }
}

extension TrialQuestion {
  /// Adds what a line says.
  mutating func add(_ line: String, _ kind: TrialForm.Line) {
    switch kind {
    case .words: words += line.split(whereSeparator: \.isWhitespace).map(String.init)
    case .argument, .furtherArgument: words.append(line)
    }
  }
}
