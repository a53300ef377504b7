import Basics
import Embeddings
import LinearAlgebra
import Testing

@Suite struct Word2VecTests {
  private static let planted = PlantedCorpus(sentences: 4_000).corpus

  private func corpus(_ rows: String...) -> TokenizedCorpus {
    // By bytes: two strings that look alike may be two words.
    var words: [[UInt8]] = []
    var tokens: [UInt32] = []
    var rowEnds: [Int] = []
    for row in rows {
      for word in row.utf8.split(separator: UInt8(ascii: " ")).map(Array.init) {
        if !words.contains(word) { words.append(word) }
        tokens.append(UInt32(words.firstIndex(of: word)!))
      }
      rowEnds.append(tokens.count)
    }
    return TokenizedCorpus(words: words.map { String(decoding: $0, as: UTF8.self) }, tokens: tokens, rowEnds: rowEnds)
  }

  private func train(
    _ corpus: TokenizedCorpus, _ configuration: Word2VecConfiguration,
    progress: (TrainingProgress) throws -> Void = { _ in }
  ) throws -> TrainedVectors {
    try Word2Vec(configuration: configuration).train(on: corpus, progress: progress)
  }

  @Test(arguments: [(false, false), (true, false), (true, true)])
  func `neighbours share the topic that was planted`(skipGram: Bool, shared: Bool) throws {
    let trained = try train(
      Self.planted,
      .init(vectorSize: 24, sample: 0.02, sg: skipGram, sharedNegatives: shared, epochs: 5, alpha: 0.05))
    #expect(try PlantedCorpus.purity(of: trained.vectors) > 0.95)
    #expect(trained.losses.count == 5)
    #expect(trained.losses[0] < 0.7)
    #expect(trained.losses[4] < trained.losses[0] - 0.01)
  }

  @Test func `a seed gives the same bits, another seed others`() throws {
    let configuration = Word2VecConfiguration(vectorSize: 17, epochs: 1)
    let first = try train(Self.planted, configuration)
    let second = try train(Self.planted, configuration)
    #expect(first.vectors.vectors == second.vectors.vectors)
    #expect(first.losses == second.losses)
    var other = configuration
    other.seed = 2
    #expect(try train(Self.planted, other).vectors.vectors != first.vectors.vectors)
  }

  @Test(arguments: [(false, false), (true, false), (true, true)])
  func `any number of threads gives the same bits, on a busy machine too`(skipGram: Bool, shared: Bool) throws {
    let configuration = Word2VecConfiguration(vectorSize: 50, sg: skipGram, sharedNegatives: shared, epochs: 1)
    func train(_ threads: Int) throws -> TrainedVectors {
      try Word2Vec(configuration: configuration).train(on: Self.planted, threads: threads)
    }
    let one = try train(1)
    for threads in [2, 3, 8] {
      let several = try train(threads)
      #expect(several.vectors.vectors == one.vectors.vectors)
      #expect(several.losses == one.losses)
    }
    // Three trainings at a time: more threads than processors, which come and go.
    var busy = [Matrix?](repeating: nil, count: 3)
    busy.withUnsafeMutableBufferPointer { busy in
      nonisolated(unsafe) let busy = busy
      ThreadTeam.run(3) { busy[$0] = try? train($0 + 2).vectors.vectors }
      #expect(busy.allSatisfy { $0 == one.vectors.vectors })
    }
  }

  @Test(arguments: [(false, false), (true, false), (true, true)], [1, 2, 3])
  func `the bits stay the same whoever is in the team and however the columns are cut`(
    kind: (skipGram: Bool, shared: Bool), threads: Int
  ) throws {
    struct Erratic: TeamPolicy {
      let threads: Int
      var random = SeededRandom(seed: 8)
      var team = 1
      var panels = 1

      mutating func team(after round: TrainingRound?) -> Int {
        guard round != nil else { return team }
        team = 1 + Int(random.next(below: UInt32(threads)))
        if random.next(below: 4) == 0 || panels < team {
          panels = team + Int(random.next(below: UInt32(threads - team + 1)))
        }
        return team
      }
    }
    // Rows of twelve lines have room for three panels.
    let trainer = try Word2Vec(
      configuration: .init(vectorSize: 180, sg: kind.skipGram, sharedNegatives: kind.shared, epochs: 2))
    let one = try trainer.train(on: Self.planted)
    let several = try trainer.train(on: Self.planted, threads: threads, policy: { Erratic(threads: $0) })
    #expect(several.vectors.vectors == one.vectors.vectors)
    #expect(several.losses == one.losses)
  }

