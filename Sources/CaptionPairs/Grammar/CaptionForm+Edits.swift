extension CaptionForm {
  /// All captions that differ from this one in one change and are false by construction wherever it is true.
  ///
  /// A word gives way to one that excludes it, a number to another, a place to another; two things or two attributes change
  /// places. A thing gives way to another, and one place to one that is not its opposite, only where the truths are complete.
  /// Nothing is offered that another true caption bears out or leaves open, and nothing of a caption that denies something.
  public func edits(_ truths: CaptionTruths) -> [CaptionEdit] { changes(truths) + otherThings(truths) }

  /// Those of the edits that name the same things.
  public func changes(_ truths: CaptionTruths) -> [CaptionEdit] {
    if isNegated { return [] }
    return falseOnes(
      slots.indices.flatMap { replacements(of: $0, truths) } + exchangedSides(truths) + exchangedAttributes(truths)
        + exchangedNouns(truths), truths)
  }

  /// Those of the edits that name another thing.
  public func otherThings(_ truths: CaptionTruths) -> [CaptionEdit] {
    if isNegated { return [] }
    return falseOnes(slots.indices.flatMap { otherThings($0, truths) }, truths)
  }

  /// Each edit once, without those that say what the caption or another true one says.
  private func falseOnes(_ found: [CaptionEdit], _ truths: CaptionTruths) -> [CaptionEdit] {
    var seen = Set([words.key])
    let (ownWords, own) = (CaptionForm.content(words, vocabulary), meaning)
    return found.filter { edit in
      guard seen.insert(edit.edited.lowercased()).inserted else { return false }
      // What says the same has the same words: most edits need no second look.
      let content = CaptionForm.content(CaptionWords(edit.edited), vocabulary)
      guard content == ownWords || truths.contents.contains(content) else { return true }
      return !truths.say(edit.edited) && CaptionForm(edit.edited, vocabulary).meaning != own
    }
  }

  /// Whether there are no more of a phrase's thing than the caption names, so that what it says is said of all of them.
  func namesAll(_ phrase: Phrase, _ truths: CaptionTruths) -> Bool {
    guard let term = slots[phrase.noun].term else { return true }
    return truths.total(of: term) <= things[term] ?? 0
  }

  private func edit(
    _ kind: CaptionEdit.Kind, _ slots: [Int], _ edited: String, _ change: String, isFluent: Bool = true
  ) -> CaptionEdit {
    CaptionEdit(
      kind: kind, original: caption, edited: edited, change: change,
      isFluent: isFluent && isWellFormed, slots: slots)
  }

  private func replacement(_ kind: CaptionEdit.Kind, _ place: Int, by word: String, isFluent: Bool = true)
    -> CaptionEdit
  {
    edit(kind, [place], replacing([place: word]), "\(slots[place].words) → \(word)", isFluent: isFluent)
  }

  private func replacements(of place: Int, _ truths: CaptionTruths) -> [CaptionEdit] {
    let slot = slots[place]
    let owner = phrase(of: place)
    let isSaidOfAll = owner.map { namesAll($0, truths) } ?? true
    switch slot.kind {
    case .opening: return []
    case .thing: return []
    case .article, .number: return otherCounts(place, truths)
    case .ground, .color:
      guard slot.kind == .ground || isSaidOfAll else { return [] }
      return vocabulary.colors.filter { !$0.contains(slot.words) }.map { replacement(.color, place, by: $0[0]) }
    case .size:
      let opposite = vocabulary.sizes.first { $0.same.contains(slot.words) }?.opposite
      return isSaidOfAll ? opposite.map { [replacement(.size, place, by: $0)] } ?? [] : []
    case .quality:
      let opposite = WordTables.opposites[slot.words]
      return isSaidOfAll ? opposite.map { [replacement(.quality, place, by: $0)] } ?? [] : []
    case .state: return isSaidOfAll ? otherStates(place, truths) : []
    case .place: return otherPlaces(place, truths)
    case .relation:
      guard let (subject, object) = sides(of: place), areTwo(subject, object, truths),
        let opposite = vocabulary.opposite(of: slot.words)
      else { return [] }
      return [replacement(.relation, place, by: opposite)]
    }
  }

  private func otherThings(_ place: Int, _ truths: CaptionTruths) -> [CaptionEdit] {
    guard truths.isComplete, slots[place].kind == .thing, let owner = phrase(of: place), let old = slots[place].term
    else { return [] }
    let named = things.keys
    let isPlaced = slots.allSatisfy { $0.kind != .relation || vocabulary.suitsAnyThings($0.words) }
    return vocabulary.things.compactMap { thing in
      guard !truths.mayName(thing), !named.contains(where: { vocabulary.mayBeOne($0, thing) }),
        !vocabulary.mayBeOne(old, thing)
      else { return nil }
      let suits =
        (owner.states.isEmpty || vocabulary.canHaveState(thing))
        && (isPlaced || vocabulary.areAlike(thing, old))
      let changed = replacing(agreeing(owner, with: thing, count: slots[place].count))
      let word = slots[place].count == 1 ? thing.singular : thing.plural
      return edit(.object, [place], changed, "\(slots[place].words) → \(word)", isFluent: suits)
    }
  }

  private func otherCounts(_ place: Int, _ truths: CaptionTruths) -> [CaptionEdit] {
    let slot = slots[place]
    guard let count = slot.count, let owner = phrase(of: place) else { return [] }
    let isArticle = slot.kind == .article
    if isArticle, !truths.isComplete { return [] }
    guard namesAll(owner, truths) else { return [] }
    let values =
      vocabulary.isClosed
      ? vocabulary.numbers.map(\.value) : [count - 2, count - 1, count + 1, count + 2].filter { $0 > 0 }
    return values.filter { $0 != count && !(isArticle && $0 == 1) }.compactMap { value in
      let word = isArticle ? vocabulary.numbers.first { $0.value == value }?.word : numberWord(value, like: slot)
      guard let word, let changed = settingCount(place, to: value, word: word) else { return nil }
      return edit(.count, [place], changed, "\(slot.words) → \(word)")
    }
  }

  private func otherStates(_ place: Int, _ truths: CaptionTruths) -> [CaptionEdit] {
    let slot = slots[place]
    guard let old = slot.term else { return [] }
    let excluded = WordTables.states[old.singular] ?? []
    let isSingle = slot.words == old.singular && phrase(of: place).map { slots[$0.noun].count == 1 } ?? true
    return vocabulary.states.filter { state in
      state != old && (excluded.contains(state.singular) || (vocabulary.isClosed && truths.isComplete))
    }.map { replacement(.state, place, by: isSingle ? $0.singular : $0.plural) }
  }

  /// The other sides: the opposite always, since it never holds of the same two; the others in a complete description, in the
  /// scenes of whose vocabulary one side holds.
  private func otherPlaces(_ place: Int, _ truths: CaptionTruths) -> [CaptionEdit] {
    guard let (subject, object) = sides(of: place), areTwo(subject, object, truths), let old = Place(slots[place].words)
    else { return [] }
    return placesOfForm(slots[place].words).compactMap { words in
      guard let new = Place(words), new != old else { return nil }
      guard new == old.opposite || (truths.isComplete && vocabulary.isClosed) else { return nil }
      return replacement(.place, place, by: words)
    }
  }

  /// Whether two phrases are of different words, and neither thing is there once more beside those that are named.
  private func areTwo(_ a: Phrase, _ b: Phrase, _ truths: CaptionTruths) -> Bool {
    words.text(a.range).lowercased() != words.text(b.range).lowercased() && namesAll(a, truths) && namesAll(b, truths)
  }

  /// The two sides of each relation that is not the same from either side, exchanged.
  func exchangedSides(_ truths: CaptionTruths) -> [CaptionEdit] {
    slots.indices.compactMap { place in
      let slot = slots[place]
      guard [.place, .relation].contains(slot.kind), !vocabulary.isSymmetric(slot.words),
        let (subject, object) = sides(of: place), areTwo(subject, object, truths)
      else { return nil }
      let suits =
        vocabulary.suitsAnyThings(slot.words)
        || vocabulary.areAlike(slots[subject.noun].term, slots[object.noun].term)
      return edit(
        .order, subject.slots + object.slots, exchanging(subject.range, object.range),
        "\(words.text(subject.range)) ↔ \(words.text(object.range))".lowercased(), isFluent: suits)
    }
  }

  private func exchangedAttributes(_ truths: CaptionTruths) -> [CaptionEdit] {
    phrases.indices.flatMap { second in
      (0..<second).flatMap { first in exchangedAttributes(phrases[first], phrases[second], truths) }
    }
  }

  private func exchangedAttributes(_ a: Phrase, _ b: Phrase, _ truths: CaptionTruths) -> [CaptionEdit] {
    guard slots[a.noun].term != slots[b.noun].term, namesAll(a, truths), namesAll(b, truths) else { return [] }
    return [Slot.Kind.size, .color, .quality, .number].compactMap { kind in
      guard let first = a.slots.first(where: { slots[$0].kind == kind }),
        let second = b.slots.first(where: { slots[$0].kind == kind }), slots[first].words != slots[second].words
      else { return nil }
      let (one, other) = (slots[first], slots[second])
      var changes = [first: other.words, second: one.words]
      if kind == .number {
        changes.merge(agreeing(a, with: nil, count: other.count)) { old, _ in old }
        changes.merge(agreeing(b, with: nil, count: one.count)) { old, _ in old }
      }
      return edit(.attributeSwap, [first, second], replacing(changes), "\(one.words) ↔ \(other.words)")
    }
  }

  /// Two nouns that change places while their attributes stay: *a big dog above a small cat* as *a big cat above a small dog*.
  private func exchangedNouns(_ truths: CaptionTruths) -> [CaptionEdit] {
    slots.indices.compactMap { place in
      guard slots[place].kind == .place, let (subject, object) = sides(of: place), areTwo(subject, object, truths)
      else {
        return nil
      }
      let (a, b) = (slots[subject.noun], slots[object.noun])
      guard subject.slots.count > 1 && object.slots.count > 1, let first = a.term, let second = b.term, first != second
      else { return nil }
      let hasAttributes = (subject.slots + object.slots).contains {
        ![.article, .thing].contains(slots[$0].kind)
      }
      guard hasAttributes else { return nil }
      let changes = agreeing(subject, with: second, count: a.count).merging(
        agreeing(object, with: first, count: b.count)
      ) { old, _ in old }
      return edit(.order, [subject.noun, object.noun], replacing(changes), "\(a.words) ↔ \(b.words)")
    }
  }
}
