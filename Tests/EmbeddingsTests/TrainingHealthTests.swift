import Embeddings
import LinearAlgebra
import Testing

/// What is said of trainings that go well and of such that do not.
@Suite struct TrainingHealthTests {
  private static let planted = PlantedCorpus(sentences: 4_000).corpus

  private func health(_ configuration: Word2VecConfiguration, sentences: Int? = nil) throws -> TrainingHealth {
    let corpus = sentences.map { PlantedCorpus(sentences: $0).corpus } ?? Self.planted
    let trained = try Word2Vec(configuration: configuration).train(on: corpus)
    return TrainingHealth(trained, configuration: configuration)
  }

  /// Measures of which nothing is to be said.
  private let good = TrainingHealth(
    tokens: 100_000, keptShare: 0.7, alpha: 0.025, losses: [0.5, 0.4, 0.35], judgedWords: 200, typicalNorm: 2,
    moved: 60,
    cosine: 0.2, longestNorm: 8)

  private func symptoms(_ change: (inout TrainingHealth) -> Void) -> [TrainingHealth.Symptom] {
    var health = good
    change(&health)
    return health.symptoms
  }

  @Test func `each measure beyond its bound is a symptom, and up to it is none`() {
    #expect(good.symptoms == [])
    #expect(symptoms { $0.tokens = 9_999 } == [.few])
    #expect(symptoms { $0.tokens = 10_000 } == [])
    #expect(symptoms { $0.keptShare = 0.09 } == [.thinned])
    #expect(symptoms { $0.alpha = 0.5 } == [.fast])
    #expect(symptoms { $0.alpha = 0.4 } == [])
    #expect(symptoms { $0.losses = [0.693, 0.5] } == [])
    #expect(symptoms { $0.losses = [0.72, 0.5] } == [.diverged])
    #expect(symptoms { $0.losses = [0.5, 0.4, 0.405] } == [])
    #expect(symptoms { $0.losses = [0.5, 0.4, 0.42] } == [.rising])
    #expect(symptoms { $0.longestNorm = 21 } == [.long])
    #expect(symptoms { ($0.typicalNorm, $0.longestNorm) = (30, 60) } == [])
    #expect(symptoms { ($0.typicalNorm, $0.longestNorm) = (60, 101) } == [.long])
    #expect(symptoms { $0.moved = 0.9 } == [.still])
    #expect(symptoms { $0.cosine = 0.91 } == [.alike])
  }

  @Test func `what follows from another symptom is not told again`() {
    #expect(
      symptoms {
        ($0.losses, $0.alpha, $0.longestNorm, $0.cosine) = ([3, 9], 1, 900, 0.95)
      } == [.diverged])
    #expect(symptoms { ($0.moved, $0.cosine) = (0.1, 0.99) } == [.still])
    #expect(symptoms { ($0.losses, $0.moved, $0.keptShare) = ([0, 0], 0, 0) } == [.unpredicted, .thinned])
  }

  @Test(arguments: [false, true], [false, true])
  func `of settings that fit nothing is said`(skipGram: Bool, tree: Bool) throws {
    for (alpha, epochs) in [(0.025, 20), (0.05, 5), (0.1, 3)] {
      let health = try health(.init(vectorSize: 48, sample: 0.02, sg: skipGram, hs: tree, epochs: epochs, alpha: alpha))
      #expect(health.symptoms == [], "alpha \(alpha), epochs \(epochs): \(health)")
      #expect(health.losses.count == epochs && (health.moved ?? 0) > 5 && health.judgedWords == 164)
    }
  }

  @Test(arguments: [false, true], [false, true])
  func `a learning rate of one is always told`(skipGram: Bool, tree: Bool) throws {
    for sentences in [30, 400, 4_000] {
      let health = try health(.init(vectorSize: 20, sg: skipGram, hs: tree, epochs: 2, alpha: 1), sentences: sentences)
      #expect(health.symptoms.contains { $0 == .diverged || $0 == .fast }, "\(sentences) sentences: \(health)")
    }
  }

  @Test func `sums of wide windows with large steps are told`() throws {
    let health = try health(.init(window: 50, cbowMean: false, epochs: 2, alpha: 0.5))
    #expect(health.symptoms.contains(.diverged) || health.symptoms.contains(.fast))
  }

  @Test func `a tiny corpus leaves vectors where they were or makes them one`() throws {
    let still = try health(.init(minCount: 1, epochs: 1), sentences: 30)
    #expect(still.symptoms == [.few, .still])
    let alike = try health(.init(minCount: 1, epochs: 60), sentences: 30)
    #expect(alike.symptoms == [.few, .alike])
    #expect(alike.cosine > 0.9)
  }

  @Test func `thinning that leaves nothing is told`() throws {
    let health = try health(.init(vectorSize: 20, sample: 1e-9, epochs: 1))
    #expect(health.keptShare < 0.01)
    #expect(health.symptoms.contains(.thinned))
    #expect(health.symptoms.contains(.unpredicted) || health.symptoms.contains(.still))
  }
}