  @Test func `threads that do not wait for each other learn the same topics`() throws {
    var configuration = Word2VecConfiguration(vectorSize: 24, sample: 0.02, hogwild: true, alpha: 0.05)
    let trained = try Word2Vec(configuration: configuration).train(on: Self.planted, threads: 3)
    #expect(try PlantedCorpus.purity(of: trained.vectors) > 0.95)
    #expect(trained.losses.count == 5)
    #expect(trained.losses[4] < trained.losses[0] - 0.01)
    // One thread has nobody to race with.
    configuration.epochs = 1
    let alone = try train(Self.planted, configuration)
    configuration.hogwild = false
    let orderly = try train(Self.planted, configuration)
    #expect(alone.vectors.vectors == orderly.vectors.vectors)
    #expect(alone.losses == orderly.losses)
  }

  @Test func `what progress throws stops threads that do not wait`() {
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try Word2Vec(configuration: .init(vectorSize: 4, hogwild: true)).train(on: Self.planted, threads: 3) { _ in
        throw Stop()
      }
    }
    #expect(throws: Stop.self) {
      try Word2Vec(configuration: .init(vectorSize: 40)).train(on: Self.planted, threads: 3) { _ in throw Stop() }
    }
  }

  @Test func `the vocabulary is sorted by count, then by bytes`() throws {
    let trained = try train(
      corpus("b a c a b d", "z\u{E9} ze\u{301} a b z\u{E9} ze\u{301}"), .init(minCount: 2, epochs: 1))
    #expect(trained.vectors.words.map { Array($0.utf8) } == ["a", "b", "ze\u{301}", "z\u{E9}"].map { Array($0.utf8) })
    #expect(trained.vectors.vocabulary.counts == [3, 3, 2, 2])
  }

  @Test func `progress reaches the end and the learning rate falls evenly`() throws {
    var seen: [TrainingProgress] = []
    _ = try train(Self.planted, .init(vectorSize: 4, epochs: 2)) { seen.append($0) }
    let total = Self.planted.tokens.count * 2
    #expect(seen.last?.words == total)
    #expect(seen.last?.fraction == 1)
    #expect(seen.first?.alpha == 0.025)
    #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.words < $1.words && $0.alpha > $1.alpha })
    #expect(seen.map(\.epoch) == seen.map(\.epoch).sorted())
    let last = try #require(seen.last)
    let before = Double(seen[seen.count - 2].words) / Double(total)
    #expect(abs(last.alpha - (0.025 - 0.0249 * before)) < 1e-12)
  }

  @Test func `what progress throws stops the training`() {
    struct Stop: Error {}
    var calls = 0
    #expect(throws: Stop.self) {
      try train(Self.planted, .init(vectorSize: 4)) { _ in
        calls += 1
        if calls == 3 { throw Stop() }
      }
    }
    #expect(calls == 3)
  }

  @Test func `a corpus without two words has nothing to learn`() {
    #expect(throws: EmbeddingError.emptyVocabulary("the corpus has no words")) { try train(corpus(), .init()) }
    #expect(throws: EmbeddingError.emptyVocabulary("the corpus has no words")) { try train(corpus("", ""), .init()) }
    #expect(
      throws: EmbeddingError.emptyVocabulary(
        "no word occurs min_count = 5 times, the most frequent 2; lower min_count or train on more text")
    ) { try train(corpus("a b a"), .init()) }
    #expect(
      throws: EmbeddingError.emptyVocabulary(
        "\"a\" is the only word that occurs min_count = 1 times, and one word has no neighbours; "
          + "lower min_count or train on more text")
    ) { try train(corpus("a a a a a a", "a"), .init(minCount: 1)) }
  }

  @Test func `words that never have a context keep their first vectors`() throws {
    let trained = try train(corpus("a", "b", "a", "b", "a"), .init(vectorSize: 3, minCount: 1, sample: 0))
    #expect(trained.vectors.vectors.elements.allSatisfy { abs($0) <= 0.5 / 3 && $0 != 0 })
    #expect(trained.losses == [0, 0, 0, 0, 0])
  }

  @Test(arguments: [1, 2_000])
  func `vectors of one element and of two thousand are trained`(size: Int) throws {
    let trained = try train(
      corpus("a b c d", "b c a d", "d a b c"), .init(vectorSize: size, window: 1_000, minCount: 1, sample: 0, epochs: 2)
    )
    #expect(trained.vectors.vectorSize == size)
    #expect(trained.vectors.vectors.isFinite)
  }

  @Test func `a sentence is cut after ten thousand words`() throws {
    // Were it not, the last word would be in the window of the one before and the other way round.
    let words = (0..<10_001).map { $0 == 10_000 ? "last" : $0 == 9_999 ? "before" : "w" }
    let one = corpus(words.joined(separator: " "))
    let two = corpus(words.dropLast().joined(separator: " "), "last")
    let walk = CorpusWalk(
      corpus: one, vocabulary: try Vocabulary(corpus: one, minCount: 1), configuration: .init(minCount: 1, sample: 0))
    var batch = TrainingBatch()
    batch.plan(0..<2, of: walk, epoch: 0)
    // The last word alone has no context and predicts nothing.
    #expect(batch.words.count == 10_001)
    #expect(batch.heads.last == 9_999)
    #expect(batch.ends.max() == 10_000)
    #expect(two.tokens == one.tokens)
  }

  @Test func `windows shrink evenly and stay in their sentence`() throws {
    let row = Array(repeating: "a b", count: 2_000).joined(separator: " ")
    let text = corpus(row, row)
    let walk = CorpusWalk(
      corpus: text, vocabulary: try Vocabulary(corpus: text, minCount: 1),
      configuration: .init(window: 4, minCount: 1, sample: 0), wordsInBatch: 100_000)
    var batch = TrainingBatch()
    batch.plan(0..<2, of: walk, epoch: 0)
    var reaches = [Int](repeating: 0, count: 5)
    for position in 4..<3_996 { reaches[position - Int(batch.starts[position])] += 1 }
    #expect(reaches[0] == 0)
    #expect(reaches.dropFirst().allSatisfy { abs($0 - 998) < 120 })
    #expect(batch.ends[3_999] == 4_000)
    #expect(batch.starts[4_000] == 4_000)
    #expect(batch.targets.count == 8_000 * 6)
  }

  @Test func `values that cannot work are named with what they must be`() {
    func problem(_ change: (inout Word2VecConfiguration) -> Void) -> String? {
      var configuration = Word2VecConfiguration()
      change(&configuration)
      do throws(EmbeddingError) {
        try configuration.validate()
        return nil
      } catch {
        return "\(error)"
      }
    }
    #expect(problem { _ in } == nil)
    #expect(problem { $0.window = 0 } == "window must be at least 1, found 0")
    #expect(problem { $0.vectorSize = 0 } == "vector_size must be at least 1, found 0")
    #expect(problem { $0.vectorSize = 1 << 20 } == "vector_size must be at most 65536, found 1048576")
    #expect(problem { $0.minCount = -1 } == "min_count must be at least 1, found -1")
    #expect(problem { $0.negative = 0 } == "negative must be at least 1, found 0")
    #expect(problem { $0.epochs = 0 } == "epochs must be at least 1, found 0")
    #expect(problem { $0.sample = -1 } == "sample must be 0 or more, found -1.0")
    #expect(problem { $0.nsExponent = .nan } == "ns_exponent must be finite, found nan")
    #expect(problem { $0.alpha = 0 } == "alpha must be more than 0, found 0.0")
    #expect(problem { $0.minAlpha = 0.5 } == "min_alpha must be between 0 and alpha = 0.025, found 0.5")
  }

  @Test func `a training that diverges says so`() {
    #expect(throws: EmbeddingError.diverged(epoch: 1)) {
      try train(Self.planted, .init(vectorSize: 4, alpha: 1e39, minAlpha: 1e39))
    }
  }

  @Test func `how many words are predicted follows from rows, windows and thinning`() throws {
    let words = (0..<10).map { "w\($0)" }
    let tokens: [UInt32] = Array(0..<10) + Array(0..<4) + [3]
    let corpus = TokenizedCorpus(words: words, tokens: tokens, rowEnds: [10, 14, 15])
    var configuration = Word2VecConfiguration(window: 1, minCount: 1, epochs: 2)
    configuration.sample = 0
    // A row of one word has no context.
    #expect(try configuration.expectedPredictions(on: corpus) == 28)
    configuration.sg = true
    // 9 pairs of neighbours and 3, each both ways, in two epochs.
    #expect(try configuration.expectedPredictions(on: corpus) == 48)
    // Half of the windows reach one word further: 8 pairs and 2.
    configuration.window = 2
    #expect(try configuration.expectedPredictions(on: corpus) == 68)
    configuration.sample = 0.01
    #expect(try configuration.expectedPredictions(on: corpus) < 68)
  }
}
