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
  /// The words that are counted, and those that may be ranked.
  private let tokenOf: [String: UInt32]
  private var sides: [UInt32: [UInt32: Sides]] = [:]

  /// Counts what stands beside words.
  ///
  /// - Parameters:
  ///   - words: Those that the corpus lacks are passed over.
  ///   - ranked: Further words of which `higher` may be asked.
  public init(of words: [String], ranking ranked: [String] = [], in corpus: TokenizedCorpus) {
    self.corpus = corpus
    let (wanted, known) = (Set(words), Set(words + ranked))
    var tokenOf: [String: UInt32] = [:]
    var sides: [UInt32: [UInt32: Sides]] = [:]
    var isWanted = [Bool](repeating: false, count: corpus.words.count)
    for (token, word) in corpus.words.enumerated() where known.contains(word) {
      tokenOf[word] = UInt32(token)
      guard wanted.contains(word) else { continue }
      isWanted[token] = true
      sides[UInt32(token)] = [:]
    }
    self.tokenOf = tokenOf
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

  /// The words that two words have beside them beyond chance, the furthest beyond it first.
  ///
  /// With m the lesser of the shares that a word has among what stands beside the one and beside the other, and p its share of all
  /// tokens, they go by m · ln(m / p) (a term of the Kullback–Leibler divergence from chance): the first stand beside both often,
  /// and beside both more often than elsewhere. Which side they stand on does not count, as it does not for word2vec, which takes
  /// a window without its order.
  ///
  /// - Parameters:
  ///   - least: How often a word must stand beside each.
  ///   - limit: How many words at most.
  public func shared(_ first: String, _ second: String, least: Int = 2, limit: Int = 1) -> [Shared] {
    guard let one = tokenOf[first], let other = tokenOf[second], one != other, let ours = sides[one],
      let theirs = sides[other]
    else { return [] }
    let counts = (Double(corpus.counts[Int(one)]), Double(corpus.counts[Int(other)]))
    let total = Double(corpus.tokenCount)
    var found: [(score: Double, token: UInt32, chance: Double)] = []
    for (token, mine) in ours where token != one && token != other {
      guard let their = theirs[token], mine.both >= least, their.both >= least else { continue }
      let share = min(Double(mine.both) / counts.0, Double(their.both) / counts.1) / 2
      let chance = Double(corpus.counts[Int(token)]) / total
      guard share > chance else { continue }
      found.append((share * log(share / chance), token, chance))
    }
    // Equal scores by the words' order, whatever the dictionary's.
    return found.sorted { ($1.score, $0.token) < ($0.score, $1.token) }.prefix(limit).map { found in
      Shared(
        word: corpus.words[Int(found.token)], first: Self.place(ours[found.token]!, of: counts.0),
        second: Self.place(theirs[found.token]!, of: counts.1), chance: found.chance)
    }
  }

  /// How alike the company of two words is: the cosine of how far beyond chance, as the positive part of ln(share / chance), each
  /// word stands beside the one and beside the other; 0 where they share none.
  ///
  /// - Parameters:
  ///   - first: A word that was counted.
  ///   - second: Another.
  ///   - least: How often a word must stand beside one of them to count as its company.
  public func likeness(of first: String, and second: String, least: Int = 2) -> Double {
    guard let one = tokenOf[first], let other = tokenOf[second], let ours = sides[one], let theirs = sides[other]
    else { return 0 }
    func beyondChance(_ company: [UInt32: Sides]) -> [UInt32: Double] {
      let (all, total) = (Double(company.values.reduce(0) { $0 + $1.both }), Double(corpus.tokenCount))
      return company.filter { $1.both >= least }.reduce(into: [:]) { result, entry in
        let chance = Double(corpus.counts[Int(entry.key)]) / total
        result[entry.key] = max(0, log(Double(entry.value.both) / all / chance))
      }
    }
    let (mine, their) = (beyondChance(ours), beyondChance(theirs))
    // In the order of the words, since sums of the same numbers in another order differ in their last digit.
    func sum(_ values: [UInt32: Double], _ weight: (UInt32, Double) -> Double) -> Double {
      values.sorted { $0.key < $1.key }.reduce(0) { $0 + weight($1.key, $1.value) }
    }
    let lengths = sum(mine) { $1 * $1 } * sum(their) { $1 * $1 }
    return lengths > 0 ? sum(mine) { $1 * (their[$0] ?? 0) } / lengths.squareRoot() : 0
  }

  /// How many of some other words have a counted word directly beside them in a larger share of their occurrences than each of
  /// these has, every word at the side where it does so more often.
  ///
  /// - Parameters:
  ///   - words: Words that were counted or are to be ranked.
  ///   - companion: One of the words that were counted.
  ///   - others: Words that were counted or are to be ranked.
  public func higher(than words: [String], beside companion: String, among others: [String]) -> [Int] {
    guard let token = tokenOf[companion], let beside = sides[token] else { return words.map { _ in 0 } }
    func share(_ word: String) -> Double {
      guard let other = tokenOf[word], let sides = beside[other] else { return 0 }
      return Double(max(sides.before, sides.after)) / Double(corpus.counts[Int(other)])
    }
    let shares = others.map(share)
    return words.map { word in
      let own = share(word)
      return zip(others, shares).count { $0 != word && $1 > own }
    }
  }

  private static func place(_ sides: Sides, of count: Double) -> Shared.Place {
    Shared.Place(before: Double(sides.before) / count, after: Double(sides.after) / count)
  }
}
