import Basics
import Embeddings
import LinearAlgebra
import Testing

/// The fast arithmetic beside the clear one, group by group.
@Suite struct GroupUpdatesTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let scheme: TrainingScheme
    let negative: Int
    let vectorSize: Int
    var cbowMean = true

    var configuration: Word2VecConfiguration {
      Word2VecConfiguration(
        vectorSize: vectorSize, negative: negative, cbowMean: cbowMean, sg: scheme != .bags,
        sharedNegatives: scheme == .windows)
    }

    var testDescription: String { "\(scheme), \(negative) negatives, \(vectorSize) elements, mean \(cbowMean)" }
  }

  static let cases =
    TrainingScheme.allCases.flatMap { scheme in
      [(1, 1), (2, 20), (5, 100), (7, 64), (8, 33), (20, 40)].map {
        Case(scheme: scheme, negative: $0.0, vectorSize: $0.1)
      }
    } + [Case(scheme: .bags, negative: 5, vectorSize: 100, cbowMean: false)]

  /// A sentence with words that repeat, negatives that are the target or are drawn twice, and a ragged last group.
  private func batch(_ configuration: Word2VecConfiguration, words count: UInt32 = 40) -> TrainingBatch {
    var random = SeededRandom(seed: 11)
    let words = (0..<43).map { _ in random.next(below: count) }
    let reaches = words.map { _ in 1 + Int(random.next(below: 9)) }
    return TrainingBatch(words: words, reaches: reaches, scheme: TrainingScheme(configuration), groupLength: 10) { _ in
      (0..<configuration.negative).map { _ in random.next(below: count) }
    }
  }

  private func weights(_ size: Int, words: Int = 40) -> Word2VecWeights {
    var random = SeededRandom(seed: 7)
    func matrix() -> Matrix {
      Matrix(rows: words, columns: size, elements: (0..<words * size).map { _ in (random.nextFloat() - 0.5) * 0.6 })
    }
    return Word2VecWeights(input: matrix(), output: matrix())
  }

  @Test(arguments: cases, VectorKernels.available.map(\.name))
  func `every group moves every vector as the clear version does`(_ example: Case, path: String) throws {
    let kernels = try #require(VectorKernels.available.first { $0.name == path })
    let configuration = example.configuration
    let batch = batch(configuration)
    #expect(batch.groups.count > 4)
    var fast = weights(example.vectorSize)
    expectReferenceUpdates(batch.groups, of: batch, &fast, configuration, kernels)
  }

  @Test func `products beyond six change nothing`() {
    for scheme in TrainingScheme.allCases {
      let configuration = Case(scheme: scheme, negative: 2, vectorSize: 16).configuration
      let batch = batch(configuration, words: 4)
      let rows = [[Float]](repeating: [Float](repeating: 0.7, count: 16), count: 4)
      var weights = Word2VecWeights(input: Matrix(rows), output: Matrix(rows))
      let updates = GroupUpdates(configuration: configuration, stride: 16)
      updates.prepare(for: [batch])
      // CBOW's running sums leave the means exact to rounding only, far from the bound all the same.
      let loss = weights.withShared { updates.train(batch, alpha: 1, weights: [$0]) }
      #expect(weights.output == Matrix(rows))
      #expect(loss.mean > 1)
    }
  }

  @Test(arguments: TrainingScheme.allCases, [1, 3, 5, 100])
  func `threads that share the columns leave the bits of one`(scheme: TrainingScheme, lines: Int) {
    let configuration = Case(scheme: scheme, negative: 5, vectorSize: lines * 16).configuration
    let batch = batch(configuration)
    func train(_ threads: Int) -> Word2VecWeights {
      var weights = weights(lines * 16)
      let updates = GroupUpdates(configuration: configuration, stride: weights.stride, threads: threads)
      updates.prepare(for: [batch])
      weights.withPanels(updates.cut, threads: updates.threads) { panels in
        // All together, the first alone with all panels, all together again.
        for team in [updates.threads, 1, updates.threads] {
          ThreadTeam.run(team) { thread in
            _ = updates.train(batch, alpha: 0.02, weights: panels, thread: thread, of: team)
          }
        }
      }
      return weights
    }
    let one = train(1)
    for threads in [2, 3, 4, 8] {
      let several = train(threads)
      #expect(several.input == one.input)
      #expect(several.output == one.output)
    }
  }
}
