internal import Basics
internal import Notebook
internal import Transformers

/// The word that the chapter follows through the model.
struct FocusWord {
  /// Why it is that one.
  enum Reason: String {
    case settings, pronoun, demonstrative, importance
  }

  /// Its place among the words of the study.
  let unit: Int
  let reason: Reason

  /// The settings' word, else the first pronoun with something before it that it may stand for, else a word such as *this*, which may
  /// point back, else the most important word
  /// that has another to look at.
  ///
  /// - Throws: `NotebookError.chapter` for a word that the sentence does not have.
  init(_ study: AttentionStudy, word: String) throws {
    if !word.isEmpty {
      (unit, reason) = (try Self.find(word, in: study), .settings)
    } else if let pronoun = Self.pronoun(names: study.names, judged: study.judged) {
      (unit, reason) = (pronoun, .pronoun)
    } else if let pointer = Self.first(of: EnglishWords.demonstrative, names: study.names, judged: study.judged) {
      (unit, reason) = (pointer, .demonstrative)
    } else {
      let order = study.importance.order.map { study.judged[$0] }
      let looks = WordLooks(study)
      let looking = order.first { !looks.candidates(for: $0).words.isEmpty }
      (unit, reason) = (looking ?? order.first ?? 0, .importance)
    }
  }

  /// The first personal pronoun with a word before it that is not its neighbour.
  ///
  /// - Parameter judged: The words, as places among the names.
  static func pronoun(names: [String], judged: [Int]) -> Int? {
    first(of: EnglishWords.personal, names: names, judged: judged)
  }

  private static func first(of kind: Set<String>, names: [String], judged: [Int]) -> Int? {
    judged.first { unit in
      EnglishWords.contains(kind, EnglishWords.plain(names[unit])) && judged.contains { $0 < unit - 1 }
    }
  }

  /// The word of the sentence that a setting names: its place, as text, or the word, with `#2` for the second of its kind.
  private static func find(_ word: String, in study: AttentionStudy) throws -> Int {
    let units = study.words.units
    if let place = Int(word) {
      guard units.indices.contains(place) else {
        throw NotebookError.chapter(
          slug: Attention.slug,
          problem: "attention.word is \(place), but the words are 0 to \(units.count - 1), special tokens counted")
      }
      return place
    }
    let labels = units.map { $0.label.trimmed.lowercased() }
    func places(of text: String) -> [Int] { labels.indices.filter { labels[$0] == text.lowercased() } }
    let parts = word.split(separator: "#", omittingEmptySubsequences: false)
    if parts.count == 2, let number = Int(parts[1]) {
      let found = places(of: String(parts[0]))
      if (1...max(found.count, 1)).contains(number), !found.isEmpty { return found[number - 1] }
      if !found.isEmpty {
        throw NotebookError.chapter(
          slug: Attention.slug,
          problem: "attention.word is “\(word)”, but the sentence has “\(parts[0])” only \(found.count) times")
      }
    }
    if let first = places(of: word).first { return first }
    let words = study.judged.map { units[$0].label.trimmed }
    let near = nearestName(to: word, among: words).map { "; did you mean “\($0)”?" } ?? ""
    throw NotebookError.chapter(
      slug: Attention.slug,
      problem: "attention.word is “\(word)”, which is no word of the sentence\(near); its words are "
        + words.prefix(60).joined(separator: " "))
  }
}

extension String {
  /// Without blanks at both ends.
  var trimmed: String {
    let start = firstIndex { !$0.isWhitespace } ?? endIndex
    let end = lastIndex { !$0.isWhitespace }.map(index(after:)) ?? startIndex
    return start < end ? String(self[start..<end]) : ""
  }
}
