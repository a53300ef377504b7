internal import Basics
internal import Foundation

/// What `tokenizer.json` says where its model is a Unigram.
extension TokenizerDocument {
  /// The tokens of the model and their scores, by id.
  func pieces() throws -> [(token: String?, score: Double)] {
    guard let list = root["model"]?["vocab"]?.array else { throw malformed("model.vocab", "is not a list") }
    if list.isEmpty { throw malformed("model.vocab", "is empty") }
    return try list.enumerated().map { id, entry in
      guard let pair = entry.array, pair.count == 2, let token = pair[0].string, let score = pair[1].double,
        score.isFinite
      else { throw malformed("model.vocab[\(id)]", "is not a token and its score") }
      return (token, score)
    }
  }

  func unigram(_ part: JSONValue, _ vocabulary: TokenVocabulary) throws -> Unigram {
    let scores = try pieces().map(\.score)
    guard let unknown = part["unk_id"]?.integer, scores.indices.contains(unknown) else {
      throw malformed("model.unk_id", "is no id from 0 to \(scores.count - 1)")
    }
    return Unigram(
      scores: scores, unknownID: unknown, fallsBackToBytes: part["byte_fallback"]?.bool ?? false, vocabulary: vocabulary
    )
  }

  /// The steps from a text to words.
  func splittingSteps(_ part: JSONValue?) throws -> [SplittingStep] {
    guard let part, !part.isNull else { return [] }
    let kind = part["type"]?.string ?? "nothing"
    switch kind {
    case "Sequence": return try (part["pretokenizers"]?.array ?? []).flatMap(splittingSteps)
    case "WhitespaceSplit": return [.whitespace]
    case "Punctuation":
      if let behavior = part["behavior"]?.string, behavior != "Isolated" {
        throw unsupported("pre_tokenizer.behavior", behavior)
      }
      return [.punctuation]
    case "Digits": return [.digits(each: part["individual_digits"]?.bool ?? false)]
    case "Metaspace":
      let text = part["replacement"]?.string ?? "▁"
      guard text.unicodeScalars.count == 1, let mark = text.unicodeScalars.first else {
        throw malformed("pre_tokenizer.replacement", "is \"\(text)\", and must be one character")
      }
      let scheme =
        part["prepend_scheme"]?.string ?? (part["add_prefix_space"]?.bool == false ? "never" : "always")
      guard let prepending = SplittingStep.Prepending(rawValue: scheme) else {
        throw unsupported("pre_tokenizer.prepend_scheme", scheme)
      }
      return [.metaspace(mark: mark, prepending, splits: part["split"]?.bool ?? true)]
    default: throw unsupported("pre_tokenizer", kind)
    }
  }

  /// The steps of a text's clean-up.
  func normalizerSteps(_ part: JSONValue) throws -> [NormalizerStep] {
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
      return [.replace(try pattern(part["pattern"]), Array(content.unicodeScalars))]
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

  private func pattern(_ part: JSONValue?) throws -> NormalizerStep.Pattern {
    if let text = part?["String"]?.string { return .literal(Array(text.unicodeScalars)) }
    switch part?["Regex"]?.string {
    case #"\s+"#: return .whitespace
    case " {2,}": return .severalSpaces
    case #"\s{2,}|[\n\r\t]"#: return .severalOrBreak
    case let other: throw unsupported("normalizer.pattern", other ?? "nothing")
    }
  }
}
