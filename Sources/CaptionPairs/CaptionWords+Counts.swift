extension CaptionWords {
  /// One more and one fewer of each thing that is counted.
  ///
  /// *A cat* is true of a picture of two as well, so what becomes of it is unknown; *one cat* is not.
  var countVariants: [CaptionVariant] {
    let counted = words.indices.flatMap { index -> [CaptionVariant] in
      guard let number = number(at: index) else { return [] }
      return [number.value - 1, number.value + 1].filter { $0 > 0 }.compactMap { count in
        settingCount(at: index, to: count).map {
          CaptionVariant(words: $0, truth: .isFalse, change: "\(words[index].text) → \(number.text(of: count))")
        }
      }
    }
    guard ["a", "an"].contains(key(start)), let two = settingCount(at: start, to: 2) else { return counted }
    return counted + [CaptionVariant(words: two, truth: .unknown, change: "\(words[start].text) → two")]
  }

  /// A number that counts a noun behind it.
  func number(at index: Int) -> CaptionNumber? {
    nounPhrase(at: index + 1).isEmpty ? nil : CaptionNumber(key(index))
  }

  /// The caption with another count before a noun, whose form and verb follow; nil where there is no noun.
  func settingCount(at index: Int, to count: Int) -> CaptionWords? {
    let phrase = nounPhrase(at: index + 1)
    guard let head = phrase.last else { return nil }
    let number = CaptionNumber(key(index))
    let wasSingle = number.map { $0.value == 1 } ?? true
    let form = number ?? CaptionNumber("one")!
    var changed = replacing(index..<index + 1, with: [form.text(of: count)])
    guard wasSingle != (count == 1) else { return changed }
    let noun = words[head].text
    changed = changed.replacing(
      head..<head + 1, with: [count == 1 ? EnglishNoun.singular(of: noun) : EnglishNoun.plural(of: noun)])
    let verbs = count == 1 ? ["are": "is", "were": "was", "have": "has"] : ["is": "are", "was": "were", "has": "have"]
    if let verb = verbs[key(head + 1)] { changed = changed.replacing(head + 1..<head + 2, with: [verb]) }
    return changed
  }
}

/// A number in a caption, in words or in digits.
struct CaptionNumber {
  let value: Int
  let isSpelled: Bool

  init?(_ key: String) {
    if let index = WordTables.numbers.firstIndex(of: key) {
      (value, isSpelled) = (index + 1, true)
    } else if let number = Int(key), key.allSatisfy(\.isNumber), (1...999).contains(number) {
      (value, isSpelled) = (number, false)
    } else {
      return nil
    }
  }

  /// Another number in the same form.
  func text(of other: Int) -> String {
    isSpelled && other <= WordTables.numbers.count ? WordTables.numbers[other - 1] : String(other)
  }
}
