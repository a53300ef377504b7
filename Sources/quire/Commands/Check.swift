import ArgumentParser
import Basics
import Foundation
import Rendering
import Workflow

/// `quire check`: is this machine ready, and is the report complete?
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check that this machine is ready; with --answers, that the report is complete.")

  @Flag(help: "Print every question, the state of its answer and the points at stake.")
  var answers = false

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
    let header = ["answer", "state", "points"]
    let table = answers.rows.map {
      [$0.path, $0.moved.isEmpty ? $0.state.rawValue : "stale", points($0.question.points)]
    }
    let widths = (0..<3).map { column in ([header] + table).map { $0[column].count }.max() ?? 0 }
    for row in [header] + table {
      let cells = zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
      Console.say(cells.joined(separator: "  "))
    }
    for stray in [answers.unreadable].compactMap(\.self) + answers.strays { Console.diagnose("warning: \(stray)") }
    for row in answers.stale {
      Console.say("\(row.path) rests on values that have moved since it was read:")
      for change in row.moved { Console.say("    \(change)") }
    }
    for (file, number) in answers.repeated.map({ (FileSystem.shown($0.file), $0.number) }) {
      Console.say(
        "\(file):\(number.line): \(number.text) is a result; quote it as {{\(number.path)}}, so that it stays true")
    }
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
    Console.say("every question is answered")
  }

  private func points(_ value: Double) -> String { value == value.rounded() ? "\(Int(value))" : "\(value)" }
}
