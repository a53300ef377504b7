internal import Foundation

/// What stands directly beside some words of a corpus, and what two of them have in common there.
///
/// One pass over the tokens, plus one look-up for each occurrence of the words. Rows do not touch each other.
public struct AdjacentWords: Sendable {
  /// How often a word stands before another and behind it.
  private struct Sides {
    var before = 0
    var after = 0
    var both: Int { before + after }
  }

  /// A word that stands beside two others more often than beside a word taken at random.
  public struct Shared: Sendable, Equatable {
    /// How often a word has it at one side or the other.
    public struct Place: Sendable, Equatable {
      /// The share of the occurrences that have it directly before them.
      public let before: Double
      /// The share of the occurrences that have it directly after them.
      public let after: Double
      /// The greater of the two.
      public var share: Double { max(before, after) }
      /// Whether it stands before the word more often than after it.
      public var isBefore: Bool { before >= after }
    }

    /// The word.
    public let word: String
    /// Where it stands beside the first of the two.
    public let first: Place
    /// Where it stands beside the second.
    public let second: Place
    /// The share of all tokens that are this word: how often chance alone would put it at a given side.
    public let chance: Double

    /// Whether it stands on the same side of both.
    public var isOnSameSide: Bool { first.isBefore == second.isBefore }
  }

  private let corpus: TokenizedCorpus
  private let tokenOf: [String: UInt32]
  private var sides: [UInt32: [UInt32: Sides]] = [:]

  /// Counts what stands beside words.
  ///
  /// - Parameter words: Those that the corpus lacks are passed over.
  public init(of words: [String], in corpus: TokenizedCorpus) {
    self.corpus = corpus
    let wanted = Set(words)
    var tokenOf: [String: UInt32] = [:]
    var isWanted = [Bool](repeating: false, count: corpus.words.count)
    for (token, word) in corpus.words.enumerated() where wanted.contains(word) {
      tokenOf[word] = UInt32(token)
      isWanted[token] = true
    }
    self.tokenOf = tokenOf
    var sides = Dictionary(uniqueKeysWithValues: tokenOf.values.map { ($0, [UInt32: Sides]()) })
    corpus.tokens.withUnsafeBufferPointer { tokens in
      var start = 0
      for end in corpus.rowEnds {
        for place in start..<end where isWanted[Int(tokens[place])] {
          if place > start { sides[tokens[place]]![tokens[place - 1], default: Sides()].before += 1 }
          if place + 1 < end { sides[tokens[place]]![tokens[place + 1], default: Sides()].after += 1 }
        }
        start = end
      }
    }
    self.sides = sides
  }

  /// The word that two words have beside them most beyond chance.
  ///
  /// With m the lesser of the shares that a word has among what stands beside the one and beside the other, and p its share of all
  /// tokens, that is the word of the greatest m · ln(m / p) (a term of the Kullback–Leibler divergence from chance): it must stand
  /// beside both often, and beside both more often than elsewhere. Which side it stands on does not count, as it does not for
  /// word2vec, which adds up a window without its order.
  ///
  /// - Returns: `nil` where no word stands beside each at least twice and more often than by chance.
  public func shared(_ first: String, _ second: String) -> Shared? {
    guard let one = tokenOf[first], let other = tokenOf[second], one != other else { return nil }
    let (ours, theirs) = (sides[one]!, sides[other]!)
    let counts = (Double(corpus.counts[Int(one)]), Double(corpus.counts[Int(other)]))
    let total = Double(corpus.tokenCount)
    var best: (score: Double, token: UInt32, chance: Double)?
    for (token, mine) in ours where token != one && token != other {
      guard let their = theirs[token], mine.both > 1, their.both > 1 else { continue }
      let least = min(Double(mine.both) / counts.0, Double(their.both) / counts.1) / 2
      let chance = Double(corpus.counts[Int(token)]) / total
      guard least > chance else { continue }
      let score = least * log(least / chance)
      // Equal scores by the words' order, whatever the dictionary's.
      if best.map({ (score, $0.token) > ($0.score, token) }) ?? true { best = (score, token, chance) }
    }
    return best.map { found in
      Shared(
        word: corpus.words[Int(found.token)], first: Self.place(ours[found.token]!, of: counts.0),
        second: Self.place(theirs[found.token]!, of: counts.1), chance: found.chance)
    }
  }

  /// For each word that has a counted word directly beside it, the share of its occurrences that do, on the side where it does so
  /// more often.
  ///
  /// - Parameter companion: One of the words that were counted.
  public func shares(beside companion: String) -> [String: Double] {
    guard let token = tokenOf[companion] else { return [:] }
    return Dictionary(
      uniqueKeysWithValues: sides[token]!.map { other, sides in
        let count = Double(corpus.counts[Int(other)])
        return (corpus.words[Int(other)], Double(max(sides.before, sides.after)) / count)
      })
  }

  private static func place(_ sides: Sides, of count: Double) -> Shared.Place {
    Shared.Place(before: Double(sides.before) / count, after: Double(sides.after) / count)
  }
}
