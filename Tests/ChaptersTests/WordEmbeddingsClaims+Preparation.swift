import Basics
import Foundation

extension WordEmbeddingsClaims {
  /// What is said of how texts become words.
  static let preparation: [Claim] = [
    values(
      "It holds \(n) texts?, of which preparation leaves \(n) words?, \(n) of them different\\.", ["corpus", "rows"],
      ["corpus", "tokens"], ["corpus", "distinctWords"]),
    .defines(
      "Preparation (?:is gensim's simple_preprocess|follows gensim's simple_preprocess and keeps more): lower case, (?:no accents, )?"
        + "letters(?: and digits)? only(?:, and hyphens between them)?, words of [a-z0-9]+(?: to [a-z0-9]+)? (?:letter|character)s?\\."
    ),
    claim(
      "Then a list of \(n) stop words?(, scikit-learn's English one among them,)? takes away \(n) of the \(n) words?\\.",
      "corpus.stopWords"
    ) {
      let found = $1[["corpus", "stopWords"]]
      return agrees($0[0], found?["listed"]?.double) && isTrue(found?["isEnglish"]) == !$0[1].isEmpty
        && agrees($0[2], found?["leftOut"]?.double) && agrees($0[3], found?["of"]?.double)
        && found?["of"]?.double == ($1[["corpus", "tokens"]]?.double ?? 0) + (found?["leftOut"]?.double ?? 0)
          + ($1[["corpus", "phrases", "places"]]?.double ?? 0)
    },
    claim(
      "Then a list of \(n) stop words?(?:, scikit-learn's English one among them,)? is held against the texts, which have none of them\\.",
      "corpus.stopWords"
    ) {
      agrees($0[0], $1[["corpus", "stopWords", "listed"]]?.double)
        && $1[["corpus", "stopWords", "leftOut"]] == .integer(0)
    },
    claim(
      "No two words stand side by side so much more often than chance has it that gensim's Phrases joins them\\.",
      "corpus.phrases"
    ) { $1[["corpus", "phrases", "count"]] == .integer(0) },
    values(
      "Words that stand side by side far more often than chance has it are joined two by two, as gensim's Phrases does: this finds "
        + "\(n) phrases?, in \(n) places?, and makes one word of each\\.", ["corpus", "phrases", "count"],
      ["corpus", "phrases", "places"]),
    claim("(It is|They are|The most frequent are) ([^ ]+_[^ ]+(?:(?:, | and )[^ ]+_[^ ]+)*)\\.", "corpus.phrases.most")
    {
      groups, results in
      let (most, count) = (
        elements(results[["corpus", "phrases", "most"]]), results[["corpus", "phrases", "count"]]?.double ?? 0
      )
      let counts = most.compactMap { $0["count"]?.double }
      return list(groups[1]) == most.compactMap { text($0["word"]) } && counts == counts.sorted(by: >)
        && groups[0] == (count == 1 ? "It is" : count <= 5 ? "They are" : "The most frequent are")
    },
  ]
}
