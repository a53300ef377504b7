internal import Foundation
internal import LinearAlgebra

/// Whether a training went well, by what it left: its losses, its vectors, and how much there was to train on.
///
/// The bounds were found by training some hundred settings on 500 to a million words of film and telephone reviews, with
/// learning rates and windows that work and with such that do not.
package struct TrainingHealth: Sendable, Equatable {
  /// How many tokens of the corpus are words of the vocabulary.
  package var tokens: Int
  /// The share of them that an epoch keeps where `sample` thins frequent words out, on average.
  package var keptShare: Double
  /// The learning rate at the start.
  package var alpha: Double
  /// The mean loss of each epoch; 0 where nothing was predicted.
  package var losses: [Double]
  /// How many of the most frequent words the next three measures look at.
  package var judgedWords: Int
  /// The median length of their vectors.
  package var typicalNorm: Double
  /// By how many times its first length a vector of theirs has moved, the median; `nil` where words are made of pieces, whose
  /// first vectors nobody kept.
  package var moved: Double?
  /// The mean cosine of all pairs of them; 0 of a single word.
  package var cosine: Double
  /// The length of the longest of all vectors.
  package var longestNorm: Double

  package init(
    tokens: Int, keptShare: Double, alpha: Double, losses: [Double], judgedWords: Int, typicalNorm: Double,
    moved: Double?, cosine: Double, longestNorm: Double
  ) {
    self.tokens = tokens
    self.keptShare = keptShare
    self.alpha = alpha
    self.losses = losses
    self.judgedWords = judgedWords
    self.typicalNorm = typicalNorm
    self.moved = moved
    self.cosine = cosine
    self.longestNorm = longestNorm
  }

  /// What may be wrong with a training.
  package enum Symptom: String, Sendable, CaseIterable {
    /// Not one word was predicted.
    case unpredicted
    /// `sample` leaves out nearly everything.
    case thinned
    /// There are no more than some thousand tokens to learn from.
    case few
    /// The learning rate is one that nothing withstands.
    case fast
    /// The loss of an epoch is above that of tossing a coin.
    case diverged
    /// The loss of the last epoch is above that of an earlier one.
    case rising
    /// Some vectors are far longer than the rest, or all are longer than any training makes them.
    case long
    /// The vectors have hardly left where chance put them.
    case still
    /// All vectors point the same way.
    case alike
  }
}

extension TrainingHealth {
  /// Tokens below which a corpus is small for any settings.
  package static let fewTokens = 10_000
  /// The share of tokens below which hardly anything is left.
  static let smallShare = 0.1
  /// The learning rate from which on vectors explode or nearly do, twenty times gensim's.
  package static let fastAlpha = 0.5
  /// How far above that of a coin a loss may be: a few steps by chance go the wrong way.
  static let lossRoom = 0.01
  /// By how much a loss may rise again: that of hierarchical softmax does by .005 where nothing is wrong.
  static let rise = 0.01
  /// The length from which on any vector is too long: those of good trainings reach 50.
  static let greatNorm = 100.0
  /// How many times as long as a typical vector one may be, from a length of 20 on.
  static let normRatio = 10.0
  /// By how many times its first length a trained vector has moved at the least.
  static let leastMove = 1.0
  /// The mean cosine above which all vectors are one.
  static let greatCosine = 0.9

  /// What seems wrong, causes before effects; an effect is left out where it follows from one that is there.
  package var symptoms: [Symptom] {
    var found: [Symptom] = []
    if keptShare < Self.smallShare { found.append(.thinned) }
    if tokens < Self.fewTokens { found.append(.few) }
    guard losses.contains(where: { $0 > 0 }) else { return [.unpredicted] + found }
    let isDiverged = losses.max()! > log(2) + Self.lossRoom
    if isDiverged {
      found.append(.diverged)
    } else {
      if alpha >= Self.fastAlpha { found.append(.fast) }
      if losses.last! > losses.filter({ $0 > 0 }).min()! + Self.rise { found.append(.rising) }
      if longestNorm > Self.greatNorm || longestNorm > max(20, Self.normRatio * typicalNorm) { found.append(.long) }
      if let moved, moved < Self.leastMove {
        found.append(.still)
      } else if cosine > Self.greatCosine {
        found.append(.alike)
      }
    }
    return found
  }

  /// How many of the most frequent words are looked at: their pairs are all taken.
  private static let judgedWords = 200

  /// Measures a training.
  ///
  /// - Parameter configuration: That of the training, its seed too.
  package init(_ trained: TrainedVectors, configuration: Word2VecConfiguration) {
    let (vectors, vocabulary) = (trained.vectors, trained.vectors.vocabulary)
    let chances = vocabulary.keepChances(sample: configuration.sample)
    let kept = zip(vocabulary.counts, chances).reduce(0) { $0 + Double($1.0) * $1.1 }
    let count = min(Self.judgedWords, vectors.count)
    let start = Word2VecWeights(words: count, vectorSize: vectors.vectorSize, seed: configuration.seed).vectors
    let (rows, firstRows) = ((0..<count).map(vectors.vectors.row), (0..<count).map(start.row))
    let norms = rows.map { Self.length($0) }
    let moves = zip(rows, firstRows).map { row, first in
      Self.length(zip(row, first).map(-)) / max(Self.length(first), .leastNormalMagnitude)
    }
    var (cosines, pairs) = (0.0, 0)
    for a in 0..<count {
      for b in 0..<a where norms[a] > 0 && norms[b] > 0 {
        cosines += zip(rows[a], rows[b]).reduce(0) { $0 + Double($1.0) * Double($1.1) } / (norms[a] * norms[b])
      }
      pairs += a
    }
    self.init(
      tokens: vocabulary.tokenCount, keptShare: kept / Double(max(1, vocabulary.tokenCount)),
      alpha: configuration.alpha, losses: trained.losses, judgedWords: count, typicalNorm: Self.median(norms),
      moved: configuration.subwords == nil ? Self.median(moves) : nil, cosine: cosines / Double(max(1, pairs)),
      longestNorm: Double(vectors.norms.max() ?? 0))
  }

  private static func length(_ row: [Float]) -> Double {
    row.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
  }

  private static func median(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.sorted()[values.count / 2]
  }
}
