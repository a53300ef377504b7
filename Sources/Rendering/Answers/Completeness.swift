/// What the table of questions comes to, in a sentence.
enum Completeness {
  /// “3 of 4 questions are answered; 0.5 points are at stake.”
  static func summary(of rows: [AnswerRow]) -> String {
    let answered = rows.count { $0.state == .answered }
    var text =
      answered == rows.count
      ? "\(rows.count == 1 ? "The question is" : "All \(rows.count) questions are") answered"
      : "\(answered) of \(rows.count) \(rows.count == 1 ? "question" : "questions") \(answered == 1 ? "is" : "are") answered"
    let points = rows.pointsAtStake
    if points > 0 { text += "; \(Points.text(points)) \(points == 1 ? "is" : "are") at stake" }
    return text + "."
  }
}
