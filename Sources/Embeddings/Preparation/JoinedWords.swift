internal import Basics

/// What is counted together where words hold underscores themselves: gensim keeps words and pairs in one table by their spelling, so the
/// word `a_b` and the pair `a`, `b` are one entry of it, and so are the pairs `a_b`, `c` and `a`, `b_c`.
///
/// Without a word of that kind there is nothing to look at: a pair of two words has one underscore, and no word has any.
struct JoinedWords {
  private var words: [UInt32: Int] = [:]
  private var pairs: [UInt64: Int] = [:]
  /// By how much the entries are fewer than words and pairs.
  private(set) var surplus = 0

  private static let mark = UInt8(ascii: "_")

  /// Two words as gensim joins them.
  static func text(_ first: String, _ second: String) -> String { "\(first)_\(second)" }

  init(in corpus: TokenizedCorpus, _ counts: borrowing PairTable) {
    let marked = corpus.words.indices.filter { corpus.words[$0].utf8.contains(Self.mark) }
    guard !marked.isEmpty else { return }
    var isMarked = [Bool](repeating: false, count: corpus.words.count)
    for word in marked { isMarked[word] = true }
    var ids: [UTF8Key: UInt32] = [:]
    for (id, word) in corpus.words.enumerated() { ids[UTF8Key(word)] = UInt32(id) }

    /// The entries: each with its count and who is counted in it.
    var entries: [UTF8Key: (count: Int, words: [UInt32], pairs: [UInt64])] = [:]
    counts.forEach { key, count in
      let (first, second) = (Int(key >> 32), Int(key & 0xFFFF_FFFF))
      guard isMarked[first] || isMarked[second] else { return }
      let entry = UTF8Key(Self.text(corpus.words[first], corpus.words[second]))
      entries[entry, default: (0, [], [])].count += Int(count)
      entries[entry]!.pairs.append(key)
    }
    for word in marked {
      let spelling = Array(corpus.words[word].utf8)
      let entry = UTF8Key(corpus.words[word])
      entries[entry, default: (0, [], [])].count += corpus.counts[word]
      entries[entry]!.words.append(UInt32(word))
      for place in spelling.indices where spelling[place] == Self.mark {
        let halves = (spelling[..<place], spelling[(place + 1)...])
        guard let first = ids[UTF8Key(String(decoding: halves.0, as: UTF8.self))],
          let second = ids[UTF8Key(String(decoding: halves.1, as: UTF8.self))],
          // Pairs with such a word are in already.
          !isMarked[Int(first)], !isMarked[Int(second)],
          let count = counts.value(of: PairTable.key(first, second))
        else { continue }
        entries[entry]!.count += Int(count)
        entries[entry]!.pairs.append(PairTable.key(first, second))
      }
    }
    for entry in entries.values {
      surplus += entry.words.count + entry.pairs.count - 1
      for word in entry.words { words[word] = entry.count }
      for pair in entry.pairs { pairs[pair] = entry.count }
    }
  }

  /// How often a word is counted, where that is not how often it occurs.
  func count(ofWord word: UInt32) -> Int? { words.isEmpty ? nil : words[word] }

  /// How often a pair is counted, where that is not how often it occurs.
  func count(ofPair key: UInt64) -> Int? { pairs.isEmpty ? nil : pairs[key] }
}
