/// Captions of one form with other words in its slots, which a picture's own captions are held against.
public struct CaptionDistractors: Sendable {
  /// The captions, each once.
  public let captions: [String]
  /// Whether the form has no others.
  public let isAll: Bool
}

extension CaptionForm {
  /// Forms with no more fillings than this are listed whole before some are drawn.
  private static let listedFillings = 20_000

  /// Captions of this form whose slots are filled at random: things by things, numbers by numbers, and so on; how it opens
  /// and its articles stay.
  ///
  /// Where two slots of a class hold the same word, they do in each caption, and where they hold different ones, too. Where
  /// something is said to sleep, only what can sleep is put there. What is not a slot stays as it is.
  ///
  /// - Parameters:
  ///   - excluding: Captions that are none, as they are read without regard to capitals.
  ///   - generator: What draws; the same numbers give the same captions.
  public func distractors(
    _ count: Int, excluding: [String] = [], using generator: inout some RandomNumberGenerator
  ) -> CaptionDistractors {
    let places = slots.indices.filter { ![.opening, .article].contains(slots[$0].kind) }
    let choices = places.map { self.choices(for: $0) }
    var seen = Set((excluding + [caption]).map { CaptionWords($0).key })
    guard !places.isEmpty, count > 0, choices.allSatisfy({ !$0.isEmpty }) else {
      return CaptionDistractors(captions: [], isAll: places.isEmpty)
    }
    var captions: [String] = []
    func take(_ filling: [Int]) {
      let terms = zip(choices, filling).map { $0[$1] }
      guard keepsPattern(places, terms) else { return }
      let text = filled(places, terms)
      if seen.insert(CaptionWords(text).key).inserted { captions.append(text) }
    }
    let fillings = choices.reduce(1) { min($0 * $1.count, Self.listedFillings + 1) }
    if fillings <= Self.listedFillings {
      for index in 0..<fillings { take(Self.filling(index, of: choices)) }
      let isAll = captions.count <= count
      return CaptionDistractors(captions: captions.drawing(count, using: &generator), isAll: isAll)
    }
    var tries = 0
    while captions.count < count, tries < 50 * count {
      take(choices.map { generator.below($0.count) })
      tries += 1
    }
    return CaptionDistractors(captions: captions, isAll: false)
  }

  /// The words that can stand in a slot.
  private func choices(for slot: Int) -> [Term] {
    switch slots[slot].kind {
    case .opening, .article: []
    case .number: vocabulary.numbers.map { Term($0.word) }
    case .size: vocabulary.sizes.map { Term($0.same[0]) }
    case .quality:
      WordTables.opposites.keys.sorted().filter { key in
        !vocabulary.sizes.contains { $0.same.contains(key) }
      }.map { Term($0) }
    case .color, .ground: vocabulary.colors.map { Term($0[0]) }
    case .thing:
      vocabulary.things.filter { thing in
        phrases.allSatisfy { $0.noun != slot || $0.states.isEmpty || vocabulary.canHaveState(thing) }
      }
    case .state: vocabulary.states
    case .place: placesOfForm(slots[slot].words).map { Term($0) }
    case .relation: vocabulary.relations.map { Term($0) }
    }
  }

  /// One phrase for each place that the vocabulary knows, in the form that the caption has.
  func placesOfForm(_ words: String) -> [String] {
    let start = words.prefix { $0 != " " }
    let own = vocabulary.places.filter { $0.prefix { $0 != " " } == start && $0.contains(" ") == words.contains(" ") }
    let others = vocabulary.places.filter { place in
      !own.contains { Place($0) == Place(place) }
    }
    return (own + others).reduce(into: []) { kept, place in
      if !kept.contains(where: { Place($0) == Place(place) }) { kept.append(place) }
    }
  }

  /// Whether slots of one class that are alike in the caption are alike in a filling, and those that differ, differ.
  private func keepsPattern(_ places: [Int], _ terms: [Term]) -> Bool {
    func key(_ slot: Int) -> String { slots[slot].term?.singular ?? slots[slot].words }
    return places.indices.allSatisfy { second in
      (0..<second).allSatisfy { first in
        let (a, b) = (places[first], places[second])
        return slots[a].kind != slots[b].kind || (key(a) == key(b)) == (terms[first] == terms[second])
      }
    }
  }

  private func filled(_ places: [Int], _ terms: [Term]) -> String {
    let chosen = Dictionary(uniqueKeysWithValues: zip(places, terms))
    var changes = chosen.mapValues(\.singular)
    for phrase in phrases {
      let number = phrase.slots.last { slots[$0].kind == .number }.flatMap { chosen[$0] }
      let value = number.flatMap { word in vocabulary.numbers.first { $0.word == word.singular }?.value }
      let isSingle = (value ?? slots[phrase.noun].count ?? 2) == 1
      for slot in [phrase.noun] + phrase.states {
        if let term = chosen[slot] { changes[slot] = isSingle ? term.singular : term.plural }
      }
    }
    return replacing(changes)
  }

  /// The filling of an index: the digits of a number whose bases are how many words each slot can hold.
  private static func filling(_ index: Int, of choices: [[Term]]) -> [Int] {
    var rest = index
    return choices.map { words in
      defer { rest /= words.count }
      return rest % words.count
    }
  }
}

extension RandomNumberGenerator {
  /// The next integer in `0 ..< bound`, the same for the same generator with any version of Swift.
  fileprivate mutating func below(_ bound: Int) -> Int {
    Int(((next() >> 32) &* UInt64(bound)) >> 32)
  }
}

extension [String] {
  /// Some of the list, drawn without putting back.
  fileprivate func drawing(_ count: Int, using generator: inout some RandomNumberGenerator) -> [String] {
    var rest = self
    for place in 0..<Swift.min(count, rest.count) {
      rest.swapAt(place, place + generator.below(rest.count - place))
    }
    return Array(rest.prefix(count))
  }
}
