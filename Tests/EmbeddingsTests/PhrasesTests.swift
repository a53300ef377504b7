import Embeddings
import Foundation
import TestSupport
import Testing

/// Held against gensim 4.4.0's `Phrases`: `Fixtures/make_phrases.py`.
@Suite struct PhrasesTests {
  private struct Golden: Decodable {
    struct Case: Decodable {
      let minCount: Int
      let threshold: Double
      let vocabulary: Int
      let joined: [String]
      let scores: [String: Double]
    }
    struct Reviews: Decodable {
      let vocabulary, phrases, tokens: Int
      let hash: String
    }
    let rows: [String]
    let cases: [Case]
    let reviews: Reviews
  }

  private func golden() throws -> Golden {
    try JSONDecoder().decode(Golden.self, from: Data(contentsOf: fixture("phrases.json")))
  }

  /// Rows of words, told apart by their bytes.
  private func corpus(_ rows: [[String]]) -> TokenizedCorpus {
    var (words, ids) = ([String](), [[UInt8]: UInt32]())
    var (tokens, ends) = ([UInt32](), [Int]())
    for row in rows {
      for word in row {
        let id = ids[Array(word.utf8)] ?? UInt32(words.count)
        if ids.updateValue(id, forKey: Array(word.utf8)) == nil { words.append(word) }
        tokens.append(id)
      }
      ends.append(tokens.count)
    }
    return TokenizedCorpus(words: words, tokens: tokens, rowEnds: ends)
  }

  private func bytes(_ rows: [[String]]) -> [[[UInt8]]] { rows.map { $0.map { Array($0.utf8) } } }

  @Test func `pairs are joined where gensim joins them, underscores in words included`() throws {
    let golden = try golden()
    let rows = golden.rows.map { $0.split(separator: " ").map(String.init) }
    let corpus = corpus(rows)
    #expect(rows.contains([]) && corpus.words.contains("ak_bk"))
    for expected in golden.cases {
      let options = Phrases.Options(threshold: expected.threshold, minCount: expected.minCount)
      let phrases = try Phrases(of: corpus, options: options)
      #expect(phrases.vocabularySize == expected.vocabulary)
      let (joined, uses) = try phrases.joined(in: corpus)
      #expect(uses.reduce(0, +) == corpus.tokenCount - joined.tokenCount)
      let words = (0..<joined.rowCount).map { joined.words(ofRow: $0) }
      #expect(bytes(words) == bytes(expected.joined.map { $0.split(separator: " ").map(String.init) }))
      for (text, score) in expected.scores {
        #expect(phrases.pairs.contains { $0.text.utf8.elementsEqual(text.utf8) && $0.score == score }, "\(text)")
      }
      // As if the joined texts had been read.
      #expect(joined == self.corpus(words))
    }
    #expect(golden.cases[0].scores.count > 10 && golden.cases[3].scores.isEmpty)
  }

  @Test(.enabled(if: Goldens.hasReviews, "the reviews are not beside the repository"))
  func `the reviews' phrases are gensim's, token for token`() throws {
    let expected = try golden().reviews
    let corpus = try CorpusReader.read(file: Goldens.reviews).0
    let phrases = try Phrases(of: corpus)
    #expect(phrases.vocabularySize == expected.vocabulary)
    let (joined, uses) = try phrases.joined(in: corpus)
    #expect(uses.count { $0 > 0 } == expected.phrases)
    #expect(joined.tokenCount == expected.tokens && joined.rowCount == corpus.rowCount)
    #expect(Goldens.hash((0..<joined.rowCount).lazy.map { joined.words(ofRow: $0) }) == expected.hash)
  }

  @Test func `of three words of which both pairs are phrases the first two are joined`() throws {
    let rows = Array(repeating: ["new", "york", "city"], count: 9) + (0..<300).map { ["other\($0)", "words\($0)"] }
    let joined = try Phrases(of: corpus(rows)).joined(in: corpus(rows)).corpus
    #expect(joined.words(ofRow: 0) == ["new_york", "city"])
    // What is always joined is no word any more.
    #expect(!joined.words.contains("york"))
  }

  @Test func `no pair reaches over the end of a row`() throws {
    let corpus = corpus(Array(repeating: ["new"], count: 50) + Array(repeating: ["york"], count: 50))
    #expect(try Phrases(of: corpus, options: .init(threshold: 1e-9, minCount: 1)).pairs.isEmpty)
  }

  @Test func `tokens beyond the limit lie in a file, and more pairs than memory allows are refused by name`() throws {
    let rows = (0..<3_000).map { ["w\($0 % 57)", "v\($0 % 61)", "new", "york"] }
    let corpus = corpus(rows)
    let phrases = try Phrases(of: corpus, options: .init(threshold: 0.5, minCount: 1))
    let (inMemory, onDisk) = (
      try phrases.joined(in: corpus).corpus, try phrases.joined(in: corpus, memoryLimit: 64).corpus
    )
    #expect(!inMemory.tokens.isOnDisk && onDisk.tokens.isOnDisk && inMemory == onDisk)
    #expect {
      try Phrases(of: corpus, memoryLimit: 10_000)
    } throws: {
      "\($0)".hasPrefix("phrases has to count more than ") && "\($0)".contains("memory_limit")
    }
  }
}
