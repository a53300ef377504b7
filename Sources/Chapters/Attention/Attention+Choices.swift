internal import Basics
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

  /// The head that is drawn large: where the settings leave a choice, the one in which the chosen word looks at another word as no
  /// other does, and for a word that is alone the one whose removal moves the sentence most.
  func choose(
    _ settings: Settings, _ model: LanguageModel, _ ablation: HeadAblation, own: AttentionLook?
  ) throws -> Results.Head {
    let (layers, heads) = (model.configuration.layers, model.configuration.heads)
    for (name, value, count) in [("layer", settings.layer, layers), ("head", settings.head, heads)] {
      if let value, value >= count {
        throw NotebookError.chapter(
          slug: Self.slug, problem: "attention.\(name) is \(value), but the model's are 0 to \(count - 1)")
      }
    }
    if let own { return Results.Head(layer: own.layer, head: own.head) }
    let candidates = (0..<layers).flatMap { layer in (0..<heads).map { Results.Head(layer: layer, head: $0) } }
      .filter { settings.layer ?? $0.layer == $0.layer && settings.head ?? $0.head == $0.head }
    return candidates.max {
      ablation.heads[$0.layer][$0.head].distance < ablation.heads[$1.layer][$1.head].distance
    }!
  }

  /// What the chosen word stands for: as the settings say, or as is known of the sentences that come with Quire.
  ///
  /// - Throws: `NotebookError.chapter` for a word that the sentence does not have.
  func antecedent(_ settings: Settings, _ study: AttentionStudy, _ focus: FocusWord) throws -> String? {
    if settings.antecedent.isEmpty {
      // What is known is known of the sentence's pronoun, not of another word.
      guard FocusWord.pronoun(names: study.names, judged: study.judged) == focus.unit else { return nil }
      return ExampleSentence.antecedent(in: settings.sentence)
    }
    let words = study.judged.map { EnglishWords.plain(study.names[$0]) }
    guard words.contains(where: { $0.lowercased() == settings.antecedent.lowercased() }) else {
      let near = nearestName(to: settings.antecedent, among: words).map { "; did you mean “\($0)”?" } ?? ""
      throw NotebookError.chapter(
        slug: Self.slug,
        problem: "attention.antecedent is “\(settings.antecedent)”, which is no word of the sentence\(near)")
    }
    return settings.antecedent
  }

  /// For each category the head that is most like it over all sentences.
  static func specialists(_ survey: SentenceSurvey) -> [Results.Specialist] {
    let measures: [(HeadCategory, (HeadProfile) -> Double)] = [
      (.next, \.next), (.previous, \.previous), (.start, \.start), (.separator, \.separator),
      (.punctuation, \.punctuation), (.broad, \.relativeEntropy),
    ]
    return measures.compactMap { category, measure in
      // A kind of which no head has anything is no finding: a model without separators has no head for them.
      guard let best = survey.profiles.joined().max(by: { measure($0) < measure($1) }), measure(best) > 0 else {
        return nil
      }
      let values = survey.entries.map { measure($0.profiles[best.layer][best.head]) }
      return Results.Specialist(
        category: category.title, threshold: category.threshold,
        heads: survey.profiles.joined().count { $0.categories.contains(category) }, layer: best.layer, head: best.head,
        value: values[0], mean: measure(best),
        least: values.min() ?? 0, largest: values.max() ?? 0, qualifies: best.categories.contains(category),
        sentences: survey.count(category, best.layer, best.head))
    }
  }
}
