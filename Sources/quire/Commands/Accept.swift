import ArgumentParser
import Basics
import Workflow

/// `quire accept`: an answer was read again after its values had moved.
struct Accept: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Record that answers were read again with the values that they quote now.",
    discussion:
      "The record is answers/reviewed.json, which goes with the report.\n\nExample: quire accept embeddings/neighbours")

  @Argument(
    help: "Chapters, or answers as embeddings/neighbours; without any, every answer.",
    completion: .custom { words, _, _ in Completions.names(.questions, words) })
  var answers: [String] = []

  @Flag(help: "Vouch for them whatever they quote: every claim in them is conditional.")
  var anyValues = false

  @OptionGroup var options: ReportOptions

  func run() throws {
    let accepted = try Console.perform(AcceptRequest(options.selection, names: answers, anyValues: anyValues))
    for name in accepted { Console.say("accepted answers/\(name).md") }
    if accepted.isEmpty { Console.say("nothing to accept") }
  }
}
