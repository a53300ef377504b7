import ArgumentParser
import Basics
import Foundation
import Notebook
import Workflow

/// A prompt that asks one question after another; what the first opened, the others use.
///
/// Of a chapter that takes a sentence or a caption, a line is one, without quotes; a line that begins with `--` gives options.
struct TrialPrompt {
  let command: Try

  /// Asks any chapter: a line begins with its name.
  func run() throws {
    Console.diagnose("a line names a chapter and asks it: \(Try.names.joined(separator: ", ")); Ctrl-D ends")
    let (editor, opened, watch) = (LineEditor(), OpenedTrials(), Watch())
    while let line = editor.line("quire> ") {
      guard let words = words(of: line) else { continue }
      guard let slug = words.first else { continue }
      if isEnd(words) { return }
      try answering(watch) {
        let form = try Try.form(of: slug)
        var typed = Array(words.dropFirst())
        let isSaved = typed.contains("--save")
        typed.removeAll { $0 == "--save" }
        let question = try TrialQuestion(parsing: typed, by: form)
        try command.ask(slug, question, opened, isSaved: isSaved, watch.cancellation)
      }
    }
  }

  /// Asks one chapter.
  ///
  /// - Parameter start: What was typed: a picture, another model.
  func run(_ slug: String, _ form: TrialForm, _ start: TrialQuestion) throws {
    Console.diagnose(
      "\(form.arguments): \(form.summary); --save writes the choice into report.yml, --clear forgets what was asked, Ctrl-D ends"
    )
    let (editor, opened, watch) = (LineEditor(), OpenedTrials(), Watch())
    var (question, last) = (start, start)
    while let line = editor.line("\(slug)> ") {
      let isOptions = line.hasPrefix("--")
      let isWhole = !isOptions && form.line != .words
      let blank = line.allSatisfy(\.isWhitespace)
      guard let words = isWhole ? (blank ? [] : [line]) : words(of: line), !words.isEmpty else { continue }
      if isEnd(words) { return }
      if words == ["--clear"] {
        (question, last) = (start, start)
        continue
      }
      let isSaved = words.contains("--save")
      try answering(watch) {
        let typed = isWhole ? ["--"] + words : words.filter { $0 != "--save" }
        let added = try TrialQuestion(parsing: typed, by: form)
        // A lone `--save` is about what was answered last.
        let goesOn = form.line == .furtherArgument || form.line == .argument && isOptions
        var asked = typed.isEmpty ? last : goesOn ? question : start
        for word in added.words { asked.add(word, form.line) }
        for (name, values) in added.options { asked.options[name] = values }
        try command.ask(slug, asked, opened, isSaved: isSaved, watch.cancellation)
        last = asked
        // Captions stay, options are asked once.
        question.words = asked.words
      }
    }
  }

  /// Ctrl-C, watched for as long as the prompt is there.
  private final class Watch {
    let cancellation = Cancellation()
    private let interruption: Interruption

    init() { interruption = Interruption(raising: cancellation) }
  }

  /// Answers; what is wrong is told, and the prompt goes on.
  private func answering(_ watch: Watch, _ body: () throws -> Void) throws {
    do { try body() } catch let error as SettingsError {
      for finding in error.findings { Console.diagnose(finding) }
    } catch let code as ExitCode {
      if code == .interrupted { throw code }
    }
  }

  private func words(of line: String) -> [String]? {
    guard let words = line.shellWords else {
      Console.diagnose("a quote is not closed in this line")
      return nil
    }
    return words
  }

  private func isEnd(_ words: [String]) -> Bool { ["quit", "exit"].contains(words.joined(separator: " ")) }
}
