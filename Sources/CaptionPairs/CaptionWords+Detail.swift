extension CaptionWords {
  /// A size or a state more; whether it holds, the description does not tell.
  var moreSpecificVariants: [CaptionVariant] {
    let phrase = nounPhrase(at: start)
    guard let head = phrase.last else { return [] }
    let qualities = Set(WordTables.opposites.keys)
    let hasSize = phrase.contains { qualities.contains(key($0)) }
    let sizes = hasSize ? [] : WordTables.addedSizes.map { (place: firstOfNoun(in: phrase), words: [$0]) }
    let hasState = words.contains { WordTables.isState($0.key) || WordTables.opposites[$0.key] == "awake" }
    let states = hasState ? [] : WordTables.addedStates.map { (place: head + 1, words: $0) }
    return (sizes + states).map { detail in
      CaptionVariant(
        words: replacing(detail.place..<detail.place, with: detail.words), truth: .unknown,
        change: "+ \(detail.words.joined(separator: " "))")
    }
  }

  /// A quality, a state, a phrase at the end or a count fewer: true where the caption is.
  var lessSpecificVariants: [CaptionVariant] {
    let qualities = words.indices.filter { index in
      !nounPhrase(at: index + 1).isEmpty
        && (WordTables.opposites[key(index)] != nil || !WordTables.otherColors(than: key(index)).isEmpty)
    }
    let states = words.indices.filter { $0 > start && WordTables.isState(key($0)) && standsAlone($0) }
    let counts = words.indices.filter { number(at: $0).map { $0.value > 1 } ?? false }
    let ends = words.indices.filter { $0 > start && endsWithPhrase(from: $0) }
    return qualities.map { without($0..<$0 + 1) } + states.map { without($0..<$0 + 1) }
      + ends.reversed().map { without($0..<words.count) } + counts.map { without($0..<$0 + 1) }
  }

  private func without(_ range: Range<Int>) -> CaptionVariant {
    CaptionVariant(words: replacing(range, with: []), truth: .isTrue, change: "− \(text(range))")
  }

  /// Behind the article or the number of a noun phrase.
  private func firstOfNoun(in phrase: Range<Int>) -> Int {
    let first = phrase.lowerBound
    let leads = WordTables.articles.contains(key(first)) || CaptionNumber(key(first)) != nil
    return leads && phrase.count > 1 ? first + 1 : first
  }

  /// Whether a state can go without leaving a verb before it or an object behind it, as in *is eating a cake*.
  private func standsAlone(_ index: Int) -> Bool {
    nounPhrase(at: index + 1).isEmpty && !WordTables.verbsAndJoints.contains(key(index - 1))
  }

  /// Whether all from here on is one or more phrases that can be left out: *with a hat*, *on a sofa with a dog*.
  private func endsWithPhrase(from index: Int) -> Bool {
    guard WordTables.prepositions.contains(key(index)) || WordTables.isState(key(index)) else { return false }
    let before = key(index - 1)
    return key(index) != "of" && !WordTables.articles.contains(before) && !WordTables.prepositions.contains(before)
      && !WordTables.verbsAndJoints.contains(before)
  }
}
