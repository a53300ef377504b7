extension CaptionWords {
  /// Each colour, size and state replaced by those that exclude it.
  var attributeVariants: [CaptionVariant] {
    words.indices.flatMap { index -> [CaptionVariant] in
      others(at: index).map {
        CaptionVariant(
          words: replacing(index..<index + 1, with: [$0]), truth: .isFalse, change: "\(words[index].text) → \($0)")
      }
    }
  }

  /// What excludes the attribute at a place: a colour or quality before its noun or behind *is* (*an orange* alone is a
  /// fruit), a state with no noun behind it (*a swimming pool* does not swim).
  private func others(at index: Int) -> [String] {
    let key = key(index)
    let isPredicate = WordTables.copulas.contains(self.key(index - 1))
    let hasNoun = !nounPhrase(at: index + 1).isEmpty
    let attributes = WordTables.otherColors(than: key) + (WordTables.opposites[key].map { [$0] } ?? [])
    let states = WordTables.states[key] ?? []
    return (hasNoun || isPredicate ? attributes : []) + (!hasNoun || isPredicate ? states : [])
  }

  /// Every two attributes of one kind that change places; two numbers likewise.
  ///
  /// Where both stand before the same noun nothing would change in meaning, so that is left out.
  var attributeSwaps: [CaptionVariant] {
    let attributes = words.indices.filter { kind(at: $0) != nil }
    return attributes.flatMap { second in
      attributes.prefix { $0 < second }.compactMap { first -> CaptionVariant? in
        let (a, b) = (key(first), key(second))
        guard kind(at: first) == kind(at: second), a != b, rest(after: first) != rest(after: second),
          let swapped = swappingAttributes(first, second)
        else { return nil }
        return CaptionVariant(words: swapped, truth: .isFalse, change: "\(a) ↔ \(b)")
      }
    }
  }

  private enum AttributeKind { case number, color, quality }

  private func kind(at index: Int) -> AttributeKind? {
    if number(at: index) != nil { return .number }
    guard !nounPhrase(at: index + 1).isEmpty else { return nil }
    if !WordTables.otherColors(than: key(index)).isEmpty { return .color }
    return WordTables.opposites[key(index)] == nil ? nil : .quality
  }

  private func rest(after index: Int) -> String {
    let phrase = nounPhrase(at: index + 1)
    return phrase.last.map { EnglishNoun.singular(of: key($0)) } ?? ""
  }

  private func swappingAttributes(_ first: Int, _ second: Int) -> CaptionWords? {
    if let a = number(at: first), let b = number(at: second) {
      return settingCount(at: first, to: b.value)?.settingCount(at: second, to: a.value)
    }
    return replacing(first..<first + 1, with: [words[second].text])
      .replacing(second..<second + 1, with: [words[first].text])
  }
}
