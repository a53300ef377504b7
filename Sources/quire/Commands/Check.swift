import ArgumentParser
import Basics
import Foundation
import Rendering
import Workflow

/// `quire check`: is this machine ready, and is the report complete?
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check that this machine is ready; with --answers, that the report is complete.",
    discussion: "Example: quire check --answers")

  @Flag(help: "Print every question, the state of its answer and the points at stake.")
  var answers = false

  @Flag(help: "With --answers: print the same as JSON, for programs.")
  var json = false

  @OptionGroup var options: ReportOptions

  func run() throws {
    if answers { try checkAnswers() } else { try checkMachine() }
  }

  private func checkMachine() throws {
    let items = try Console.perform(MachineRequest(options.selection))
    let width = items.map(\.name.count).max() ?? 0
    for item in items {
      let name = item.name.padding(toLength: width, withPad: " ", startingAt: 0)
      let state = item.state.rawValue.padding(toLength: 7, withPad: " ", startingAt: 0)
      Console.say("\(state)  \(name)  \(item.finding)")
      if let mend = item.mend { Console.say(String(repeating: " ", count: width + 11) + "→ \(mend)") }
    }
    if items.contains(where: { $0.state == .missing }) { throw ExitCode.incomplete }
  }

  private func checkAnswers() throws {
    let answers = try Console.perform(AnswersRequest(options.selection))
    if json {
      print(String(decoding: try CanonicalJSON.encode(Requirements(answers)), as: UTF8.self), terminator: "")
    } else {
      say(answers)
    }
    try judge(answers)
  }

  /// Prints what is asked for, a line each.
  private func say(_ answers: AnswersRequest.Answers) {
    let header = ["answer", "state", "points", "page"]
    let table = answers.rows.map {
      [
        $0.path, $0.moved.isEmpty ? $0.state.rawValue : "stale", points($0.question.points),
        answers.pages[$0.name].map(String.init) ?? "",
      ]
    }
    say([header] + table)
    if !answers.demands.isEmpty {
      say(
        [["asked for", "state", "found"]]
          + answers.demands.map { demand in
            [
              "\(demand.chapter): \(demand.title)", demand.finding.map { $0.isMet ? "there" : "missing" } ?? "not run",
              demand.finding?.text ?? "",
            ]
          })
    }
  }

  private func say(_ table: [[String]]) {
    let widths = table[0].indices.map { column in table.map { $0[column].count }.max() ?? 0 }
    for row in table {
      let cells = zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
      Console.say(cells.joined(separator: "  "))
    }
  }

  /// Says what is wrong, and ends with the status for it.
  private func judge(_ answers: AnswersRequest.Answers) throws {
    for stray in [answers.unreadable].compactMap(\.self) + answers.strays { Console.diagnose("warning: \(stray)") }
    if !json { sayDetails(answers) }
    guard answers.missing.isEmpty else {
      throw Console.exit(
        .incomplete,
        "\(answers.missing.count) of \(answers.rows.count) answers are missing; "
          + "\(points(answers.rows.pointsAtStake)) points at stake")
    }
    guard answers.stale.isEmpty else {
      throw Console.exit(
        .incomplete,
        "\(answers.stale.count) of \(answers.rows.count) answers are stale: read them again, then edit them or run "
          + "`quire accept \(answers.stale.map(\.name).joined(separator: " "))`")
    }
    for demand in answers.demands where demand.finding?.isMet == false {
      Console.diagnose(
        "warning: \(demand.chapter): the assignment asks for \(demand.title): \(demand.finding?.text ?? "")")
    }
    if !json { Console.say("every question is answered") }
  }

  /// What has moved, and what is repeated by hand.
  private func sayDetails(_ answers: AnswersRequest.Answers) {
    for row in answers.stale {
      Console.say("\(row.path) rests on values that have moved since it was read:")
      for change in row.moved { Console.say("    \(change)") }
    }
    for (file, number) in answers.repeated.map({ (FileSystem.shown($0.file), $0.number) }) {
      Console.say(
        "\(file):\(number.line): \(number.text) is a result; quote it as {{\(number.path)}}, so that it stays true")
    }
  }

  private func points(_ value: Double) -> String { value == value.rounded() ? "\(Int(value))" : "\(value)" }
}

/// What the assignment asks for and what there is, for programs.
private struct Requirements: Encodable {
  struct Question: Encodable {
    var chapter, question, title, path, state: String
    var points: Double
    var page: Int?
    var moved: [String]
  }

  struct Demand: Encodable {
    var chapter, title, state, found: String
  }

  var questions: [Question]
  var demands: [Demand]

  init(_ answers: AnswersRequest.Answers) {
    questions = answers.rows.map {
      Question(
        chapter: $0.chapter, question: $0.question.id, title: $0.question.title, path: $0.path,
        state: $0.moved.isEmpty ? $0.state.rawValue : "stale", points: $0.question.points, page: answers.pages[$0.name],
        moved: $0.moved)
    }
    demands = answers.demands.map {
      Demand(
        chapter: $0.chapter, title: $0.title, state: $0.finding.map { $0.isMet ? "there" : "missing" } ?? "not run",
        found: $0.finding?.text ?? "")
    }
  }
}
