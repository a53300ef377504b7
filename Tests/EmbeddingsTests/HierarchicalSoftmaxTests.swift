import Embeddings
import LinearAlgebra
import Testing

@Suite struct HierarchicalSoftmaxTests {
  private static let planted = PlantedCorpus(sentences: 4_000).corpus

  @Test func `codes and points are those of gensim`() {
    for golden in GensimGolden.shared.trees {
      let tree = HuffmanTree(counts: golden.counts)
      for word in golden.counts.indices {
        let way = tree.way(to: word)
        #expect(tree.points[way].map(Int.init) == golden.points[word])
        #expect(tree.labels[way].map { (1 - Int($0)) / 2 } == golden.codes[word])
      }
    }
  }

  @Test func `no word's code begins another's, and frequent words have short ones`() {
    var random = SeededRandom(seed: 2)
    let counts = (0..<500).map { _ in 1 + Int(random.next(below: 1_000)) }.sorted(by: >)
    let tree = HuffmanTree(counts: counts)
    let codes = counts.indices.map { tree.labels[tree.way(to: $0)].map { $0 > 0 ? "0" : "1" }.joined() }.sorted()
    #expect(zip(codes, codes.dropFirst()).allSatisfy { !$1.hasPrefix($0) })
    // Kraft's sum is 1: no turn is wasted.
    #expect(codes.reduce(0) { $0 + 1 / Double(1 << $1.count) } == 1)
    #expect(tree.way(to: 0).count <= tree.way(to: 499).count)
  }

  @Test(arguments: [false, true], VectorKernels.available.map(\.name))
  func `every group moves every vector as the clear version does`(skipGram: Bool, path: String) throws {
    let kernels = try #require(VectorKernels.available.first { $0.name == path })
    let configuration = Word2VecConfiguration(
      vectorSize: 33, window: 4, minCount: 1, sample: 0, sg: skipGram, hs: true)
    let walk = CorpusWalk(
      corpus: Self.planted, vocabulary: try Vocabulary(corpus: Self.planted, minCount: 1), configuration: configuration,
      wordsInBatch: 100, groupLength: 10)
    var batch = TrainingBatch()
    batch.plan(walk.batches[0], of: walk, epoch: 0)
    #expect(Set(batch.bounds.indices.dropLast().map { batch.targets(of: $0).count }).count > 2)
    var random = SeededRandom(seed: 7)
    func matrix() -> Matrix {
      let count = Self.planted.words.count * 33
      return Matrix(
        rows: Self.planted.words.count, columns: 33, elements: (0..<count).map { _ in (random.nextFloat() - 0.5) * 0.6 }
      )
    }
    var fast = Word2VecWeights(input: matrix(), output: matrix())
    expectReferenceUpdates(batch.groups.prefix(4), of: batch, &fast, configuration, kernels)
  }

  @Test(arguments: [false, true])
  func `neighbours share the topic that was planted, to the same bits on any number of threads`(skipGram: Bool) throws {
    let trainer = try Word2Vec(
      configuration: .init(vectorSize: 48, sample: 0.02, sg: skipGram, hs: true, epochs: 3, alpha: 0.05))
    let trained = try trainer.train(on: Self.planted)
    #expect(try PlantedCorpus.purity(of: trained.vectors) > 0.95)
    #expect(trained.losses[2] < trained.losses[0] - 0.01)
    let several = try trainer.train(on: Self.planted, threads: 2)
    #expect(several.vectors.vectors == trained.vectors.vectors)
    #expect(several.losses == trained.losses)
  }

  @Test func `skip-gram goes pair by pair, whatever is said of negatives`() throws {
    let configuration = Word2VecConfiguration(
      window: 3, minCount: 1, sample: 0, sg: true, sharedNegatives: true, hs: true)
    #expect(TrainingScheme(configuration) == .pairs)
    let walk = CorpusWalk(
      corpus: Self.planted, vocabulary: try Vocabulary(corpus: Self.planted, minCount: 1), configuration: configuration)
    var batch = TrainingBatch()
    batch.plan(0..<40, of: walk, epoch: 0)
    // Few pairs a group, for the root is on the way of each.
    #expect(batch.groups.count > 10 && batch.groups.allSatisfy { (1...8).contains($0.predictions.count) })
    let alone = Word2VecConfiguration(vectorSize: 16, negative: 0, sg: true, hs: true, epochs: 1)
    var shared = alone
    (shared.sharedNegatives, shared.negative) = (true, 5)
    let trained = try [alone, shared].map { try Word2Vec(configuration: $0).train(on: Self.planted).vectors.vectors }
    #expect(trained[0] == trained[1])
  }

  @Test func `a learning rate that is harmless pair by pair does no harm in groups`() throws {
    let trained = try Word2Vec(
      configuration: .init(vectorSize: 48, sample: 0, sg: true, hs: true, epochs: 3, alpha: 0.1)
    ).train(on: Self.planted)
    #expect(trained.losses.allSatisfy { $0 < 0.68 })
    #expect(try PlantedCorpus.purity(of: trained.vectors) > 0.95)
  }
}
