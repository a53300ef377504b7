internal import Foundation
internal import Transformers

/// The heads over several sentences: the chosen one first, then others, so that what is said of a head does not rest on one.
struct SentenceSurvey {
  /// One sentence.
  struct Entry {
    let text: String
    let tokens: AttentionMap
    /// Over words.
    let words: AttentionMap
    let names: [String]
    let judged: [Int]
    let profiles: [[HeadProfile]]
    /// Its pronoun, as a place among the words; nil without one.
    let pronoun: Int?
    /// What the pronoun stands for, where somebody knows.
    let antecedent: String?
    /// The other noun that the pronoun could stand for, where somebody knows.
    let rival: String?
    let ablation: HeadAblation?
    /// How far hiding each of the judged words moves the sentence.
    let hidden: [Double]
  }

  let entries: [Entry]
  /// The mean profile of every head.
  let profiles: [[HeadProfile]]

  init(_ entries: [Entry]) {
    self.entries = entries
    let first = entries[0].profiles
    profiles = first.indices.map { layer in
      first[layer].indices.map { head in HeadProfile.mean(of: entries.map { $0.profiles[layer][head] }) }
    }
  }

  /// How many of the sentences a head passes a category's threshold in.
  func count(_ category: HeadCategory, _ layer: Int, _ head: Int) -> Int {
    entries.count { $0.profiles[layer][head].categories.contains(category) }
  }

  /// How differently any two heads attend, mean over the sentences.
  func divergences() -> [[Double]] {
    let all = entries.map { $0.tokens.divergences() }
    return all[0].indices.map { first in
      all[0].indices.map { second in all.reduce(0) { $0 + $1[first][second] } / Double(all.count) }
    }
  }

  /// How far removing each head moves a sentence, mean over the sentences in which heads were removed.
  var meanAblation: [[Double]] {
    let all = entries.compactMap(\.ablation)
    return (all.first?.heads ?? []).indices.map { layer in
      all[0].heads[layer].indices.map { head in
        all.reduce(0) { $0 + Double($1.heads[layer][head].distance) } / Double(all.count)
      }
    }
  }
}

extension SentenceSurvey.Entry {
  /// The sentence that the chapter shows.
  init(
    _ study: AttentionStudy, text: String, pronoun: Int?, antecedent: String?, rival: String?, ablation: HeadAblation
  ) {
    self.init(
      text: text, tokens: study.tokens, words: study.words, names: study.names, judged: study.judged,
      profiles: study.profiles, pronoun: pronoun, antecedent: antecedent, rival: rival, ablation: ablation,
      hidden: study.importance.hidden.distances.map(Double.init))
  }

  /// A sentence beside it.
  init(_ model: LanguageModel, _ encoding: Encoding, text: String, known: ExampleSentence?) throws {
    let pass = try model.forward(encoding)
    let tokens = AttentionMap(pass, model)
    let words = tokens.joiningWords(encoding, model.tokenizer)
    let (names, judged) = (AttentionStudy.names(of: words.units), AttentionStudy.judged(words.units))
    self.init(
      text: text, tokens: tokens, words: words, names: names, judged: judged, profiles: tokens.profiles(),
      pronoun: FocusWord.pronoun(names: names, judged: judged), antecedent: known?.antecedent, rival: known?.rival,
      ablation: try HeadAblation(model, encoding, pooling: AttentionStudy.pooling(of: model)),
      hidden: try model.occlusion(
        encoding, words: judged.map { words.units[$0].positions }, pooling: AttentionStudy.pooling(of: model)
      ).map(Double.init))
  }

  /// What its pronoun looks at in a head, and whether that is what it stands for; nil without a pronoun.
  func reference(_ layer: Int, _ head: Int) -> (look: AttentionLook, isFound: Bool?, isRival: Bool)? {
    guard let pronoun else { return nil }
    let looks = WordLooks(map: words, words: judged, names: names)
    guard let look = looks.favourite(of: pronoun, layer, head) else { return nil }
    let word = EnglishWords.plain(names[look.key]).lowercased()
    return (look, antecedent.map { $0.lowercased() == word }, rival?.lowercased() == word)
  }
}
