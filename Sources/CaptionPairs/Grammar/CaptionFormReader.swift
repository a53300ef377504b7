/// Finds the slots of a caption, from left to right.
struct CaptionFormReader {
  typealias Slot = CaptionForm.Slot
  typealias Term = CaptionVocabulary.Term

  let words: CaptionWords
  private let vocabulary: CaptionVocabulary
  private(set) var slots: [Slot] = []
  private(set) var phrases: [CaptionForm.Phrase] = []
  /// Where the noun phrase began that is being read, and its slots so far.
  private var phraseStart: Int?
  private var pending: [Int] = []

  init(_ words: CaptionWords, _ vocabulary: CaptionVocabulary) {
    (self.words, self.vocabulary) = (words, vocabulary)
  }

  mutating func read() {
    var index = words.start
    if index > 0 { add(.opening, 0..<index) }
    while index < words.words.count { index += step(at: index) }
  }

  /// Reads what stands at a place, and says how many words that was.
  private mutating func step(at index: Int) -> Int {
    if let (term, length) = state(at: index) {
      add(.state, index..<index + length, term: term)
      if !phrases.isEmpty { phrases[phrases.count - 1].states.append(slots.count - 1) }
      return leavePhrase(length)
    }
    if let (kind, length) = relation(at: index) {
      add(kind, index..<index + length)
      return leavePhrase(length)
    }
    if words.endsNounPhrase(at: index) { return leavePhrase(1) }
    if phraseStart == nil { phraseStart = index }
    return stepInPhrase(at: index)
  }

  private mutating func stepInPhrase(at index: Int) -> Int {
    let key = words.key(index)
    let rest = words.nounPhrase(at: index + 1)
    let hasNoun = words.words[index].after.isEmpty && !rest.isEmpty
    if words.key(index + 1) == "background", vocabulary.isColor(key) {
      add(.ground, index..<index + 1)
      return leavePhrase(2)
    }
    if let kind = modifier(at: index, hasNoun: hasNoun) {
      let count = kind == .article ? 1 : kind == .number ? CaptionNumber(key)?.value : nil
      add(kind, index..<index + 1, count: count)
      pending.append(slots.count - 1)
      return hasNoun ? 1 : leavePhrase(1)
    }
    let phrase = words.nounPhrase(at: index)
    if let term = vocabulary.thing(words.text(phrase).lowercased()) { return addThing(term, phrase, isKnown: true) }
    guard !hasNoun else { return 1 }
    let isPredicate = WordTables.copulas.contains(words.key(index - 1))
    guard !isPredicate, !Self.noThings.contains(key), key.contains(where: \.isLetter),
      !WordTables.articles.contains(key)
    else { return leavePhrase(1) }
    let singular = EnglishNoun.singular(of: key)
    return addThing(Term(singular, plural: EnglishNoun.plural(of: singular)), index..<index + 1, isKnown: false)
  }

  /// Nouns that say where rather than what, and words that stand for nouns.
  private static let noThings: Set<String> = [
    "background", "foreground", "top", "bottom", "left", "right", "front", "side", "middle", "center", "it", "them",
    "something", "there", "no", "not", "none", "nothing", "very",
  ]

  private mutating func addThing(_ term: Term, _ range: Range<Int>, isKnown: Bool) -> Int {
    let counted = pending.compactMap { slots[$0].count }.last
    let isPlural = words.text(range).lowercased() == term.plural && term.plural != term.singular
    add(.thing, range, count: counted ?? (isPlural ? nil : 1), term: term, isKnown: isKnown)
    phrases.append(
      CaptionForm.Phrase(
        range: (phraseStart ?? range.lowerBound)..<range.upperBound, slots: pending + [slots.count - 1]))
    return leavePhrase(range.count)
  }

  private mutating func add(
    _ kind: Slot.Kind, _ range: Range<Int>, count: Int? = nil, term: Term? = nil, isKnown: Bool = true
  ) {
    slots.append(
      Slot(
        kind: kind, words: words.text(range).lowercased(), range: range, count: count, term: term, isKnown: isKnown))
  }

  private mutating func leavePhrase(_ length: Int) -> Int {
    (phraseStart, pending) = (nil, [])
    return length
  }

  /// What a word before a noun, or behind *is*, is to it.
  private func modifier(at index: Int, hasNoun: Bool) -> Slot.Kind? {
    let key = words.key(index)
    if hasNoun {
      let isGround = words.key(index + 2) == "background" || words.key(index + 1) == "background"
      if ["a", "an"].contains(key) { return isGround ? nil : .article }
      if CaptionNumber(key) != nil { return .number }
    }
    guard hasNoun || WordTables.copulas.contains(words.key(index - 1)) else { return nil }
    if vocabulary.sizes.contains(where: { $0.same.contains(key) }) { return .size }
    if vocabulary.isColor(key) { return .color }
    return WordTables.opposites[key] == nil ? nil : .quality
  }

  private func state(at index: Int) -> (Term, Int)? {
    guard index > words.start, let joints = vocabulary.joints[words.key(index)] else { return nil }
    let follows = slots.last.map { $0.kind == .thing && $0.range.upperBound == index } ?? false
    guard follows || WordTables.copulas.contains(words.key(index - 1)) else { return nil }
    let longest = joints.first { $0.kind == .state && words.has($0.words, at: index) }
    return longest.flatMap { joint in joint.term.map { ($0, joint.words.count) } }
  }

  private func relation(at index: Int) -> (Slot.Kind, Int)? {
    guard index > words.start,
      let longest = vocabulary.joints[words.key(index)]?.first(where: {
        $0.kind != .state && words.has($0.words, at: index)
      })
    else { return nil }
    let object = words.nounPhrase(at: index + longest.words.count)
    guard let head = object.last, !Self.noThings.contains(words.key(head)) else { return nil }
    return (longest.kind, longest.words.count)
  }
}
