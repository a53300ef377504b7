extension CaptionForm {
  /// Captions that mean the same: with another opening or none, with the two sides of a relation or of *and* exchanged, a
  /// number in digits or spelled, a synonym, *a* for *one*; then with two such changes.
  ///
  /// A closed vocabulary gives none of a word that it has not.
  ///
  /// - Parameter most: How many are given at most, those of one change first.
  public func paraphrases(atMost most: Int = 40) -> [String] {
    guard !isNegated else { return [] }
    var seen: Set<String> = [words.key]
    let once = steps.filter { seen.insert(CaptionWords($0).key).inserted }
    let twice = once.flatMap { CaptionForm($0, vocabulary).steps }.filter { seen.insert(CaptionWords($0).key).inserted }
    return Array((once + twice).prefix(most))
  }

  private var steps: [String] { turnedRound + reordered + otherOpenings + otherWords }

  private var otherOpenings: [String] {
    let start = words.start
    let rest = words.replacing(0..<start, with: [])
    let opened = vocabulary.openings.map { opening in
      let text = CaptionWords(opening + " " + rest.lowercasedStart.text)
      return words.words.first?.text.first?.isUppercase == true ? text.capitalized.text : text.text
    }
    return start > 0 ? [rest.text] + opened : opened
  }

  private var otherWords: [String] {
    slots.indices.flatMap { slot in synonyms(of: slot).map { replacing([slot: $0]) } } + numbersInOtherForm
  }

  private func synonyms(of place: Int) -> [String] {
    let slot = slots[place]
    let groups: [[String]] =
      switch slot.kind {
      case .size: vocabulary.sizes.map(\.same)
      case .color, .ground: vocabulary.colors
      case .thing:
        EnglishThings.synonyms + EnglishThings.synonyms.map { $0.map(EnglishNoun.plural) }
      case .place:
        Dictionary(grouping: vocabulary.places) { "\(Place($0).map { "\($0)" } ?? $0)" }.sorted { $0.key < $1.key }.map(
          \.value)
      default: []
      }
    let group = groups.first { $0.contains(slot.words) } ?? []
    let isFree = slot.kind != .thing || !vocabulary.isClosed
    return group.filter { $0 != slot.words && (isFree || vocabulary.thing($0) != nil) }
  }

  private var numbersInOtherForm: [String] {
    slots.indices.flatMap { place -> [String] in
      let slot = slots[place]
      guard slot.kind == .number, let value = slot.count else { return [] }
      if value == 1 { return slot.words == "one" ? [replacing([place: article(before: slot.range.upperBound)])] : [] }
      if vocabulary.isClosed { return [] }
      let isSpelled = Int(slot.words) == nil
      let other = isSpelled ? String(value) : vocabulary.numbers.first { $0.value == value }?.word
      return other.map { [replacing([place: $0])] } ?? []
    }
  }

  private func article(before index: Int) -> String { EnglishNoun.article(before: words.key(index)) }
}

extension CaptionWords {
  /// The caption with a small letter at its start, where that word is one of grammar rather than a name.
  var lowercasedStart: CaptionWords {
    guard let first = words.first, WordTables.isFunctionWord(first.key) || CaptionNumber(first.key) != nil else {
      return self
    }
    return replacing(start: first.key)
  }

  /// The caption with a capital at its start.
  var capitalized: CaptionWords {
    guard let first = words.first else { return self }
    return replacing(start: first.text.prefix(1).uppercased() + first.text.dropFirst())
  }
}
