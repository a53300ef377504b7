internal import Foundation
internal import Notebook
internal import Transformers

extension Attention {
  /// A sentence as the model reads it: one encoding, or pieces of it where the settings allow that.
  ///
  /// - Throws: `NotebookError.chapter` with the number of tokens where there are too many to be drawn or read.
  func encodings(_ settings: Settings, _ model: LanguageModel, sentence: String? = nil) throws -> [Encoding] {
    let pair = sentence == nil && !settings.pair.isEmpty ? settings.pair : nil
    let encoding = model.tokenizer.encode(sentence ?? settings.sentence, pair)
    let longest = min(settings.maximumTokens, model.configuration.maximumTokens)
    if encoding.count <= longest { return [encoding] }
    guard settings.long == .window else {
      throw NotebookError.chapter(
        slug: Self.slug,
        problem: "the sentence has \(encoding.count) tokens, and at most \(longest) are drawn; shorten attention."
          + (sentence == nil ? "sentence" : "sentences")
          + (encoding.count <= min(Settings.tokenLimit, model.configuration.maximumTokens)
            ? ", raise attention.max_tokens" : "")
          + (pair == nil ? ", or set attention.long to window" : ""))
    }
    return try encoding.windows(limit: longest).map(encoding.selecting)
  }

  /// The head that is drawn large: by the settings, else the one whose removal moves the sentence most.
  func choose(_ settings: Settings, _ model: LanguageModel, _ ablation: HeadAblation) throws -> Results.Head {
    let (layers, heads) = (model.configuration.layers, model.configuration.heads)
    for (name, value, count) in [("layer", settings.layer, layers), ("head", settings.head, heads)] {
      if let value, value >= count {
        throw NotebookError.chapter(
          slug: Self.slug, problem: "attention.\(name) is \(value), but the model's are 0 to \(count - 1)")
      }
    }
    let candidates = (0..<layers).flatMap { layer in (0..<heads).map { Results.Head(layer: layer, head: $0) } }
      .filter { settings.layer ?? $0.layer == $0.layer && settings.head ?? $0.head == $0.head }
    return candidates.max {
      ablation.heads[$0.layer][$0.head].distance < ablation.heads[$1.layer][$1.head].distance
    }!
  }

  /// The token whose query is shown: the settings' word, else the most important one.
  func queryPosition(_ settings: Settings, _ study: AttentionStudy) throws -> Int {
    if let word = settings.word {
      guard word < study.words.count else {
        throw NotebookError.chapter(
          slug: Self.slug, problem: "attention.word is \(word), but the words are 0 to \(study.words.count - 1)")
      }
      return study.words.units[word].positions[0]
    }
    return study.importance.order.first.map { study.importance.words[$0].positions[0] } ?? 0
  }

  /// For each category the head that is most like it.
  static func specialists(_ profiles: [[HeadProfile]]) -> [Results.Specialist] {
    let measures: [(HeadCategory, (HeadProfile) -> Double)] = [
      (.next, \.next), (.previous, \.previous), (.start, \.start), (.separator, \.separator),
      (.punctuation, \.punctuation), (.broad, \.relativeEntropy),
    ]
    return measures.compactMap { category, measure in
      guard let best = profiles.joined().max(by: { measure($0) < measure($1) }) else { return nil }
      return Results.Specialist(
        category: category.title, layer: best.layer, head: best.head, value: measure(best),
        qualifies: best.categories.contains(category))
    }
  }
}
