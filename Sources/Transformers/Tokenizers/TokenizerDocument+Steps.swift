internal import Basics
internal import Foundation

/// The steps that a `tokenizer.json` spells out: from a text to words, and its clean-up before.
extension TokenizerDocument {
  /// How a text becomes words. A few ways that most models share have a form of their own.
  func splitting() throws -> Tokenizer.Splitting {
    guard let part = root["pre_tokenizer"], !part.isNull else { return .steps([]) }
    if kind == "BPE", let findsMarks = findsMarks(part) { return .clip(findsMarks: findsMarks) }
    if kind == "WordPiece", part["type"]?.string == "BertPreTokenizer" { return .bert }
    if kind == "BPE", part["type"]?.string == "ByteLevel", part["use_regex"]?.bool != false {
      return .byteLevel(addsPrefixSpace: part["add_prefix_space"]?.bool ?? true)
    }
    var isInBytes = false
    let steps = try splittingSteps(part, &isInBytes)
    if isInBytes, kind != "BPE" { throw unsupported("pre_tokenizer", "ByteLevel before \(kind)") }
    return isInBytes ? .byteSteps(steps) : .steps(steps)
  }

  /// Which of CLIP's patterns a text is split by; nil for another way.
  private func findsMarks(_ part: JSONValue) -> Bool? {
    let steps = part["pretokenizers"]?.array ?? []
    guard part["type"]?.string == "Sequence", steps.map({ $0["type"]?.string }) == ["Split", "ByteLevel"],
      steps[0]["behavior"]?.string == "Removed", steps[0]["invert"]?.bool == true,
      steps[1]["add_prefix_space"]?.bool == false, steps[1]["use_regex"]?.bool != false
    else { return nil }
    switch steps[0]["pattern"]?["Regex"]?.string {
    case CLIPWords.pattern: return false
    case CLIPWords.patternWithMarks: return true
    default: return nil
    }
  }

  /// The steps from a text to words.
  ///
  /// - Parameter isInBytes: Set where the last of them writes bytes as characters.
  private func splittingSteps(_ part: JSONValue, _ isInBytes: inout Bool) throws -> [SplittingStep] {
    let kind = part["type"]?.string ?? "nothing"
    if isInBytes { throw unsupported("pre_tokenizer", "\(kind) after ByteLevel") }
    switch kind {
    case "Sequence":
      var steps: [SplittingStep] = []
      for step in part["pretokenizers"]?.array ?? [] { steps += try splittingSteps(step, &isInBytes) }
      return steps
    case "BertPreTokenizer": return [.whitespace, .punctuation]
    case "WhitespaceSplit": return [.whitespace]
    case "Whitespace": return [.split(.words, .removed, isInverted: true)]
    case "Punctuation":
      return [.split(.punctuation, try behavior(part, or: .isolated), isInverted: false)]
    case "Digits":
      let each = part["individual_digits"]?.bool ?? false
      return [.split(.digit, each ? .isolated : .contiguous, isInverted: false)]
    case "CharDelimiterSplit":
      return [.split(.literal(try character(part, "delimiter")), .removed, isInverted: false)]
    case "Split":
      let isInverted = part["invert"]?.bool ?? false
      return [.split(try splitPattern(part["pattern"]), try behavior(part), isInverted: isInverted)]
    case "ByteLevel":
      isInBytes = true
      return (part["add_prefix_space"]?.bool ?? true ? [.prefixSpace] : [])
        + (part["use_regex"]?.bool ?? true ? [.split(.gpt2, .isolated, isInverted: false)] : [])
    case "Metaspace":
      let scheme =
        part["prepend_scheme"]?.string ?? (part["add_prefix_space"]?.bool == false ? "never" : "always")
      guard let prepending = SplittingStep.Prepending(rawValue: scheme) else {
        throw unsupported("pre_tokenizer.prepend_scheme", scheme)
      }
      let mark = part["replacement"] == nil ? "▁" : try character(part, "replacement")[0]
      return [.metaspace(mark: mark, prepending, splits: part["split"]?.bool ?? true)]
    default: throw unsupported("pre_tokenizer", kind)
    }
  }

