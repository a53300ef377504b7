import Basics
import Foundation

extension WordEmbeddingsClaims {
  private static func has(_ symptom: String, _ results: JSONValue) -> Bool {
    texts(results[["health", "symptoms"]]).contains(symptom)
  }

  private static func number(_ results: JSONValue, _ path: Substring...) -> Double? { results[path]?.double }

  private static func misfits(_ name: String, _ results: JSONValue) -> Bool {
    texts(results[["fit", "misfits"]]).contains(name)
  }

  private static let losses: @Sendable (JSONValue) -> [Double] = { results in
    elements(results[["loss", "perEpoch"]]).compactMap(\.double)
  }

  /// What is said of a training that did not go well, and of settings that do not fit the texts.
  static let warnings: [Claim] = [
    claim("Not one word was predicted, so the vectors are where chance put them\\.", "loss, health") {
      has("unpredicted", $1) && losses($1).allSatisfy { $0 == 0 }
    },
    claim(
      "Of the words that are trained on, an epoch keeps \(n) on average: sample, which is (\\S+), thins out nearly all\\.",
      "parameters.sample, vocabulary.droppedShare"
    ) {
      has("thinned", $1) && agrees($0[0], number($1, "vocabulary", "droppedShare").map { 1 - $0 })
        && Double($0[1]) == number($1, "parameters", "sample") && number($1, "vocabulary", "droppedShare")! > 0.9
    },
    claim(
      "Only \(n) words of text are trained on, and what so little text makes neighbours may be chance\\.",
      "vocabulary.keptTokens"
    ) {
      has("few", $1) && agrees($0[0], number($1, "vocabulary", "keptTokens"))
        && number($1, "vocabulary", "keptTokens")! < 10_000
    },
    claim(
      "The learning rate begins at (\\S+), which is \(n) times that of gensim, 0\\.025\\.", "parameters.alpha"
    ) {
      has("fast", $1) && Double($0[0]) == number($1, "parameters", "alpha")
        && agrees($0[1], number($1, "parameters", "alpha").map { ($0 / 0.025).rounded(.down) })
    },
    claim(
      "In epoch \(n) the loss is (more than )?\(n), and a coin toss scores ln 2 ≈ 0\\.693: the vectors were moved too far at a time to "
        + "learn anything by it\\.", "loss.perEpoch"
    ) {
      let losses = losses($1)
      guard has("diverged", $1), let highest = losses.max(), highest > log(2) else { return false }
      return agrees($0[0], Double(losses.firstIndex(of: highest)! + 1))
        && ($0[1].isEmpty ? agrees($0[2], highest) : highest > 1e12)
    },
    claim(
      "The loss of the last epoch, \(n), is above the \(n) of epoch \(n): the training undoes what it had learnt\\.",
      "loss.perEpoch"
    ) {
      let losses = losses($1)
      guard has("rising", $1), let last = losses.last, let lowest = losses.filter({ $0 > 0 }).min(), last > lowest
      else { return false }
      return agrees($0[0], last) && agrees($0[1], lowest)
        && agrees($0[2], Double(losses.firstIndex(of: lowest)! + 1))
    },
    claim(
      "The longest vector has length \(n), and half of those of the \(n) most frequent words are no longer than \(n)\\.",
      "health"
    ) {
      has("long", $1) && agrees($0[0], number($1, "health", "longestNorm"))
        && agrees($0[1], number($1, "health", "judgedWords")) && agrees($0[2], number($1, "health", "typicalNorm"))
    },
    claim(
      "Half of the vectors of the \(n) most frequent words have moved by no more than \(n) times their first length: they are little "
        + "else than what chance made them\\.", "health"
    ) {
      has("still", $1) && agrees($0[0], number($1, "health", "judgedWords"))
        && agrees($0[1], number($1, "health", "moved")) && number($1, "health", "moved")! < 1
    },
    claim(
      "The \(n) most frequent words have a mean cosine of \(n) with each other: their vectors nearly all point the same way, and what "
        + "tells them apart is small beside that\\.", "health"
    ) {
      has("alike", $1) && agrees($0[0], number($1, "health", "judgedWords"))
        && agrees($0[1], number($1, "health", "cosine")) && number($1, "health", "cosine")! > 0.9
    },
    claim(
      "No text has more than \(n) words?, so a window of \(n) words? on either side takes in all of each\\.",
      "fit.longestText, parameters.window"
    ) {
      misfits("window", $1) && agrees($0[0], number($1, "fit", "longestText"))
        && agrees($0[1], number($1, "parameters", "window"))
        && number($1, "parameters", "window")! >= number($1, "fit", "longestText")!
    },
    claim(
      "The vectors have \(n) dimensions, which is more than there are words: \(n)\\.",
      "parameters.vectorSize, vocabulary.size"
    ) {
      misfits("vector_size", $1) && agrees($0[0], number($1, "parameters", "vectorSize"))
        && agrees($0[1], number($1, "vocabulary", "size"))
        && number($1, "parameters", "vectorSize")! > number($1, "vocabulary", "size")!
    },
    claim(
      "Only \(n) words? occurs? at least \(n) times, too few for a map; there would be \(n) of those that occur at least \(n) times?\\.",
      "vocabulary.size, fit.forMap"
    ) {
      misfits("min_count", $1) && agrees($0[0], number($1, "vocabulary", "size"))
        && agrees($0[1], number($1, "parameters", "minCount")) && $1["map"]?.isNull != false
        && agrees($0[2], number($1, "fit", "forMap", "words"))
        && agrees($0[3], number($1, "fit", "forMap", "minCount"))
    },
  ]
}
