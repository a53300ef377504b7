extension CaptionForm {
  /// The same text for captions that say the same in other words: without opening, capitals and punctuation, with numbers
  /// spelled, each word by the first of its synonyms, and what stands on either side of a place in one order.
  var meaning: String {
    let shortened = words.start > 0 ? words.replacing(0..<words.start, with: []) : words
    let form = words.start > 0 ? CaptionForm(shortened.text, vocabulary) : self
    let turned = form.turnedRound + form.reordered
    return ([form.caption] + turned).map { Self.plain($0, vocabulary) }.min() ?? ""
  }

  /// The words of a caption that two captions of one meaning have in common, sorted: without opening, articles and how they
  /// are put together.
  static func content(_ words: CaptionWords, _ vocabulary: CaptionVocabulary) -> [String] {
    return words.words[words.start...].compactMap { word in
      let key = word.key
      if let axis = Self.axes[key] { return axis }
      if let number = CaptionNumber(key) { return String(number.value) }
      if WordTables.isFunctionWord(key) { return nil }
      return vocabulary.usualAttributes[key] ?? EnglishThings.usual(key) ?? key
    }.sorted()
  }

  private static let axes = ["left": "side", "right": "side", "above": "height", "below": "height"]

  private static func plain(_ caption: String, _ vocabulary: CaptionVocabulary) -> String {
    let form = CaptionForm(caption, vocabulary)
    var changes: [Int: String] = [:]
    for (place, slot) in form.slots.enumerated() {
      switch slot.kind {
      case .number: changes[place] = slot.count.map { CaptionNumber("one")!.text(of: $0) }
      case .color, .ground: changes[place] = vocabulary.colors.first { $0.contains(slot.words) }?.first
      case .size: changes[place] = vocabulary.sizes.first { $0.same.contains(slot.words) }?.same[0]
      case .thing: changes[place] = EnglishThings.usual(slot.words)
      case .place: changes[place] = Place(slot.words).map { "\($0)" }
      default: break
      }
    }
    let text = form.replacing(changes.compactMapValues(\.self)).lowercased()
    return text.split { !$0.isLetter && !$0.isNumber }.map { $0 == "an" ? "a" : String($0) }.joined(separator: " ")
  }

  /// The caption from the other side of a place or relation, where both words exist.
  var turnedRound: [String] {
    slots.indices.compactMap { slot in
      guard [.place, .relation].contains(slots[slot].kind), let inverse = vocabulary.inverse(of: slots[slot].words),
        let (subject, object) = sides(of: slot)
      else { return nil }
      return exchanging(subject.range, object.range, between: (slots[slot].range, inverse))
    }
  }

  /// The caption with the two things of *and* in the other order, where nothing else stands between or behind them but a
  /// ground.
  var reordered: [String] {
    guard phrases.count == 2, phrases.allSatisfy(\.states.isEmpty) else { return [] }
    let (first, second) = (phrases[0], phrases[1])
    let joint = first.range.upperBound
    guard second.range.lowerBound == joint + 1, words.key(joint) == "and", words.words[joint - 1].after.isEmpty,
      first.range.lowerBound == words.start, endsWithGround(from: second.range.upperBound)
    else { return [] }
    return [exchanging(first.range, second.range)]
  }
}

extension EnglishThings {
  /// The usual word for a noun that has others; nil for a noun that has none.
  static func usual(_ noun: String) -> String? {
    usualNouns[noun]
  }

  private static let usualNouns = Dictionary(
    uniqueKeysWithValues: synonyms.flatMap { group in
      group.flatMap { [($0, group[0]), (EnglishNoun.plural(of: $0), EnglishNoun.plural(of: group[0]))] }
    })
}
