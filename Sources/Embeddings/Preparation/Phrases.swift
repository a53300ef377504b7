internal import Basics
public import Foundation

/// Pairs of words that stand side by side more often than chance has it, such as `battery_life`: gensim's `Phrases`, pair for pair.
///
///     score(a b) = (count(a b) − minCount) ÷ (count(a) · count(b)) · (different words + different pairs)
///
/// A pair is a phrase where its score is above the threshold. Mikolov et al. 2013, "Distributed representations of words and phrases
/// and their compositionality", §4; the size of the vocabulary is gensim's, which counts pairs among the words.
public struct Phrases: Sendable, Equatable {
  /// What makes a pair a phrase; gensim's names and defaults.
  public struct Options: Sendable, Equatable {
    /// Scores above this are those of phrases.
    public var threshold = 10.0
    /// What is taken off the count of a pair.
    public var minCount = 5

    /// The usual options.
    public init(threshold: Double = 10, minCount: Int = 5) {
      self.threshold = threshold
      self.minCount = minCount
    }
  }

  /// A pair of words that makes a phrase.
  public struct Pair: Sendable, Equatable {
    /// The words' numbers in the corpus.
    let first, second: UInt32
    /// The words with an underscore between them.
    public let text: String
    /// The score.
    public let score: Double
  }

  /// The phrases, in the order of their words in the corpus.
  public let pairs: [Pair]
  /// The different words and pairs of the corpus.
  public let vocabularySize: Int

  /// How many different words and pairs gensim holds before it forgets rare ones.
  static let mostEntries = 40_000_000

  /// Finds the phrases of a corpus.
  ///
  /// - Parameter memoryLimit: How many bytes the counts of pairs may take.
  /// - Throws: `CorpusError.option` where there are more different pairs than that, or than gensim counts without forgetting some.
  public init(of corpus: TokenizedCorpus, options: Options = Options(), memoryLimit: Int = 1 << 31) throws(CorpusError)
  {
    precondition(options.threshold > 0 && options.minCount > 0, "gensim's own conditions")
    let counts = try Self.count(corpus, memoryLimit: memoryLimit)
    let joined = JoinedWords(in: corpus, counts)
    let size = corpus.words.count + counts.count - joined.surplus
    var found: [Pair] = []
    counts.forEach { key, count in
      let (first, second) = (UInt32(truncatingIfNeeded: key >> 32), UInt32(truncatingIfNeeded: key))
      let both = joined.count(ofPair: key) ?? Int(count)
      guard both > options.minCount else { return }
      let alone = Double(joined.count(ofWord: first) ?? corpus.counts[Int(first)])
      let product = alone * Double(joined.count(ofWord: second) ?? corpus.counts[Int(second)])
      let score = Double(both - options.minCount) / product * Double(size)
      guard score > options.threshold else { return }
      let text = JoinedWords.text(corpus.words[Int(first)], corpus.words[Int(second)])
      found.append(Pair(first: first, second: second, text: text, score: score))
    }
    vocabularySize = size
    pairs = found.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
  }

  /// The corpus with each phrase as one word, found from left to right: of three words of which both pairs are phrases, the first two
  /// are joined.
  ///
  /// - Returns: The corpus, and how often each of `pairs` was joined in it.
  /// - Throws: `CorpusError.temporaryFile`.
  public func joined(
    in corpus: TokenizedCorpus, memoryLimit: Int = 1 << 31,
    temporaryFolder: URL = FileManager.default.temporaryDirectory
  ) throws(CorpusError) -> (corpus: TokenizedCorpus, uses: [Int]) {
    var uses = [Int](repeating: 0, count: pairs.count)
    guard !pairs.isEmpty else { return (corpus, uses) }
    // What is spelled as a word of the corpus is that word, as in gensim, which knows words by nothing but their letters.
    var names = corpus.words
    var places: [UTF8Key: UInt32] = [:]
    for (place, word) in names.enumerated() where word.utf8.contains(UInt8(ascii: "_")) {
      places[UTF8Key(word)] = UInt32(place)
    }
    var table = PairTable(minimumCapacity: pairs.count)
    var begins = [Bool](repeating: false, count: names.count)
    var tokens: [UInt32] = []
    for (index, pair) in pairs.enumerated() {
      let key = UTF8Key(pair.text)
      let place = places[key] ?? UInt32(names.count)
      if places.updateValue(place, forKey: key) == nil { names.append(pair.text) }
      tokens.append(place)
      table.set(PairTable.key(pair.first, pair.second), to: UInt32(index))
      begins[Int(pair.first)] = true
    }
    let joined = try corpus.rewritten(as: names, memoryLimit: memoryLimit, folder: temporaryFolder) { row, result in
      var index = 0
      while index < row.count {
        if begins[Int(row[index])], index + 1 < row.count,
          let pair = table.value(of: PairTable.key(row[index], row[index + 1]))
        {
          uses[Int(pair)] += 1
          result.append(tokens[Int(pair)])
          index += 2
        } else {
          result.append(row[index])
          index += 1
        }
      }
    }
    return (joined, uses)
  }

  /// How often each pair of neighbours occurs.
  private static func count(_ corpus: TokenizedCorpus, memoryLimit: Int) throws(CorpusError) -> PairTable {
    var counts = PairTable(minimumCapacity: min(1 << 20, corpus.tokenCount / 4))
    try corpus.tokens.withUnsafeBufferPointer { tokens throws(CorpusError) in
      for row in 0..<corpus.rowCount {
        let ends = corpus.tokenRange(ofRow: row)
        // In pieces, since a row may be a whole book.
        for start in stride(from: ends.lowerBound, to: ends.upperBound - 1, by: 1 << 16) {
          for index in start..<min(start + (1 << 16), ends.upperBound - 1) {
            counts.add(PairTable.key(tokens[index], tokens[index + 1]))
          }
          try check(counts, of: corpus, memoryLimit)
        }
      }
    }
    return counts
  }

  private static func check(
    _ counts: borrowing PairTable, of corpus: TokenizedCorpus, _ memoryLimit: Int
  ) throws(CorpusError) {
    guard counts.bytesToGrow <= memoryLimit else {
      throw .option(
        name: "phrases",
        problem: "has to count more than \(counts.count) different pairs of words, for which memory_limit "
          + "(\(memoryLimit >> 20) MiB) is too small; raise it, or read fewer texts")
    }
    guard counts.count + corpus.words.count <= mostEntries else {
      throw .option(
        name: "phrases",
        problem: "cannot be found as gensim finds them: beyond \(mostEntries) different words and pairs gensim forgets "
          + "rare ones; read fewer texts")
    }
  }
}
