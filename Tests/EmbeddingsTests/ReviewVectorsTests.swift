import Embeddings
import Foundation
import LinearAlgebra
import TestSupport
import Testing

/// Held against NumPy, SciPy and scikit-learn: `Fixtures/make_review_vectors.py`.
@Suite struct ReviewVectorsTests {
  struct Golden: Decodable {
    struct Near: Decodable {
      let row: Int
      let similarity: Double
    }
    struct Turn: Decodable {
      let source, target: [[Float]]
      let rotation: [[Double]]?
      let distance: Double
    }
    let known: [String]
    let vectors: [[Float]]
    let texts: [[String]]
    let mean, sif: [[Double]]
    let nearestByMean, nearestBySIF: [Near]
    let turns: [Turn]
  }

  private func golden() throws -> Golden {
    try JSONDecoder().decode(Golden.self, from: Data(contentsOf: fixture("review-vectors.json")))
  }

  private func corpus(_ texts: [[String]]) -> TokenizedCorpus {
    let words = Array(Set(texts.joined())).sorted()
    let tokens = texts.map { $0.map { UInt32(words.firstIndex(of: $0)!) } }
    var ends = [0]
    for text in tokens { ends.append(ends.last! + text.count) }
    return TokenizedCorpus(words: words, tokens: Array(tokens.joined()), rowEnds: Array(ends.dropFirst()))
  }

  private func expect(_ found: Matrix, _ expected: [[Double]], _ tolerance: Double) {
    for (row, values) in expected.enumerated() {
      for (column, value) in values.enumerated() { #expect(abs(Double(found[row, column]) - value) < tolerance) }
    }
  }

  @Test func `a text's vector is the mean of its words', or that by smooth inverse frequency`() throws {
    let golden = try golden()
    let words = KeyedVectors(vocabulary: Vocabulary(words: golden.known)!, vectors: Matrix(golden.vectors))
    let corpus = corpus(golden.texts)
    let mean = try ReviewVectors(of: corpus, words: words, weighting: .mean)
    let sif = try ReviewVectors(of: corpus, words: words, weighting: .smoothInverseFrequency())
    expect(mean.vectors, golden.mean, 1e-6)
    expect(sif.vectors, golden.sif, 1e-6)
    #expect(mean.norms[4] == 0 && mean.norms[9] == 0 && sif.norms[4] == 0)
    for (vectors, expected) in [(mean, golden.nearestByMean), (sif, golden.nearestBySIF)] {
      let found = vectors.nearest(to: 2, count: 6)
      #expect(found.map(\.row) == expected.map(\.row))
      for (found, expected) in zip(found, expected) {
        #expect(abs(Double(found.similarity) - expected.similarity) < 1e-5)
      }
    }
    #expect(mean.nearest(to: 4, count: 3).isEmpty)
    #expect(!mean.nearest(to: 2, count: 100).contains { [2, 4, 9].contains($0.row) })
  }

  @Test func `more texts than memory allows are refused by name`() throws {
    let golden = try golden()
    let words = KeyedVectors(vocabulary: Vocabulary(words: golden.known)!, vectors: Matrix(golden.vectors))
    #expect {
      try ReviewVectors(of: corpus(golden.texts), words: words, weighting: .mean, memoryLimit: 100)
    } throws: {
      "\($0)".contains("memory_limit")
    }
  }

  @Test func `one set of vectors is turned onto another as SciPy turns it`() throws {
    for turn in try golden().turns {
      let (source, target) = (Matrix(turn.source), Matrix(turn.target))
      let found = OrthogonalProcrustes(turning: source, onto: target)
      if let rotation = turn.rotation {
        for (value, expected) in zip(found.rotation, rotation.joined()) { #expect(abs(value - expected) < 1e-9) }
      }
      let turned = found.turn(source).elements
      let distance = zip(turned, target.elements).reduce(0.0) { $0 + pow(Double($1.0) - Double($1.1), 2) }.squareRoot()
      #expect(abs(distance - turn.distance) < 1e-5)
      // Orthogonal, also where rows leave directions undecided.
      let size = found.size
      for i in 0..<size {
        for j in 0..<size {
          let product = (0..<size).reduce(0.0) { $0 + found.rotation[i * size + $1] * found.rotation[j * size + $1] }
          #expect(abs(product - (i == j ? 1 : 0)) < 1e-12)
        }
      }
    }
  }

  @Test func `a rotation is undone, and the word that moved stands out`() throws {
    let words = (0..<60).map { "w\($0)" }
    var random = SeededRandom(seed: 4)
    let first = Matrix((0..<60).map { _ in (0..<8).map { _ in random.nextFloat() - 0.5 } })
    // Coordinates exchanged and negated: a rotation with a reflection.
    var rows = first
    for row in 0..<60 {
      let old = first.row(row)
      for column in 0..<8 { rows[row, column] = column % 2 == 0 ? -old[(column + 3) % 8] : old[(column + 3) % 8] }
    }
    let moved = rows.row(7)
    for column in 0..<8 { rows[7, column] = -moved[(column + 1) % 8] }
    let alignment = VectorAlignment(
      of: KeyedVectors(vocabulary: Vocabulary(words: words)!, vectors: first),
      and: KeyedVectors(vocabulary: Vocabulary(words: words)!, vectors: rows))
    #expect(alignment.after.indices.min { alignment.after[$0] < alignment.after[$1] } == 7)
    for word in 0..<60 where word != 7 { #expect(alignment.after[word] > 0.95) }
    #expect(alignment.before.reduce(0, +) / 60 < 0.5)
  }

  @Test func `nothing turns onto nothing`() {
    let found = OrthogonalProcrustes(turning: Matrix(rows: 3, columns: 4), onto: Matrix(rows: 3, columns: 4))
    for i in 0..<4 {
      #expect(abs((0..<4).reduce(0.0) { $0 + abs(found.rotation[i * 4 + $1]) } - 1) < 1e-12)
    }
  }
}
