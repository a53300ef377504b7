import Notebook

extension Wording {
  /// Every language that there is, English first.
  package static let all = [english, spanish, german, french]

  /// Their tags and names, as the settings tell of them.
  package static var languages: [(tag: String, name: String)] { all.map { ($0.tag, $0.name) } }

  /// The words for a language: its own, or those of the language of which it is a region's; English where there are none.
  package static func of(_ language: String) -> Wording {
    guard let tag = LanguageTag(language), var words = all.first(where: { $0.tag == tag.language }) else {
      return english
    }
    if let region = tag.region, regionsWithPoint.contains("\(tag.language)-\(region)") { words.decimalMark = "." }
    return words
  }

  /// Where a point stands before the decimals, although the language has a comma.
  private static let regionsWithPoint: Set<String> = [
    "de-CH", "de-LI", "es-419", "es-CU", "es-DO", "es-GT", "es-HN", "es-MX", "es-NI", "es-PA", "es-PE", "es-PR",
    "es-SV",
    "es-US",
  ]

  /// A date as the report's language writes it, and as ISO 8601 does for a language without words of its own.
  package static func date(day: Int, month: Int, year: Int, in language: String) -> String {
    let words = of(language)
    guard LanguageTag(language)?.language == words.tag else {
      func digits(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
      return "\(year)-\(digits(month))-\(digits(day))"
    }
    return words.date(day, month, year)
  }
}

extension Wording {
  /// The word for what a reference names: `figure`, `table`, `section` or `question`.
  package func label(_ kind: String) -> String {
    switch kind {
    case "figure": figure
    case "table": table
    case "question": question
    default: section
    }
  }

  /// “Figure 2.”, before its caption.
  package func caption(_ label: String) -> String { label + captionSign }

  /// A number of points, without needless decimals.
  package func number(_ points: Double) -> String {
    let text = points == points.rounded() && abs(points) < 1e9 ? String(Int(points)) : String(points)
    return text.replacing(".", with: decimalMark)
  }

  /// “1 point”, “0.5 points”.
  package func points(_ points: Double) -> String { "\(number(points)) \(isSingular(points) ? onePoint : manyPoints)" }

  /// The word for how far an answer has come.
  package func state(_ state: AnswerState) -> String {
    switch state {
    case .answered: answered
    case .placeholder: placeholder
    case .empty: empty
    case .missing: missing
    }
  }

  /// The word for how far the answer of a row has come: one that is there may have to be read again.
  package func state(of row: AnswerRow) -> String { row.moved.isEmpty ? state(row.state) : toBeReadAgain }

  /// The word for whether what the assignment asks for is there; a dash where the chapter has not run.
  package func state(of row: DemandRow) -> String { row.finding.map { $0.isMet ? present : absent } ?? "–" }

  /// The title of a callout that has none of its own, by its kind.
  package func callout(_ kind: String) -> String {
    switch kind {
    case "note": note
    case "tip": tip
    case "important": important
    case "warning": warning
    case "caution": caution
    default: kind.capitalized
    }
  }

  /// A sentence in which backticks set code: what is to be done where an answer is not there yet.
  package func invitation(_ state: AnswerState, _ path: String) -> String {
    state == .placeholder ? replacePlaceholder(path) : write(path)
  }

  /// “3 of 4 questions are answered; 0.5 points are at stake.”
  package func summary(of rows: [AnswerRow]) -> String {
    let points = rows.pointsAtStake
    return tally(
      rows.count { $0.state == .answered }, rows.count, points > 0 ? self.points(points) : nil, isSingular(points))
  }
}
