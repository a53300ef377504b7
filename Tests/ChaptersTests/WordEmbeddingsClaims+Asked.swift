import Basics
import Foundation

extension WordEmbeddingsClaims {
  /// What is said of two sets of vectors that are turned onto each other.
  static let moved: [Claim] = [
    .defines("Both sets of vectors have \(n) dimensions?, and where a training puts its axes means nothing\\."),
    claim(
      "With \(n) shared words? they are not turned onto each other: so few could be made to fit whatever they mean\\.",
      "others.commonWords"
    ) {
      agrees($0[0], $1[["others", "commonWords"]]?.double) && $1[["others", "alignment"]] == nil
    },
    claim("Both sets of vectors have \(n) dimensions?\\.", "others.vectorSize") {
      agrees($0[0], $1[["others", "vectorSize"]]?.double)
        && $1[["others", "vectorSize"]] == $1[["parameters", "vectorSize"]]
    },
    values(
      "So the other set is turned onto this one, as near as a rotation or reflection brings the \(n) shared words?: the cosine of a "
        + "word's two vectors is \(n) on average before and \(n) after\\.", ["others", "alignment", "words"],
      ["others", "alignment", "before"], ["others", "alignment", "after"]),
    claim("Table\\(moved\\) has the words that then lie furthest from themselves\\.", "others.alignment.moved") {
      let cosines = elements($1[["others", "alignment", "moved"]]).compactMap { $0["cosine"]?.double }
      return $0.isEmpty && !cosines.isEmpty && cosines == cosines.sorted()
        && cosines[0] <= $1[["others", "alignment", "after"]]!.double!
    },
    claim(
      "The words, of the \(n) most frequent shared ones, whose vectors here and in .+ are least alike after the turn, with their nearest "
        + "words in each\\.", "others.alignment.searched"
    ) { agrees($0[0], $1[["others", "alignment", "searched"]]?.double) },
  ]

  /// What is said of the texts that are like a chosen one.
  static let reviews: [Claim] = [
    .defines(
      "A text can have a vector too: the mean of its words' vectors, or by smooth inverse frequency, where frequent words count less and "
        + "what all texts have in common is taken away\\."),
    claim("Text \(n) begins “(.*)” and has \(n) words? with a vector\\.", "reviews") {
      agrees($0[0], $1[["reviews", "review"]]?.double) && text($1[["reviews", "beginning"]]) == $0[1]
        && agrees($0[2], $1[["reviews", "known"]]?.double)
    },
    claim(
      "Table\\(reviews\\) has the texts nearest to it by each, of which \(n) (?:is|are) the same\\.", "reviews"
    ) { groups, results in
      let lists = ["byMean", "bySIF"].map { name in
        Set(elements(results[["reviews", name]]).compactMap { $0["review"]?.double })
      }
      return agrees(groups[0], Double(lists[0].intersection(lists[1]).count))
    },
    .defines(
      "The texts nearest to text \(n), nearest first, each cut to its beginning, counted from 0\\."),
    claim("Text \(n) has no word with a vector, so nothing can be said of the texts that are like it\\.", "reviews") {
      agrees($0[0], $1[["reviews", "review"]]?.double) && $1[["reviews", "known"]] == .integer(0)
    },
    claim("No other text has a word with a vector, so none is like text \(n)\\.", "reviews") {
      agrees($0[0], $1[["reviews", "review"]]?.double) && elements($1[["reviews", "byMean"]]).isEmpty
    },
  ]
}
