import Foundation
public import Notebook

/// The text that a new answer file starts with.
public enum AnswerTemplate {
  /// A file that asks the question in a comment and counts as a placeholder until something is written.
  public static func text(for question: Question) -> String {
    let title = question.title.replacing("-->", with: "→")
    let prompt = question.prompt.source.replacing("-->", with: "→")
    return """
      <!--
      \(title)\(question.points > 0 ? " (\(Wording.english.points(question.points)))" : "")

      \(prompt)

      Quote results by name, as in {{chapter.name | fixed 2}}; refer to figures as in {{figure:chapter/name}}.
      For the braces themselves write \\{{; code is kept as it is. This comment is left out of the report.
      -->

      Write your answer here.

      """
  }
}
