internal import Foundation
package import FuzzSupport
internal import Notebook

extension FuzzReader {
  /// A line at the prompt of `quire try`: cut into words, and read as a question.
  ///
  /// Words that are put in quotes come out as they were, and a question that is read keeps its limits.
  package static let question = FuzzReader("question", mutator: MarkdownMutator()) { bytes, _ in
    let text = String(decoding: bytes, as: UTF8.self)
    guard let words = text.shellWords else { return }
    let quote = UInt8(ascii: "'")
    let quoted = words.map { word in
      "'" + String(decoding: word.utf8.flatMap { $0 == quote ? Array(#"'\''"#.utf8) : [$0] }, as: UTF8.self) + "'"
    }.joined(separator: " ")
    try BrokenPromise.unless(
      quoted.shellWords?.map { Array($0.utf8) } == words.map { Array($0.utf8) }, "words in quotes are others: \(words)")
    var faults: [any Error] = []
    for form in forms {
      do {
        let question = try TrialQuestion(parsing: words, by: form)
        try BrokenPromise.unless(
          question.words.count <= TrialQuestion.mostArguments
            && question.words.allSatisfy { $0.utf8.count <= TrialQuestion.longestArgument },
          "a question has more than may be asked")
        for (name, values) in question.options {
          let option = form.options.first { $0.name == name }
          try BrokenPromise.unless(
            option.map { option in values.allSatisfy { option.values.contains($0.count) } } == true,
            "an option has too many values or too few: \(name)")
        }
        _ = form.opening(of: question)
      } catch { faults.append(error) }
    }
    // A promise goes before a refusal.
    if let broken = faults.first(where: { $0 is BrokenPromise }) { throw broken }
    if faults.count == forms.count, let refusal = faults.first { throw refusal }
  }

  /// Forms with options of each kind, with and without minus signs.
  private static let forms = [TrialForm.Line.words, .argument, .furtherArgument].enumerated().map { place, line in
    TrialForm(
      "what is asked", arguments: "WORD…",
      options: [
        .init("pair", values: 2...2, "A B", "two words"),
        .init("model", values: 1...1, "FOLDER", "a model", opens: true),
        .init("words", values: 1...1000, "WORD…", "some words"), .init("find", "whether to find"),
      ],
      examples: ["a"], line: line, leading: place, takesSigns: place == 0)
  }

  /// A choice that is written into `report.yml`: what it is stands in the first line, the file below it.
  ///
  /// The file then says what was chosen, has every comment that it had, and writing the same once more changes nothing.
  package static let choice = FuzzReader("choice", mutator: YAMLMutator()) { bytes, _ in
    let text = String(decoding: bytes, as: UTF8.self)
    let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first else { return }
    let choice = SettingChoice("window", value(String(first)), dependents: ["weights"])
    let file = parts.count > 1 ? String(parts[1]) : ""
    var editor = try SettingsEditor(file, path: "report.yml")
    try BrokenPromise.unless(
      Array(editor.text.utf8) == Array(file.utf8), "a file that is not edited changes")
    let change = try editor.set(choice, in: "embeddings")
    if change.isUnchanged {
      try BrokenPromise.unless(Array(editor.text.utf8) == Array(file.utf8), "a value that was there is written")
    }
    let lines = Set(editor.text.utf8.split(separator: UInt8(ascii: "\n")).map { Array($0) })
    for line in file.utf8.split(separator: UInt8(ascii: "\n")) where line.first == UInt8(ascii: "#") {
      try BrokenPromise.unless(
        lines.contains(Array(line)), "a comment is lost: \(String(decoding: Array(line), as: UTF8.self))")
    }
    let written = editor.text
    do {
      var again = try SettingsEditor(written, path: "report.yml")
      try BrokenPromise.unless(
        try again.set(choice, in: "embeddings").isUnchanged, "what was written is not what was chosen")
      try BrokenPromise.unless(Array(again.text.utf8) == Array(written.utf8), "written once more it changes")
    } catch let refusal where !(refusal is BrokenPromise) {
      throw BrokenPromise("what was written is not read again: \(refusal)")
    }
  }

  /// What a line chooses: a number, several texts, records, or a text.
  private static func value(_ line: String) -> SettingChoice.Value {
    let rest = String(line.dropFirst())
    switch line.first {
    case "0": return .number(Int(rest) ?? rest.utf8.count)
    case "1": return .texts(rest.split(separator: ",").map(String.init))
    case "2": return .records(rest.split(separator: ",").map { [.init("first", String($0)), .init("second", "b")] })
    default: return .text(line)
    }
  }
}
