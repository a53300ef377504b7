extension CaptionForm {
  typealias Term = CaptionVocabulary.Term

  /// The caption with other words in some slots; articles, a capital at the start and punctuation stay right.
  func replacing(_ changes: [Int: String]) -> String {
    changes.sorted { $0.key > $1.key }.reduce(words) { words, change in
      words.replacing(slots[change.key].range, with: change.value.split(separator: " ").map(String.init))
    }.text
  }

  /// What else has to change with how many of a thing there are: the noun, its states, the verb behind it.
  ///
  /// - Parameters:
  ///   - term: The noun that stands there from then on; nil for the one that is there.
  ///   - count: How many of it; nil for several.
  /// - Returns: The words by the slots that they go to.
  func agreeing(_ phrase: Phrase, with term: Term?, count: Int?) -> [Int: String] {
    let noun = slots[phrase.noun]
    guard let term = term ?? noun.term else { return [:] }
    let isSingle = (count ?? 2) == 1
    var changes = [phrase.noun: isSingle ? term.singular : term.plural]
    for state in phrase.states {
      if let term = slots[state].term { changes[state] = isSingle ? term.singular : term.plural }
    }
    return changes
  }

  /// The caption with another number before a thing, which agrees with it; nil where the slot counts nothing.
  func settingCount(_ slot: Int, to value: Int, word: String) -> String? {
    guard let phrase = phrase(of: slot) else { return nil }
    var changes = agreeing(phrase, with: nil, count: value)
    changes[slot] = word
    let changed = CaptionWords(replacing(changes))
    let verbs = value == 1 ? ["are": "is", "were": "was", "have": "has"] : ["is": "are", "was": "were", "has": "have"]
    let verb = phrase.range.upperBound
    guard let form = verbs[changed.key(verb)], changed.words.count == words.words.count else { return changed.text }
    return changed.replacing(verb..<verb + 1, with: [form]).text
  }

  /// The word of a number in the form of another, in digits or spelled; nil where the vocabulary has none.
  func numberWord(_ value: Int, like slot: Slot) -> String? {
    let isSpelled = Int(slot.words) == nil
    if isSpelled { return vocabulary.numbers.first { $0.value == value }?.word }
    return vocabulary.isClosed ? nil : String(value)
  }

  /// The phrases on the two sides of a relation, where changing places leaves everything else with what it belongs to: a
  /// phrase right before it that is no part of a list, and one right behind it that nothing follows but a ground.
  func sides(of slot: Int) -> (subject: Phrase, object: Phrase)? {
    let range = slots[slot].range
    guard let subject = phrases.first(where: { $0.range.upperBound == range.lowerBound && $0.states.isEmpty }),
      let object = phrases.first(where: { $0.range.lowerBound == range.upperBound && $0.states.isEmpty }),
      words.words[subject.range.upperBound - 1].after.isEmpty, words.words[range.upperBound - 1].after.isEmpty,
      !WordTables.verbsAndJoints.contains(words.key(subject.range.lowerBound - 1)),
      endsWithGround(from: object.range.upperBound)
    else { return nil }
    return (subject, object)
  }

  /// Whether nothing follows but *on a green background*.
  func endsWithGround(from index: Int) -> Bool {
    if index == words.words.count || !words.words[index - 1].after.isEmpty { return index == words.words.count }
    guard let ground = slots.last, ground.kind == .ground, ground.range.upperBound + 1 == words.words.count else {
      return false
    }
    return ["on", "against"].contains(words.key(index)) && WordTables.articles.contains(words.key(index + 1))
      && ground.range.lowerBound == index + 2
  }

  /// The caption with two ranges exchanged, the earlier one first.
  func exchanging(_ first: Range<Int>, _ second: Range<Int>, between: (range: Range<Int>, words: String)? = nil)
    -> String
  {
    var a = first.map { words.words[$0].text }
    let b = second.map { words.words[$0].text }
    // A capital belongs to the beginning, not to the word.
    if first.lowerBound == 0, let opening = a.first,
      WordTables.isFunctionWord(opening.lowercased()) || CaptionNumber(opening.lowercased()) != nil
    {
      a[0] = opening.lowercased()
    }
    var changed = words.replacing(second, with: a)
    if let between {
      changed = changed.replacing(between.range, with: between.words.split(separator: " ").map(String.init))
    }
    return changed.replacing(first, with: b).text
  }
}
