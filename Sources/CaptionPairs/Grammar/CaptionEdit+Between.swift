extension CaptionEdit {
  /// The one change that leads from a caption to another; nil where it takes more than one, or none.
  ///
  /// What follows from a change is part of it: an article, a plural, a verb that agrees. Captions of the same slots are
  /// compared slot by slot; others word by word, where one word may be replaced, put in or left out, or two runs of words
  /// change places.
  public static func between(
    _ original: String, _ edited: String, _ vocabulary: CaptionVocabulary = .english
  ) -> CaptionEdit? {
    let (a, b) = (CaptionForm(original, vocabulary), CaptionForm(edited, vocabulary))
    guard a.skeleton != nil, a.words.key != b.words.key else { return nil }
    return a.skeleton == b.skeleton ? a.slotEdit(to: b) ?? a.wordEdit(to: b) : a.wordEdit(to: b)
  }

  /// Whether what is said before and after excludes each other whatever else there is: other counts, the colours of one ground,
  /// the sides of two things of which *the* is said.
  func isExclusive(in form: CaptionForm) -> Bool {
    switch kind {
    case .count:
      return slots.allSatisfy { form.slots[$0].kind == .number } && !change.hasSuffix(" a") && !change.hasSuffix(" an")
    case .color where slots.allSatisfy({ form.slots[$0].kind == .ground }): return true
    case .color, .size, .quality, .state, .place, .order:
      let owners = slots.compactMap { form.phrase(of: $0) }
      let sides = slots.flatMap { slot in form.sides(of: slot).map { [$0.subject, $0.object] } ?? [] }
      let all = owners + sides
      guard !all.isEmpty, excludes(form) else { return false }
      return all.allSatisfy { phrase in
        let first = form.words.key(phrase.range.lowerBound)
        return first == "the" || CaptionNumber(first)?.value == 1
      }
    default: return false
    }
  }

  /// Whether the word before and the word after cannot both hold: big and small do not, sleeping and smiling may.
  private func excludes(_ form: CaptionForm) -> Bool {
    let words = change.split(separator: "→").map { $0.split(separator: " ").joined(separator: " ") }
    guard words.count == 2 else { return kind == .order }
    switch kind {
    case .color: return WordTables.otherColors(than: words[0]).contains { WordTables.areOneColor($0, words[1]) }
    case .size, .quality: return WordTables.exclude(words[0], words[1])
    case .state: return WordTables.states[words[0]]?.contains(words[1]) ?? false
    case .place: return Place(words[0])?.opposite == Place(words[1])
    default: return false
    }
  }
}

extension CaptionForm {
  /// The caption with each slot as its class: what two captions of one form have in common. Nil for a caption without words.
  fileprivate var skeleton: [String]? {
    guard !words.words.isEmpty else { return nil }
    let starts = Dictionary(uniqueKeysWithValues: slots.map { ($0.range.lowerBound, $0) })
    var parts: [String] = []
    var index = 0
    while index < words.words.count {
      if let slot = starts[index], !slot.range.isEmpty {
        let kind = slot.kind == .article ? Slot.Kind.number : slot.kind == .relation ? .place : slot.kind
        parts.append("<\(kind.rawValue)>")
        index = slot.range.upperBound
      } else {
        let key = words.key(index)
        let forms = ["an": "a", "are": "is", "were": "was", "have": "has"]
        parts.append(forms[key] ?? key)
        index += 1
      }
    }
    return parts
  }

  /// What a slot says, whatever its form.
  private func value(_ place: Int) -> String {
    let slot = slots[place]
    return switch slot.kind {
    case .number, .article: slot.count.map(String.init) ?? slot.words
    case .thing, .state: slot.term?.singular ?? slot.words
    default: slot.words
    }
  }

  fileprivate func slotEdit(to other: CaptionForm) -> CaptionEdit? {
    let changed = slots.indices.filter { value($0) != other.value($0) }
    func made(_ kind: CaptionEdit.Kind, _ sign: String, _ before: String, _ after: String, isFluent: Bool = true)
      -> CaptionEdit
    {
      CaptionEdit(
        kind: kind, original: caption, edited: other.caption, change: "\(before) \(sign) \(after)",
        isFluent: isFluent && isWellFormed && other.isWellFormed, slots: changed)
    }
    if changed.count == 1 {
      let (before, after) = (slots[changed[0]], other.slots[changed[0]])
      guard before.kind != .opening else { return nil }
      let isKnown = before.isKnown && after.isKnown
      let kind = isKnown || before.kind != .thing ? before.kind.edit(to: after.kind) : .object
      return made(kind, "→", before.words, after.words, isFluent: suits(other, at: changed[0]))
    }
    guard changed.count > 1 else { return nil }
    if changed.count == 2, slots[changed[0]].kind == slots[changed[1]].kind,
      value(changed[0]) == other.value(changed[1]), value(changed[1]) == other.value(changed[0])
    {
      let (before, after) = (slots[changed[0]], slots[changed[1]])
      let isThings = before.kind == .thing
      let isFluent = !isThings || suitsExchange(changed[0], changed[1])
      return made(isThings ? .order : .attributeSwap, "↔", before.words, after.words, isFluent: isFluent)
    }
    return exchangedPhrases(other, changed).map { first, second in
      made(
        .order, "↔", words.text(first.range).lowercased(), words.text(second.range).lowercased(),
        isFluent: suitsExchange(first.noun, second.noun))
    }
  }