  private func behavior(_ part: JSONValue, or other: SplitBehavior? = nil) throws -> SplitBehavior {
    if let other, part["behavior"] == nil { return other }
    let text = part["behavior"]?.string ?? "nothing"
    guard let behavior = SplitBehavior(rawValue: text) else { throw unsupported("pre_tokenizer.behavior", text) }
    return behavior
  }

  private func character(_ part: JSONValue, _ key: String) throws -> [Unicode.Scalar] {
    let text = part[key]?.string ?? ""
    guard text.unicodeScalars.count == 1 else {
      throw malformed("pre_tokenizer.\(key)", "is \"\(text)\", and must be one character")
    }
    return Array(text.unicodeScalars)
  }

  private func splitPattern(_ part: JSONValue?) throws -> SplitPattern {
    if let text = part?["String"]?.string { return .literal(Array(text.unicodeScalars)) }
    let regex = part?["Regex"]?.string ?? "nothing"
    guard let pattern = SplitPattern(regex: regex) else { throw unsupported("pre_tokenizer.pattern", regex) }
    return pattern
  }

  func normalizer() throws -> Normalizer? {
    guard let part = root["normalizer"], !part.isNull else { return nil }
    switch part["type"]?.string {
    case "BertNormalizer": return .bert(bertNormalizer(part))
    case "Sequence":
      let steps = part["normalizers"]?.array ?? []
      let types = steps.map { $0["type"]?.string ?? "nothing" }
      if types == ["NFC", "Replace", "Lowercase"], steps[1]["pattern"]?["Regex"]?.string == #"\s+"#,
        steps[1]["content"]?.string == " "
      {
        return .clip
      }
      return .steps(try normalizerSteps(part))
    default: return .steps(try normalizerSteps(part))
    }
  }

  /// The steps of a text's clean-up.
  private func normalizerSteps(_ part: JSONValue) throws -> [NormalizerStep] {
    let kind = part["type"]?.string ?? "nothing"
    switch kind {
    case "Sequence": return try (part["normalizers"]?.array ?? []).flatMap(normalizerSteps)
    case "BertNormalizer": return [.bert(bertNormalizer(part))]
    case "Precompiled": return try characterMap(part).map { [.characters($0)] } ?? []
    case "NFC": return [.canonical(composed: true, compatible: false)]
    case "NFD": return [.canonical(composed: false, compatible: false)]
    case "NFKC": return [.canonical(composed: true, compatible: true)]
    case "NFKD": return [.canonical(composed: false, compatible: true)]
    case "Lowercase": return [.lowercase]
    case "StripAccents": return [.stripAccents]
    case "Nmt": return [.translation]
    case "Strip":
      return [.strip(left: part["strip_left"]?.bool ?? true, right: part["strip_right"]?.bool ?? true)]
    case "Prepend": return [.prepend(Array((part["prepend"]?.string ?? "").unicodeScalars))]
    case "Replace":
      guard let content = part["content"]?.string else { throw malformed("normalizer.content", "is missing") }
      return [.replace(try cleanUpPattern(part["pattern"]), Array(content.unicodeScalars))]
    default: throw unsupported("normalizer", kind)
    }
  }

  /// A table of characters; nil for an empty one.
  private func characterMap(_ part: JSONValue) throws -> CharacterMap? {
    guard let text = part["precompiled_charsmap"]?.string, let data = Data(base64Encoded: text) else {
      throw malformed("normalizer.precompiled_charsmap", "is not base64")
    }
    if data.isEmpty { return nil }
    do { return try CharacterMap(Array(data)) } catch {
      throw malformed("normalizer.precompiled_charsmap", error.reason)
    }
  }

  /// The first table of characters among the steps of the clean-up.
  func characterMap() throws -> CharacterMap? {
    let part = root["normalizer"]
    let steps = part?["normalizers"]?.array ?? (part.map { [$0] } ?? [])
    return try steps.first { $0["type"]?.string == "Precompiled" }.flatMap(characterMap)
  }

  private func cleanUpPattern(_ part: JSONValue?) throws -> NormalizerStep.Pattern {
    if let text = part?["String"]?.string { return .literal(Array(text.unicodeScalars)) }
    switch part?["Regex"]?.string {
    case #"\s+"#: return .whitespace
    case " {2,}": return .severalSpaces
    case #"\s{2,}|[\n\r\t]"#: return .severalOrBreak
    case let other: throw unsupported("normalizer.pattern", other ?? "nothing")
    }
  }
}
