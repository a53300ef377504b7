package import CaptionPairs
internal import LinearAlgebra

/// The grammar that certificates go by: forms with slots over the words of a vocabulary.
package struct GrammarOfCaptions: ConfusionGrammar {
  private let vocabulary: CaptionVocabulary
  private let seed: UInt64

  /// - Parameters:
  ///   - vocabulary: The words that fill slots.
  ///   - seed: What distractors are drawn by, each form's apart.
  package init(_ vocabulary: CaptionVocabulary, seed: Int) {
    (self.vocabulary, self.seed) = (vocabulary, UInt64(bitPattern: Int64(seed)))
  }

  /// The words of the caption with the class of its word in each slot's place; slots of a class are numbered by their words,
  /// since distractors repeat and differ where the caption does.
  package func form(of caption: String) -> String? {
    let form = CaptionForm(caption, vocabulary)
    let words = caption.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
    let slots = form.slots.filter { ![.opening, .article].contains($0.kind) && !$0.range.isEmpty }
    guard !slots.isEmpty else { return nil }
    let byStart = Dictionary(slots.map { ($0.range.lowerBound, $0) }) { first, _ in first }
    var parts: [String] = []
    var seen: [CaptionForm.Slot.Kind: [String]] = [:]
    var place = 0
    while place < words.count {
      guard let slot = byStart[place] else {
        // The article goes with the word of the slot behind it.
        parts.append(words[place] == "an" && byStart[place + 1] != nil ? "a" : words[place])
        place += 1
        continue
      }
      let term = singular(slot)
      let number = seen[slot.kind]?.firstIndex(of: term) ?? seen[slot.kind]?.count ?? 0
      if number == seen[slot.kind]?.count ?? 0 { seen[slot.kind, default: []].append(term) }
      parts.append(number == 0 ? "[\(slot.kind.title)]" : "[\(slot.kind.title) \(number + 1)]")
      place = slot.range.upperBound
    }
    return parts.joined(separator: " ")
  }

  package func edit(
    from description: String, to variant: String
  ) -> (change: String, category: CaptionPair.Category)? {
    // What a word of no class changes, only its author knows.
    CaptionEdit.between(description, variant, vocabulary).map {
      ($0.change, $0.kind == .word ? .given : $0.category)
    }
  }

  package func areEquallyFluent(_ description: String, _ variant: String) -> Bool {
    CaptionEdit.between(description, variant, vocabulary)?.isFluent ?? false
  }

  package func distractors(of caption: String, count: Int) -> (captions: [String], isAll: Bool) {
    var random = SeededRandom(seed: seed, stream: Self.stream(of: form(of: caption) ?? ""))
    let drawn = CaptionForm(caption, vocabulary).distractors(count, using: &random)
    return (drawn.captions, drawn.isAll)
  }

  package func paraphrases(of caption: String) -> [String] { CaptionForm(caption, vocabulary).paraphrases() }

  package var learntOpenings: [String]? { vocabulary.isClosed ? vocabulary.openings : nil }

  package func things(in caption: String) -> Set<String> {
    Set(CaptionForm(caption, vocabulary).slots.filter { $0.kind == .thing }.map(singular))
  }

  private func singular(_ slot: CaptionForm.Slot) -> String {
    slot.kind == .thing ? vocabulary.thing(slot.words)?.singular ?? slot.words : slot.words
  }

  /// A number of its own for each form: FNV-1a of its bytes.
  private static func stream(of form: String) -> UInt64 {
    form.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}

extension CaptionForm.Slot.Kind {
  /// The class in words.
  fileprivate var title: String {
    switch self {
    case .color: "colour"
    case .ground: "ground colour"
    default: rawValue
    }
  }
}
