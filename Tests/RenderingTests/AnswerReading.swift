import Rendering

/// What suites that try one answer after another ask of each.
protocol AnswerReading {}

extension AnswerReading {
  /// What is told of an answer, without its file's name.
  func warnings(_ answer: String) throws -> [String] {
    let report = try MiniatureReport()
    try report.answer("size", answer)
    return try report.render([.markdown]).warnings.map { $0.replacing("answers/embeddings/size.md:", with: "") }
  }

  /// The answer as `report.md` has it.
  func markdown(_ answer: String) throws -> String {
    let report = try MiniatureReport()
    try report.answer("size", answer)
    return try report.answerInMarkdown()
  }
}
