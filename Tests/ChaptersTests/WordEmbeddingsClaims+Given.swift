import Basics
import Foundation

extension WordEmbeddingsClaims {
  /// What is said where a file of vectors is asked instead of a training.
  static let given: [Claim] = [
    claim(
      "The word vectors of the file (.+) are taken as they are, and the words nearest to (.+) are looked at: which they are, and why\\.",
      "given.file, words"
    ) { groups, results in
      groups[0] == text(results[["given", "file"]]) && list(groups[1]) == words(results)
    },
    claim(
      "Nothing is trained here: the vectors are those of the file (.+), \(n) words? in \(n) dimensions?\\.", "given"
    ) { groups, results in
      groups[0] == text(results[["given", "file"]]) && agrees(groups[1], results[["given", "words"]]?.double)
        && agrees(groups[2], results[["given", "vectorSize"]]?.double) && results["parameters"] == nil
    },
    claim("The texts have none of these words\\.", "given.knownWords") { $1[["given", "knownWords"]] == .integer(0) },
    values(
      "The texts have \(n) of these words, which makes? up \(n) of all words in the texts\\.", ["given", "knownWords"],
      ["given", "keptShare"]),
    .defines("The most frequent words are here those that the texts have most often\\."),
    claim(
      "What parameters and seeds do is left out, since it takes a training, and the settings of the training have no effect\\.",
      "no training"
    ) { $1["grid"] == nil && $1["stability"] == nil && $1["loss"] == nil },
  ]
}
