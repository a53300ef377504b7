extension CaptionForm {
  /// Captions that say less, and are true wherever this one is: a size, a colour, a quality, a state or the ground left out, *and*
  /// in the place of a relation, or one of the two things alone.
  public func weaker() -> [String] {
    guard !isNegated else { return [] }
    let left = slots.indices.flatMap { withoutSlot($0) }
    var seen: Set<String> = [words.key]
    return (withoutGround + left + slots.indices.flatMap { withoutRelation($0) })
      .filter { !$0.isEmpty && seen.insert($0.lowercased()).inserted }
  }

  private func withoutSlot(_ place: Int) -> [String] {
    let slot = slots[place]
    switch slot.kind {
    case .size, .color, .quality:
      // Behind *is* it is all that is said.
      guard phrase(of: place) != nil else { return [] }
      return [words.replacing(slot.range, with: []).text]
    case .state:
      let follows = slots.contains { $0.kind == .thing && $0.range.upperBound == slot.range.lowerBound }
      return follows ? [words.replacing(slot.range, with: []).text] : []
    default: return []
    }
  }

  private var withoutGround: [String] {
    guard let ground = slots.last, ground.kind == .ground, endsWithGround(from: ground.range.lowerBound - 2) else {
      return []
    }
    return [words.replacing((ground.range.lowerBound - 2)..<words.words.count, with: []).text]
  }

  private func withoutRelation(_ place: Int) -> [String] {
    guard [.place, .relation].contains(slots[place].kind), let (subject, object) = sides(of: place) else { return [] }
    let joined = [words.replacing(slots[place].range, with: ["and"]).text]
    let subjectAlone = words.replacing(slots[place].range.lowerBound..<object.range.upperBound, with: []).text
    let objectAlone = words.replacing(subject.range.lowerBound..<slots[place].range.upperBound, with: []).text
    let isTwo = words.text(subject.range).lowercased() != words.text(object.range).lowercased()
    return (isTwo && vocabulary.suitsAnyThings(slots[place].words) ? joined : []) + [subjectAlone, objectAlone]
  }
}
