extension CaptionWords {
  /// What is there denied, and what is denied asserted: all false where the caption is true.
  var negationVariants: [CaptionVariant] {
    words.indices.flatMap { index -> [CaptionVariant] in
      let written = words[index].text
      let place = index..<index + 1
      switch key(index) {
      case "with": return [variant(place, ["without"], "\(written) → without")]
      case "without": return [variant(place, ["with"], "\(written) → with")]
      case "not": return [variant(place, [], "without \(written)")]
      case "no" where index + 1 < words.count: return [variant(place, [], "without \(written)")]
      case let key where WordTables.copulas.contains(key):
        return self.key(index + 1) == "not" ? [] : [variant(place, [written, "not"], "\(written) → \(written) not")]
      case let key where WordTables.isState(key) && index > start && !isDenied(index):
        return [variant(place, ["not", written], "\(written) → not \(written)")]
      case let key where index == start && (["a", "an"].contains(key) || number(at: index) != nil):
        return nounPhrase(at: index + 1).isEmpty ? [] : [variant(place, ["no"], "\(written) → no")]
      default: return []
      }
    }
  }

  private func variant(_ range: Range<Int>, _ phrase: [String], _ change: String) -> CaptionVariant {
    CaptionVariant(words: replacing(range, with: phrase), truth: .isFalse, change: change)
  }

  /// Whether a verb before the state takes the *not*, or one stands there already.
  private func isDenied(_ index: Int) -> Bool {
    key(index - 1) == "not" || WordTables.copulas.contains(key(index - 1))
  }
}
