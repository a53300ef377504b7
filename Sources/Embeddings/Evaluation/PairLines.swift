internal import Foundation

/// The lines of a file of word pairs: two words and how alike people find them.
///
/// Fields are separated by tabs, commas, semicolons or blanks, whichever most lines agree on, and further fields may stand before, between
/// and behind: the words are the first two neighbouring fields that are no numbers, and the judgement the first number behind them. A first
/// line without a number names the fields, and may say which is the judgement. `7,5` is a number where the comma separates nothing.
struct PairLines {
  /// A pair of words and the judgement.
  struct Pair {
    var first, second: String
    var judgement: Double
    /// The line, counted from 1.
    var line: Int
  }

  /// The pairs, in the order of the file.
  private(set) var pairs: [Pair] = []
  /// Lines that are no pair, but for comments and a line of names.
  private(set) var passedOver = PassedOverLines()

  private let separator: Character
  /// The places of the first word and of the judgement among the fields.
  private var places: (word: Int, judgement: Int)?

  init(_ lines: [EvaluationFile.Line]) {
    let lines = lines.filter { !$0.text.hasPrefix("#") && !$0.text.allSatisfy(\.isWhitespace) }
    // Of equals the first.
    var best = (separator: Self.separators[0], fitting: -1)
    for separator in Self.separators {
      let fitting = lines.prefix(Self.lookedAt).count { line in
        Self.places(in: Self.fields(of: line.text, separator), separator) != nil
      }
      if fitting > best.fitting { best = (separator, fitting) }
    }
    separator = best.separator
    for (index, line) in lines.enumerated() {
      let fields = Self.fields(of: line.text, separator)
      if index == 0, fields.count >= 3, fields.allSatisfy({ number($0) == nil }) {
        places = Self.named(fields)
        continue
      }
      if let pair = pair(fields, line: line.number) { pairs.append(pair) } else { passedOver.add(line) }
    }
  }

  /// A line's pair; the first one says where the fields of all others are.
  private mutating func pair(_ fields: [String], line: Int) -> Pair? {
    guard let places = places ?? Self.places(in: fields, separator), fields.count > places.judgement,
      !fields[places.word].isEmpty, !fields[places.word + 1].isEmpty, let judgement = number(fields[places.judgement]),
      judgement.isFinite
    else { return nil }
    self.places = places
    return Pair(first: fields[places.word], second: fields[places.word + 1], judgement: judgement, line: line)
  }

  /// The names that published files give to the column of the judgements.
  private static let judgements = [
    "simlex999", "simlex-999", "human (mean)", "human mean", "mean", "average", "score", "similarity", "relatedness",
    "rating", "judgement", "judgment", "gold", "sim",
  ]
  private static let separators: [Character] = ["\t", ",", ";", " "]
  /// How many lines the separator is told by.
  private static let lookedAt = 200

  /// What a line of names says: nil where it does not name the judgement.
  private static func named(_ names: [String]) -> (word: Int, judgement: Int)? {
    let names = names.map { $0.lowercased() }
    guard let judgement = judgements.lazy.compactMap({ names.firstIndex(of: $0) }).first, judgement >= 2 else {
      return nil
    }
    // Before the words may stand a number of the line, which has no name or one of its own.
    let isNumbered = judgement >= 3 && ["", "id", "index", "#", "nr", "no"].contains(names[0])
    return (isNumbered ? 1 : 0, judgement)
  }

  /// Where a line has its words and its judgement.
  private static func places(in fields: [String], _ separator: Character) -> (word: Int, judgement: Int)? {
    guard fields.count >= 3 else { return nil }
    let isNumber = fields.map { number($0, separator) != nil }
    let first = isNumber[0] && !isNumber[1] && fields.count > 3 && !isNumber[2] ? 1 : 0
    guard !isNumber[first], !isNumber[first + 1], let judgement = isNumber[(first + 2)...].firstIndex(of: true) else {
      return nil
    }
    return (first, judgement)
  }

  private static func fields(of line: Substring, _ separator: Character) -> [String] {
    let fields =
      separator == " "
      ? line.split(separator: separator) : line.split(separator: separator, omittingEmptySubsequences: false)
    return fields.map { field in
      let field = field.trimmingCharacters(in: .whitespaces)
      let isQuoted = field.count >= 2 && field.hasPrefix("\"") && field.hasSuffix("\"")
      return isQuoted ? String(field.dropFirst().dropLast()) : field
    }
  }

  private func number(_ field: String) -> Double? { Self.number(field, separator) }

  private static func number(_ field: String, _ separator: Character) -> Double? {
    if let number = Double(field) { return number }
    guard separator != ",", field.wholeMatch(of: /-?[0-9]+,[0-9]+/) != nil else { return nil }
    return Double(field.replacing(",", with: "."))
  }
}
