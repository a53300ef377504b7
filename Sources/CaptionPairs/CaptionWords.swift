/// A caption taken apart into words, so that one can be changed and the rest stay as they were written.
struct CaptionWords {
  /// A word between its punctuation.
  struct Word {
    var before: String
    var text: String
    var after: String

    /// The word as tables have it.
    var key: String { text.lowercased() }
  }

  private(set) var words: [Word]

  init(_ caption: String) {
    words = caption.split(whereSeparator: \.isSpace).map { part in
      guard let first = part.firstIndex(where: \.isOfWord), let last = part.lastIndex(where: \.isOfWord) else {
        return Word(before: "", text: String(part), after: "")
      }
      let end = part.index(after: last)
      return Word(before: String(part[..<first]), text: String(part[first..<end]), after: String(part[end...]))
    }
  }

  /// The caption with one space between words.
  var text: String { words.map { $0.before + $0.text + $0.after }.joined(separator: " ") }

  /// What makes two captions the same to a model that lower-cases.
  var key: String { text.lowercased() }

  /// The word at a place as tables have it; empty beyond the caption.
  func key(_ index: Int) -> String { words.indices.contains(index) ? words[index].key : "" }

  /// Whether the words stand at a place.
  func has(_ phrase: [String], at index: Int) -> Bool {
    phrase.indices.allSatisfy { key(index + $0) == phrase[$0] }
  }

  /// The words of a range as they are written, without outer punctuation.
  func text(_ range: Range<Int>) -> String { range.map { words[$0].text }.joined(separator: " ") }

  /// Whether something is denied.
  var isNegated: Bool { words.contains { WordTables.negations.contains($0.key) } }

  /// Where the description begins, behind *a photo of* and the like.
  var start: Int {
    let shortened = WordTables.articles.contains(key(0)) ? 1 : 0
    return WordTables.pictures.contains(key(shortened)) && key(shortened + 1) == "of" ? shortened + 2 : 0
  }

  /// Whether a noun phrase ends before a word: a preposition, a verb, or a state, unless that stands before its noun, as in
  /// *a sleeping cat*.
  func endsNounPhrase(at index: Int) -> Bool {
    WordTables.endsNounPhrase(key(index)) && !isStateBeforeNoun(at: index)
  }

  private func isStateBeforeNoun(at index: Int) -> Bool {
    guard WordTables.isState(key(index)), words[index].after.isEmpty, index + 1 < words.count,
      !WordTables.endsNounPhrase(key(index + 1))
    else { return false }
    let before = key(index - 1)
    return WordTables.articles.contains(before) || CaptionNumber(before) != nil || WordTables.opposites[before] != nil
      || WordTables.colors.contains { $0.contains(before) }
  }

  /// The words of a noun phrase from a place on: up to a preposition, a verb, a state behind its noun, or punctuation.
  func nounPhrase(at start: Int) -> Range<Int> {
    var end = start
    while end < words.count, !endsNounPhrase(at: end) {
      end += 1
      if !words[end - 1].after.isEmpty { break }
    }
    return start..<end
  }

  /// The caption with other words in a range; punctuation around it, a capital at the start and articles are kept right.
  func replacing(_ range: Range<Int>, with phrase: [String]) -> CaptionWords {
    var changed = self
    var inserted = phrase.map { Word(before: "", text: $0, after: "") }
    if !inserted.isEmpty, !range.isEmpty {
      inserted[0].before = words[range.lowerBound].before
      inserted[inserted.count - 1].after = words[range.upperBound - 1].after
    }
    changed.words.replaceSubrange(range, with: inserted)
    changed.matchCapital(of: self)
    changed.matchArticle(before: range.lowerBound)
    return changed
  }

  /// The caption with another first word, as it is written.
  func replacing(start text: String) -> CaptionWords {
    var changed = self
    if !changed.words.isEmpty { changed.words[0].text = text }
    return changed
  }

  private mutating func matchCapital(of original: CaptionWords) {
    guard let first = words.first?.text, original.words.first?.text.first?.isUppercase == true else { return }
    words[0].text = first.prefix(1).uppercased() + first.dropFirst()
  }

  private mutating func matchArticle(before index: Int) {
    guard index > 0, index < words.count, ["a", "an"].contains(key(index - 1)) else { return }
    let article = EnglishNoun.article(before: words[index].key)
    words[index - 1].text =
      words[index - 1].text.first?.isUppercase == true ? article.prefix(1).uppercased() + article.dropFirst() : article
  }
}

extension Character {
  /// As `isWhitespace`, without a look at the tables of Unicode for ASCII.
  fileprivate var isSpace: Bool { asciiValue.map { $0 == 0x20 || (0x09...0x0D).contains($0) } ?? isWhitespace }

  /// Whether it is a letter or a digit of any script.
  fileprivate var isOfWord: Bool {
    guard let code = asciiValue else { return isLetter || isNumber }
    return (0x30...0x39).contains(code) || (0x41...0x5A).contains(code) || (0x61...0x7A).contains(code)
  }
}
