extension CaptionWords {
  /// A relation at a place: its words, and what stands on the other side of it.
  private struct Relation {
    let range: Range<Int>
    let opposite: [String]
    let object: Range<Int>
  }

  /// Each relation replaced by its opposite; between two of the same thing both hold, so that is left out.
  var relationVariants: [CaptionVariant] {
    relations.compactMap { relation in
      guard subject(of: relation).map({ text($0).lowercased() }) != text(relation.object).lowercased() else {
        return nil
      }
      return CaptionVariant(
        words: replacing(relation.range, with: relation.opposite), truth: .isFalse,
        change: "\(text(relation.range)) → \(relation.opposite.joined(separator: " "))")
    }
  }

  /// The sides of each relation changed: *a cat on a box* becomes *a box on a cat*.
  var orderVariants: [CaptionVariant] {
    relations.compactMap { relation in
      guard let subject = subject(of: relation),
        text(subject).lowercased() != text(relation.object).lowercased()
      else { return nil }
      let (a, b) = (subject.map { words[$0].text }, relation.object.map { words[$0].text })
      return CaptionVariant(
        words: replacing(relation.object, with: a).replacing(subject, with: b), truth: .isFalse,
        change: "\(text(subject)) ↔ \(text(relation.object))")
    }
  }

  /// The noun phrase that ends where a relation begins.
  private func subject(of relation: Relation) -> Range<Int>? {
    (start..<relation.range.lowerBound).lazy.map { nounPhrase(at: $0) }
      .first { $0.upperBound == relation.range.lowerBound && !$0.isEmpty }
  }

  private var relations: [Relation] {
    var found: [Relation] = []
    var index = start
    while index < words.count {
      guard let relation = relation(at: index) else {
        index += 1
        continue
      }
      found.append(relation)
      index = relation.range.upperBound
    }
    return found
  }

  /// A relation with a thing behind it; *on a blue background* is none, since nothing is ever under one.
  private func relation(at index: Int) -> Relation? {
    guard let known = WordTables.relations.first(where: { has($0.phrase, at: index) }) else { return nil }
    let range = index..<index + known.phrase.count
    let object = nounPhrase(at: range.upperBound)
    guard let head = object.last, !["background", "top", "bottom", "left", "right"].contains(key(head)) else {
      return nil
    }
    return Relation(range: range, opposite: known.opposite, object: object)
  }
}
