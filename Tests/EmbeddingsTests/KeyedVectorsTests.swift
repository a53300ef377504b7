import Embeddings
import LinearAlgebra
import Testing

@Suite struct KeyedVectorsTests {
  private let golden = GensimGolden.shared
  private let vectors = GensimGolden.vectors

  @Test func `similarities are gensim's`() throws {
    for pair in golden.similarities {
      #expect(abs(try vectors.similarity(pair.first, pair.second) - pair.similarity) < 1e-6)
    }
  }

  @Test func `neighbours are gensim's`() throws {
    for query in golden.queries {
      let found = try vectors.mostSimilar(
        positive: query.positive, negative: query.negative, topN: query.topN, restrictVocabulary: query.restrict)
      #expect(found.map(\.word).elementsEqual(query.neighbours.map(\.word)) { $0.utf8.elementsEqual($1.utf8) })
      for (ours, theirs) in zip(found, query.neighbours) {
        #expect(abs(ours.similarity - theirs.similarity) < 1e-6)
      }
    }
  }

  @Test func `normalised vectors are gensim's`() {
    let normalized = vectors.normalized.elements
    #expect(zip(normalized, golden.normalized.joined()).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func `a vector is nearest to its own word`() throws {
    for word in vectors.words {
      let nearest = try vectors.mostSimilar(to: vectors.vector(of: word), topN: 1)
      #expect(nearest[0].word.utf8.elementsEqual(word.utf8))
      #expect(abs(nearest[0].similarity - 1) < 1e-6)
    }
  }

  @Test func `an unknown word names those that are spelled like it`() {
    #expect(throws: EmbeddingError.unknownWord("scren", nearest: ["screen"])) { try vectors.similarity("bad", "scren") }
    #expect(throws: EmbeddingError.unknownWord("Bed", nearest: ["bad"])) { try vectors.mostSimilar(to: "Bed") }
    #expect(throws: EmbeddingError.unknownWord("zzzzzzzz", nearest: [])) { try vectors.vector(of: "zzzzzzzz") }
    #expect(
      "\(EmbeddingError.unknownWord("casle", nearest: ["case", "cable"]))"
        == "the word \"casle\" has no vector; spelled most like it: \"case\", \"cable\"")
  }

  @Test func `a vector of zeros is similar to nothing`() throws {
    let vectors = KeyedVectors(
      vocabulary: Vocabulary(words: ["nothing", "east", "north"])!, vectors: Matrix([[0, 0], [1, 0], [0, 1]]))
    #expect(try vectors.similarity("nothing", "east") == 0)
    #expect(try vectors.mostSimilar(to: "nothing").map(\.similarity) == [0, 0])
    #expect(try vectors.mostSimilar(to: "east", topN: 10).map(\.word) == ["nothing", "north"])
    #expect(vectors.normalized.isFinite)
  }

  @Test func `questions without an answer are refused`() throws {
    #expect(try vectors.mostSimilar(to: "bad", topN: 0).isEmpty)
    #expect(throws: EmbeddingError.parameter("positive", "must name at least one word")) {
      try vectors.mostSimilar(positive: [])
    }
    #expect(throws: EmbeddingError.parameter("vector", "must have 7 elements, found 2")) {
      try vectors.mostSimilar(to: [1, 2])
    }
    #expect(throws: EmbeddingError.parameter("vector", "must be finite")) {
      try vectors.mostSimilar(to: [1, 2, 3, 4, 5, 6, .nan])
    }
  }

  @Test func `a vocabulary with a word twice is refused`() {
    #expect(Vocabulary(words: ["a", "b", "a"]) == nil)
    #expect(Vocabulary(words: ["caf\u{E9}", "cafe\u{301}"])?.count == 2)
  }
}
