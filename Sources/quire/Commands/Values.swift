import ArgumentParser
import Basics
import Foundation
import Workflow

/// `quire values`: what answers may quote.
struct Values: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "values",
    abstract: "List the values that answers can quote, and how each is written.",
    discussion: """
      Words narrow the list down: a chapter first, then what names or values hold.

      Example: quire values attention word
      """)

  @Argument(
    help: ArgumentHelp("A chapter, and words that the name or the value holds.", valueName: "word"),
    completion: .custom { words, _, _ in Completions.names(.chapters, words) })
  var words: [String] = []

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var options: ReportOptions

  func run() throws {
    let values = try Console.perform(ValuesRequest(options.selection, words: words))
    if json { return Console.give(String(decoding: try CanonicalJSON.encode(values), as: UTF8.self)) }
    let width = min(60, values.map(\.form.count).max() ?? 0)
    for value in values {
      let text = value.shown
      let shown = text.count > 80 ? text.prefix(79) + "…" : text[...]
      Console.say(
        "\(value.form.padding(toLength: max(width, value.form.count), withPad: " ", startingAt: 0))  \(shown)")
    }
  }
}