  /// The two phrases that stand in each other's place in another caption, where nothing else differs.
  private func exchangedPhrases(_ other: CaptionForm, _ changed: [Int]) -> (Phrase, Phrase)? {
    for second in phrases.indices {
      for first in 0..<second {
        let (a, b) = (phrases[first], phrases[second])
        guard a.slots.count == b.slots.count, changed.allSatisfy((a.slots + b.slots).contains),
          zip(a.slots, b.slots).allSatisfy({ value($0) == other.value($1) && value($1) == other.value($0) })
        else { continue }
        return (a, b)
      }
    }
    return nil
  }

  /// Whether another caption's word for a slot suits what stands around it as well as this one's.
  private func suits(_ other: CaptionForm, at place: Int) -> Bool {
    guard slots[place].kind == .thing, let old = slots[place].term, let new = other.slots[place].term else {
      return true
    }
    let hasState = phrase(of: place).map { !$0.states.isEmpty } ?? false
    if hasState, vocabulary.canHaveState(old), !vocabulary.canHaveState(new) { return false }
    let isPlaced = slots.allSatisfy { $0.kind != .relation || vocabulary.suitsAnyThings($0.words) }
    let isUnknown = vocabulary.kind(of: old) == nil && vocabulary.kind(of: new) == nil
    return isPlaced || isUnknown || vocabulary.areAlike(old, new)
  }

  /// Whether two things can change places across the relations of the caption.
  private func suitsExchange(_ first: Int, _ second: Int) -> Bool {
    let isPlaced = slots.allSatisfy { $0.kind != .relation || vocabulary.suitsAnyThings($0.words) }
    return isPlaced || vocabulary.areAlike(slots[first].term, slots[second].term)
  }

  /// A change of words that are in no slot, or that make another form.
  fileprivate func wordEdit(to other: CaptionForm) -> CaptionEdit? {
    let sides = exchangedSides(CaptionTruths([caption], vocabulary: vocabulary))
    if let edit = sides.first(where: { $0.edited.lowercased() == other.words.key }) { return edit }
    let (a, b) = (words.plainKeys, other.words.plainKeys)
    let start = zip(a, b).prefix { $0 == $1 }.count
    let end = zip(a[start...].reversed(), b[start...].reversed()).prefix { $0 == $1 }.count
    let (before, after) = (Array(a[start..<a.count - end]), Array(b[start..<b.count - end]))
    func made(_ kind: CaptionEdit.Kind, _ change: String, isFluent: Bool) -> CaptionEdit {
      CaptionEdit(
        kind: kind, original: caption, edited: other.caption, change: change,
        isFluent: isFluent && isWellFormed && other.isWellFormed, slots: [])
    }
    let (old, new) = (before.joined(separator: " "), after.joined(separator: " "))
    let isDenial = (before + after).contains { WordTables.negations.contains($0) }
    switch (before.count, after.count) {
    case (0, 1): return made(isDenial ? .negation : .addition, "+ \(new)", isFluent: false)
    case (1, 0): return made(isDenial ? .negation : .removal, "− \(old)", isFluent: false)
    case (1, 1):
      let areClasses = WordTables.isFunctionWord(old) == WordTables.isFunctionWord(new)
      return made(isDenial ? .negation : .word, "\(old) → \(new)", isFluent: areClasses && !isDenial)
    case (let count, let other) where count == other && count > 2 && count <= 24:
      return Self.exchange(before, after).map { made(.order, "\($0) ↔ \($1)", isFluent: false) }
    default: return nil
    }
  }

  /// Two runs at the ends of a list of words that have changed places; nil where more than that happened.
  private static func exchange(_ before: [String], _ after: [String]) -> (String, String)? {
    for first in 1..<before.count {
      for second in 1...(before.count - first) {
        let (x, y) = (before[..<first], before[(before.count - second)...])
        let middle = before[first..<(before.count - second)]
        if after == Array(y) + Array(middle) + Array(x) { return (x.joined(separator: " "), y.joined(separator: " ")) }
      }
    }
    return nil
  }
}

extension CaptionForm.Slot.Kind {
  /// What it is to change a slot of this class to one of another.
  fileprivate func edit(to other: Self) -> CaptionEdit.Kind {
    switch self {
    case .article, .number: .count
    case .size: .size
    case .quality: .quality
    case .color, .ground: .color
    case .thing, .opening: .object
    case .state: .state
    case .place: other == .place ? .place : .relation
    case .relation: .relation
    }
  }
}

extension CaptionWords {
  /// The words without regard to capitals, punctuation and what agrees with another word.
  fileprivate var plainKeys: [String] {
    let forms = ["an": "a", "are": "is", "were": "was", "have": "has"]
    return words.map { forms[$0.key] ?? $0.key }
  }
}

extension WordTables {
  /// Whether two words are spellings of one colour.
  static func areOneColor(_ a: String, _ b: String) -> Bool { colors.contains { $0.contains(a) && $0.contains(b) } }
}
