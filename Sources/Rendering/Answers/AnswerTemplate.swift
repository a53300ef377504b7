import Foundation
public import Notebook

/// The text that a new answer file starts with.
public enum AnswerTemplate {
  /// A file that asks the question in a comment and counts as a placeholder until something is written.
  ///
  /// - Parameters:
  ///   - chapter: The name of the chapter that asks.
  ///   - answer: What is written already, in the place of the line that asks to write.
  public static func text(
    for question: Question, of chapter: String, answer: String = "Write your answer here."
  ) -> String {
    let title = question.title.replacing("-->", with: "→")
    let prompt = question.prompt.source.replacing("-->", with: "→")
    return """
      <!--
      \(title)\(question.points > 0 ? " (\(Wording.english.points(question.points)))" : "")

      \(prompt)

      \(quoting(question, chapter)); refer to figures as in {{figure:\(chapter)/name}}.
      For the braces themselves write \\{{; code is kept as it is. This comment is left out of the report.
      -->

      \(answer)

      """
  }

  /// How results are quoted, by the values that the question names; `quire values` has the others.
  private static func quoting(_ question: Question, _ chapter: String) -> String {
    guard !question.values.isEmpty else { return "Quote results by name, as in {{\(chapter).name | fixed 2}}" }
    return "Quote results by name:\n"
      + question.values.map { "  {{\(chapter).\($0)}}\n" }.joined()
      + "`quire values \(chapter)` lists all of them"
  }
}
