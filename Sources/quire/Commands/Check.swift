import ArgumentParser
import Basics
import Foundation
import Notebook
import Rendering

/// `quire check`: is this machine ready, and is the report complete?
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check that this machine is ready; with --answers, that the report is complete.")

  @Flag(help: "Print every question, the state of its answer and the points at stake.")
  var answers = false

  @OptionGroup var options: ReportOptions

  func run() throws {
    let bench = try Workbench(options)
    let cancellation = Cancellation()
    let interruption = Interruption(raising: cancellation)
    defer { withExtendedLifetime(interruption) {} }
    if answers { try checkAnswers(bench) } else { try checkMachine(bench, cancellation) }
  }

  private func checkMachine(_ bench: Workbench, _ cancellation: Cancellation) throws {
    let items = MachineCheck(bench, cancellation).items
    if cancellation.isCancelled { throw Console.exit(.interrupted, "interrupted") }
    let width = items.map(\.name.count).max() ?? 0
    for item in items {
      let name = item.name.padding(toLength: width, withPad: " ", startingAt: 0)
      Console.say("\(item.state.mark)  \(name)  \(item.finding)")
      if let mend = item.mend { Console.say(String(repeating: " ", count: width + 11) + "→ \(mend)") }
    }
    if items.contains(where: { $0.state == .missing }) { throw ExitCode.incomplete }
  }

  private func checkAnswers(_ bench: Workbench) throws {
    let rows = try bench.answers()
    let header = ["answer", "state", "points"]
    let table = rows.map { [$0.path, $0.state.rawValue, points($0.question.points)] }
    let widths = (0..<3).map { column in ([header] + table).map { $0[column].count }.max() ?? 0 }
    for row in [header] + table {
      let cells = zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
      Console.say(cells.joined(separator: "  "))
    }
    // What the answers show is known once they are stitched; here, what only looks like an answer is told.
    for warning in StrayAnswers.warnings(in: bench.folder, rows: rows, shown: []) {
      Console.complain("warning: \(warning)")
    }
    for hint in literalNumbers(in: rows, bench) { Console.say(hint) }
    let missing = rows.filter { $0.state != .answered }
    guard missing.isEmpty else {
      throw Console.exit(
        .incomplete,
        "\(missing.count) of \(rows.count) answers are missing; \(points(rows.pointsAtStake)) points at stake")
    }
    Console.say("every question is answered")
  }

  /// Numbers of three digits and more that answers repeat by hand although they are results.
  private func literalNumbers(in rows: [AnswerRow], _ bench: Workbench) -> [String] {
    var results: [String: JSONValue] = [:]
    for chapter in bench.chapters {
      results[chapter.slug] = try? JSONReader.value(ofFile: bench.folder.results(chapter.slug))
    }
    return rows.filter { $0.state == .answered }.flatMap { row -> [String] in
      guard let text = try? InputFile.text(of: row.file, limit: 1 << 20) else { return [] }
      return LiteralNumber.find(in: text, results: results, digits: 3).map {
        "\(FileSystem.shown(row.file)):\($0.line): \($0.text) is a result; quote it as {{\($0.path)}}, so that it stays true"
      }
    }
  }

  private func points(_ value: Double) -> String { value == value.rounded() ? "\(Int(value))" : "\(value)" }
}
