/// One step of a clean-up that a `tokenizer.json` spells out, as Hugging Face's tokenizers do it.
enum NormalizerStep: Sendable, Equatable {
  /// What a replacement looks for.
  enum Pattern: Sendable, Equatable {
    case literal([Unicode.Scalar])
    /// `\s+`
    case whitespace
    /// ` {2,}`
    case severalSpaces
    /// `\s{2,}|[\n\r\t]`
    case severalOrBreak
  }

  case bert(BERTNormalizer)
  case characters(CharacterMap)
  case replace(Pattern, [Unicode.Scalar])
  case strip(left: Bool, right: Bool)
  case prepend([Unicode.Scalar])
  case lowercase
  /// NFD, NFC, NFKD, NFKC.
  case canonical(composed: Bool, compatible: Bool)
  case stripAccents
  /// The spaces and control characters of machine translation.
  case translation

  func normalize(_ units: [AlignedText.Unit]) -> [AlignedText.Unit] {
    switch self {
    case .bert(let normalizer): return normalizer.normalize(AlignedText(units: units)).units
    case .characters(let map): return map.normalize(units)
    case .replace(let pattern, let content): return pattern.replacing(units, by: content)
    case .strip(let left, let right):
      var slice = units[...]
      if left { slice = slice.drop { CharacterClass.isWhitespace($0.scalar) } }
      if right {
        while let last = slice.last, CharacterClass.isWhitespace(last.scalar) { slice.removeLast() }
      }
      return Array(slice)
    case .prepend(let content):
      guard let first = units.first else { return units }
      return content.map { AlignedText.Unit(scalar: $0, start: first.start, end: first.end) } + units
    case .lowercase: return AlignedText(units: units).lowercased().units
    case .canonical(true, let compatible): return CanonicalForm.composed(units, compatible: compatible)
    case .canonical(false, let compatible): return CanonicalForm.decomposed(units, compatible: compatible)
    case .stripAccents: return units.filter { !CharacterClass.isCombiningMark($0.scalar) }
    case .translation:
      return AlignedText.replacing(units) { scalar in
        switch scalar.value {
        case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0x8F, 0x9F: []
        case 0x09, 0x0A, 0x0C, 0x0D, 0x1680, 0x200B...0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD: [" "]
        default: nil
        }
      }
    }
  }
}

extension NormalizerStep.Pattern {
  /// Every match by a text, each scalar of which has the place of the match's last one.
  func replacing(_ units: [AlignedText.Unit], by content: [Unicode.Scalar]) -> [AlignedText.Unit] {
    var result: [AlignedText.Unit] = []
    result.reserveCapacity(units.count)
    var position = 0
    while position < units.count {
      let end = endOfMatch(units, position)
      guard end > position else {
        result.append(units[position])
        position += 1
        continue
      }
      let last = units[end - 1]
      result += content.map { AlignedText.Unit(scalar: $0, start: last.start, end: last.end) }
      position = end
    }
    return result
  }

  private func endOfMatch(_ units: [AlignedText.Unit], _ start: Int) -> Int {
    func endOfRun(_ fits: (Unicode.Scalar) -> Bool) -> Int {
      units[start...].firstIndex { !fits($0.scalar) } ?? units.count
    }
    switch self {
    case .literal(let text):
      guard !text.isEmpty, units.count - start >= text.count else { return start }
      return zip(units[start...], text).allSatisfy { $0.scalar == $1 } ? start + text.count : start
    case .whitespace: return endOfRun(CharacterClass.isWhitespace)
    case .severalSpaces:
      let end = endOfRun { $0 == " " }
      return end - start >= 2 ? end : start
    case .severalOrBreak:
      let end = endOfRun(CharacterClass.isWhitespace)
      if end - start >= 2 { return end }
      return ["\n", "\r", "\t"].contains(units[start].scalar) ? start + 1 : start
    }
  }
}
