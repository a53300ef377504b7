import Embeddings
import Testing

@Suite struct AdjacentWordsTests {
  /// A corpus of rows of words.
  private func corpus(_ rows: [String]) -> TokenizedCorpus {
    var numbers: [String: UInt32] = [:]
    var words: [String] = []
    var (tokens, ends) = ([UInt32](), [Int]())
    for row in rows {
      for word in row.split(separator: " ").map(String.init) {
        if numbers[word] == nil {
          numbers[word] = UInt32(words.count)
          words.append(word)
        }
        tokens.append(numbers[word]!)
      }
      ends.append(tokens.count)
    }
    return TokenizedCorpus(words: words, tokens: tokens, rowEnds: ends)
  }

  @Test func `a word that stands before the one and after the other is found on both sides`() throws {
    let rows =
      Array(repeating: "now on screen", count: 4) + Array(repeating: "we focus on it", count: 3)
      + ["the screen", "the focus", "much else that is said here without any of them", "and still more of it there"]
    let shared = try #require(
      AdjacentWords(of: ["screen", "focus"], in: corpus(rows)).shared("screen", "focus").first)
    #expect(shared.word == "on" && !shared.isOnSameSide)
    #expect(shared.first.isBefore && shared.first.share == 0.8 && shared.first.after == 0)
    #expect(!shared.second.isBefore && shared.second.share == 0.75)
    let tokens = Double(corpus(rows).tokenCount)
    #expect(abs(shared.chance - 7 / tokens) < 1e-12)
  }

  @Test func `words are ranked by the share of a company, at the side where it is more often`() {
    let rows = ["on screen", "on screen", "screen on", "screen", "focus on", "off", "on of", "of", "of", "of", "of"]
    let beside = AdjacentWords(of: ["on"], ranking: ["screen", "focus", "off", "of"], in: corpus(rows))
    // Shares: screen 0.5, focus 1, of 0.2, off 0.
    let ranked = ["of", "off", "focus", "screen"]
    #expect(beside.higher(than: ["screen", "focus", "off"], beside: "on", among: ranked) == [1, 0, 3])
    #expect(beside.higher(than: ["screen"], beside: "gone", among: ranked) == [0])
  }

  @Test func `of several companies the furthest beyond chance comes first, and rare ones can be left out`() {
    let rows = Array(repeating: "x a y", count: 6) + Array(repeating: "x b y", count: 2) + ["x b z", "z a"]
    let beside = AdjacentWords(of: ["a", "b"], in: corpus(rows))
    #expect(beside.shared("a", "b", limit: 5).map(\.word) == ["x", "y"])
    #expect(beside.shared("a", "b", least: 3, limit: 5).map(\.word) == ["x"])
  }

  @Test func `company is alike where the same words stand beside both, beyond chance and often enough`() {
    let rows = ["x a y", "x a y", "x b y", "x b y", "u c v", "u c v", "q d", "q e"]
    let beside = AdjacentWords(of: ["a", "b", "c", "d", "e", "gone"], in: corpus(rows))
    #expect(abs(beside.likeness(of: "a", and: "b") - 1) < 1e-12)
    #expect(beside.likeness(of: "a", and: "c") == 0 && beside.likeness(of: "a", and: "gone") == 0)
    #expect(beside.likeness(of: "d", and: "e") == 0 && beside.likeness(of: "d", and: "e", least: 1) > 0.99)
    // Beside `f` stand `x`, half of the time, and `z`: a company that is alike in part.
    let part = AdjacentWords(of: ["a", "f"], in: corpus(rows + ["x f z", "x f z"]))
    #expect((0.1..<0.9).contains(part.likeness(of: "a", and: "f")))
  }

  @Test func `rows do not touch, and a company kept once is none`() {
    let beside = AdjacentWords(of: ["a", "b", "gone"], in: corpus(["a", "x b", "a", "x b", "a y", "y b"]))
    #expect(beside.shared("a", "b").isEmpty)
    #expect(beside.shared("a", "a").isEmpty && beside.shared("a", "gone").isEmpty)
  }

  @Test func `a word that stands beside both no more often than anywhere is no reason`() {
    // Every second word is "the", so standing beside it means nothing.
    let beside = AdjacentWords(of: ["a", "b"], in: corpus(Array(repeating: "the a the b the c the d", count: 5)))
    #expect(beside.shared("a", "b").first?.word == "the")
    let even = AdjacentWords(of: ["a", "b"], in: corpus(Array(repeating: "the the the a x b y the the the", count: 5)))
    #expect(even.shared("a", "b").first?.word == "x")
  }

  @Test func `every so many rows are a corpus, and its lengths have a median`() {
    let all = corpus(["one", "two two", "three three three", "", "five five five five five"])
    let some = all.everyRow(2)
    #expect(some.rowCount == 3 && some.words(ofRow: 1) == ["three", "three", "three"] && some.words == all.words)
    #expect(some.counts[Int(0)] == 1 && some.tokenCount == 9)
    #expect(all.medianLength == 2 && some.medianLength == 3 && corpus(["a", "b b"]).medianLength == 1.5)
    #expect(all.everyRow(1) == all)
  }

  @Test func `words that bunch are told from words that are spread`() {
    let rows = (0..<40).map { row in row % 8 == 0 ? "of zombie zombie zombie" : "of nothing \(row)" }
    let corpus = corpus(rows)
    func score(_ word: String) -> Double { corpus.burstiness[corpus.words.firstIndex(of: word)!] }
    #expect(score("zombie") > 1)
    #expect(score("of") < score("zombie") - 1)
  }
}
