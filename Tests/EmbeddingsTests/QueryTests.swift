import Embeddings
import Foundation
import LinearAlgebra
import TestSupport
import Testing

/// Questions and evaluations beside gensim on the same vectors: `Fixtures/make_queries.py`.
@Suite struct QueryTests {
  struct Golden: Decodable {
    struct OddOneOut: Decodable {
      let words: [String]
      let odd: String
    }
    struct Sets: Decodable {
      let first: [String]
      let second: [String]
      let similarity: Float
    }
    struct Distances: Decodable {
      let word: String
      let distances: [Float]
    }
    struct Rank: Decodable {
      let word: String
      let other: String
      let rank: Int
      let closer: [String]
    }
    struct Pairs: Decodable {
      let pearson: Double
      let spearman: Double
      let missing: Double
    }
    struct Section: Decodable {
      let name: String
      let correct: Int
      let incorrect: Int
    }

    let cosmul: [GensimGolden.Query]
    let oddOnesOut: [OddOneOut]
    let sets: [Sets]
    let distances: [Distances]
    let ranks: [Rank]
    let pairs: Pairs
    let sections: [Section]
  }

  private let vectors = GensimGolden.vectors
  private let golden: Golden
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    golden = try JSONDecoder().decode(
      Golden.self, from: Data(contentsOf: fixture("queries.json")))
  }

  private func temporary(_ text: String) throws -> URL {
    try scratch.file("questions", holding: text)
  }

  @Test func `products of similarities rank words as gensim's`() throws {
    for query in golden.cosmul {
      let found = try vectors.mostSimilarCosmul(positive: query.positive, negative: query.negative, topN: query.topN)
      #expect(found.map { Array($0.word.utf8) } == query.neighbours.map { Array($0.word.utf8) })
      for (ours, theirs) in zip(found, query.neighbours) {
        #expect(abs(ours.similarity - theirs.similarity) < 1e-6 * max(1, theirs.similarity))
      }
    }
    #expect(throws: EmbeddingError.self) { try vectors.mostSimilarCosmul(positive: []) }
  }

  @Test func `the word that does not match is gensim's`() throws {
    for question in golden.oddOnesOut {
      #expect(try vectors.doesntMatch(question.words) == question.odd)
    }
    #expect(throws: EmbeddingError.unknownWord("badd", nearest: ["bad"])) { try vectors.doesntMatch(["badd", "good"]) }
    #expect(throws: EmbeddingError.self) { try vectors.doesntMatch([]) }
  }

  @Test func `sets of words are as similar as gensim finds them`() throws {
    for sets in golden.sets {
      let found = try vectors.nSimilarity(sets.first, sets.second)
      #expect(abs(found - sets.similarity) < 1e-6)
    }
    #expect(throws: EmbeddingError.self) { try vectors.nSimilarity(["good"], []) }
  }

  @Test func `distances and ranks are gensim's`() throws {
    for row in golden.distances {
      let found = try vectors.distances(from: row.word)
      #expect(zip(found, row.distances).allSatisfy { abs($0 - $1) < 1e-6 })
      #expect(found.count == row.distances.count)
      let toBad = try vectors.distances(from: row.word, to: ["bad"])
      #expect(toBad.count == 1 && abs(toBad[0] - row.distances[3]) < 1e-6)
    }
    for rank in golden.ranks where rank.word != rank.other {
      #expect(try vectors.rank(of: rank.other, from: rank.word) == rank.rank)
      #expect(try vectors.closerThan(rank.other, to: rank.word) == rank.closer)
    }
    #expect(try vectors.rank(of: "the", from: "the") == 1)
  }

  @Test func `correlation with judgements is gensim's`() throws {
    let found = try vectors.evaluate(wordPairs: fixture("pairs.tsv"))
    #expect(abs(found.pearson - golden.pairs.pearson) < 1e-6)
    #expect(abs(found.spearman - golden.pairs.spearman) < 1e-6)
    #expect(abs(found.outOfVocabulary - golden.pairs.missing) < 1e-12)
    #expect(found.pairs == 8)
  }

  @Test func `analogies are solved as gensim solves them`() throws {
    let found = try vectors.evaluate(analogies: fixture("analogies.txt"))
    #expect(found.sections.map(\.name) == golden.sections.dropLast().map(\.name))
    #expect(found.sections.map(\.correct) == golden.sections.dropLast().map(\.correct))
    #expect(found.sections.map(\.incorrect) == golden.sections.dropLast().map(\.incorrect))
    #expect(found.total.correct + found.total.incorrect == 9)
    #expect(found.total.correct == 3)
    #expect(abs(found.outOfVocabulary - 1.0 / 10) < 1e-12)
  }

  @Test func `shared neighbours are counted among the words that are asked about`() throws {
    let words = ["good", "bad", "phone", "case", "the"].filter { vectors.vocabulary.position(of: $0) != nil }
    #expect(try vectors.sharedNeighbors(with: vectors, among: words).allSatisfy { $0 == 1 })
    let turned = KeyedVectors(
      vocabulary: Vocabulary(words: ["a", "b", "c", "d"])!,
      vectors: Matrix([[1, 0], [0.9, 0.1], [0, 1], [0.1, 0.9]]))
    let other = KeyedVectors(
      vocabulary: Vocabulary(words: ["d", "c", "b", "a"])!, vectors: Matrix([[1, 0], [0.9, 0.1], [0, 1], [0, -1]]))
    #expect(try turned.sharedNeighbors(with: other, among: ["a", "b", "c", "d"], topN: 1) == [0, 0, 1, 1])
    #expect(throws: EmbeddingError.self) { try turned.sharedNeighbors(with: other, among: ["a", "z"]) }
  }

  @Test func `pairs without vectors leave nothing to correlate`() throws {
    let found = try vectors.evaluate(wordPairs: try temporary("good\tspaceship\t3\n"))
    #expect(found.pairs == 0 && found.outOfVocabulary == 1)
    #expect(found.pearson.isNaN && found.spearman.isNaN)
  }

  @Test func `judgements that are no numbers are passed over`() throws {
    let found = try vectors.evaluate(wordPairs: try temporary("good\tbad\t3\ngood\tgreat\tnan\nbad\tgreat\tinf\n"))
    #expect(found.scored.map(\.second) == ["bad"])
  }

  @Test func `files without a question are refused`() throws {
    #expect(throws: EmbeddingError.self) { try vectors.evaluate(wordPairs: try temporary("good bad\n")) }
    #expect(throws: EmbeddingError.self) { try vectors.evaluate(analogies: try temporary("a b c d\n")) }
    #expect(throws: EmbeddingError.self) { try vectors.evaluate(analogies: try temporary(": empty\n")) }
    #expect(throws: EmbeddingError.self) { try vectors.evaluate(analogies: URL(filePath: "/nowhere/questions")) }
  }

  @Test(arguments: [1, 3]) func `all neighbours at once are those of each word`(threads: Int) throws {
    var random = SeededRandom(seed: 2)
    let words = (0..<203).map { "w\($0)" }
    let elements = (0..<203 * 19).map { _ in random.nextFloat() - 0.5 }
    let vectors = KeyedVectors(
      vocabulary: Vocabulary(words: words)!, vectors: Matrix(rows: 203, columns: 19, elements: elements))
    for restrict in [nil, 100] as [Int?] {
      let all = vectors.neighborsOfAll(topN: 10, restrictVocabulary: restrict, threads: threads)
      #expect(all.count == restrict ?? 203)
      for (word, neighbours) in zip(words, all) {
        let expected = try vectors.mostSimilar(to: word, topN: 10, restrictVocabulary: restrict)
        #expect(neighbours.map(\.word) == expected.map(\.word))
        #expect(zip(neighbours, expected).allSatisfy { abs($0.similarity - $1.similarity) < 1e-6 })
      }
    }
    let some = vectors.neighborsOfAll(topN: 10, asking: 30, threads: threads)
    #expect(some == Array(vectors.neighborsOfAll(topN: 10).prefix(30)))
    #expect(vectors.neighborsOfAll(asking: 0).isEmpty && vectors.neighborsOfAll(asking: 1_000).count == 203)
    #expect(vectors.neighborsOfAll(topN: 1_000)[0].count == 202)
    #expect(vectors.neighborsOfAll(topN: 0).allSatisfy { $0.isEmpty })
  }
}
