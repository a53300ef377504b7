import Embeddings
import Foundation
import LinearAlgebra
import Testing

@Suite struct TrainingArithmeticTests {
  /// gensim looks σ up in a table of 1,000 steps over ±6 whose position it rounds down from 83 steps a unit (1,000 / 12
  /// in whole numbers), so its σ lags by up to 0.009. With that table put in its place the same formulas agree to 10⁻⁶;
  /// with the exact σ, over a dozen steps at a rate of 0.5 that move elements by 0.6, to this.
  private let tolerance: Float = 0.015

  @Test(arguments: ["cbow", "cbow sum", "skip-gram"], [false, true])
  func `one sentence moves every vector as gensim does`(name: String, isFast: Bool) throws {
    let golden = try #require(GensimGolden.shared.training.first { $0.name == name })
    let configuration = Word2VecConfiguration(
      vectorSize: 20, window: 1, negative: 1, cbowMean: name != "cbow sum", sg: name == "skip-gram")
    let scheme = TrainingScheme(configuration)
    // The most frequent word is row 0, and the script makes it every negative. Groups of one are gensim's order.
    let batch = TrainingBatch(
      words: golden.sentence, reaches: golden.sentence.map { _ in 1 }, scheme: scheme, groupLength: 1
    ) { _ in [0] }
    var weights = Word2VecWeights(input: Matrix(golden.input), output: Matrix(golden.output))
    var loss = TrainingLoss()
    if isFast {
      let updates = GroupUpdates(configuration: configuration, stride: weights.stride)
      updates.prepare(for: [batch])
      loss = weights.withShared { updates.train(batch, alpha: 0.5, weights: [$0]) }
    } else {
      loss = ReferenceUpdates(configuration: configuration).train(batch, alpha: 0.5, weights: &weights)
    }

    let before = golden.input.flatMap { $0 }
    let expected = golden.trainedInput.flatMap { $0 }
    #expect(zip(before, expected).contains { abs($0 - $1) > 0.1 })
    #expect(zip(weights.vectors.elements, expected).allSatisfy { abs($0 - $1) < tolerance })
    for (row, expected) in golden.trainedOutput.enumerated() {
      #expect(zip(weights.output.row(row), expected).allSatisfy { abs($0 - $1) < tolerance })
    }
    #expect(abs(loss.sum - golden.loss) < 0.025 * golden.loss)
  }

  @Test func `frequent words are thinned out as gensim does`() throws {
    for golden in GensimGolden.shared.thresholds {
      let vocabulary = try #require(
        Vocabulary(words: golden.counts.indices.map { "w\($0)" }, counts: golden.counts))
      #expect(vocabulary.keepThresholds(sample: golden.sample) == golden.thresholds)
    }
  }

  @Test(arguments: [0.75, 0, 1, -0.5])
  func `negatives are drawn by a power of the counts`(exponent: Double) {
    let counts = [1000, 500, 100, 30, 9, 1]
    let sampler = NegativeSampler(counts: counts, exponent: exponent)
    let weights = counts.map { pow(Double($0), exponent) }
    var drawn = [Double](repeating: 0, count: counts.count)
    var random = SeededRandom(seed: 5)
    let draws = 400_000.0
    for _ in 0..<Int(draws) { drawn[Int(sampler.draw(from: &random))] += 1 }
    for (word, weight) in weights.enumerated() {
      let expected = draws * weight / weights.reduce(0, +)
      #expect(abs(drawn[word] - expected) < 5 * expected.squareRoot())
    }
  }

  @Test(arguments: [1, 5, 300, 1_000])
  func `words drawn at once are those drawn one at a time, on every path`(negative: Int) {
    let counts = (1...2_000).map { 20_000 / $0 }
    let sampler = NegativeSampler(counts: counts, exponent: 0.75)
    let centers = (0..<700).map { UInt32($0 * 7 % 40) }
    var random = SeededRandom(seed: 5)
    var targets: [UInt32] = []
    var labels: [Int8] = []
    for center in centers {
      let drawn = (0..<negative).map { _ in sampler.draw(from: &random) }
      targets += [center] + drawn
      labels += [1] + drawn.map { $0 == center ? 0 : -1 }
    }
    let next = random.next()
    #expect(labels.contains(0))
    for kernels in VectorKernels.available {
      var random = SeededRandom(seed: 5)
      var (found, foundLabels) = (targets.map { _ in UInt32.max }, labels.map { _ in Int8(9) })
      found.withUnsafeMutableBufferPointer { found in
        foundLabels.withUnsafeMutableBufferPointer { labels in
          centers.withUnsafeBufferPointer {
            sampler.fill(found, labels: labels, centers: $0, from: &random, kernels: kernels)
          }
        }
      }
      #expect(found == targets && foundLabels == labels, "\(kernels.name)")
      #expect(random.next() == next)
    }
  }

  @Test(arguments: [0, 1, 17, 3_000])
  func `words are thinned out at once as one at a time, on every path`(count: Int) {
    let thresholds: [UInt32] = [.max, 0, 1 << 31, 1 << 29, .max]
    let chances = thresholds.enumerated().map {
      WordChance(row: $0 == 4 ? .max : UInt32($0 * 3), threshold: $1)
    }
    let tokens = (0..<count).map { UInt32($0 * $0 % 5) }
    var random = SeededRandom(seed: 9)
    let expected = tokens.map { chances[Int($0)] }.filter { $0.isKept(drawing: &random) }.map(\.row)
    let next = random.next()
    for kernels in VectorKernels.available {
      var random = SeededRandom(seed: 9)
      let kept = [UInt32](unsafeUninitializedCapacity: count) { words, kept in
        tokens.withUnsafeBufferPointer { tokens in
          chances.withUnsafeBufferPointer { chances in
            guard let start = words.baseAddress else { return }
            kept = kernels.keepWords(tokens, by: chances, drawing: &random, into: start)
          }
        }
      }
      #expect(kept == expected, "\(kernels.name)")
      #expect(count == 0 || random.next() == next)
    }
  }

  @Test func `exponents that overflow alone are drawn all the same`() {
    let sampler = NegativeSampler(counts: [1_000_000, 5, 4], exponent: 100)
    var random = SeededRandom(seed: 5)
    #expect((0..<1_000).allSatisfy { _ in sampler.draw(from: &random) == 0 })
  }
}
