import Embeddings
import Foundation
import TestSupport
import Testing

/// Trainings that are stopped and go on, beside the same in one go.
@Suite struct ResumedTrainingTests {
  private struct Stop: Error {}
  private static let planted = PlantedCorpus(sentences: 2_500).corpus

  private let scratch: Scratch
  private var file: URL { scratch.file("training.checkpoint") }

  init() throws { scratch = try Scratch() }

  /// Trains until `progress` has been called so often, and throws then.
  private func stop(
    _ trainer: Word2Vec, after calls: Int, threads: Int = 1
  ) throws {
    var left = calls
    #expect(throws: Stop.self) {
      _ = try trainer.train(on: Self.planted, threads: threads, checkpoint: file) { _ in
        left -= 1
        if left == 0 { throw Stop() }
      }
    }
  }

  enum Kind: CaseIterable { case cbow, pairs, shared, hierarchical, hierarchicalPairs }

  @Test(arguments: Kind.allCases, [1, 2])
  func `a training stopped twice ends with the bits of one in one go`(kind: Kind, threads: Int) throws {
    let trainer = try Word2Vec(
      configuration: .init(
        vectorSize: 40, sample: 0.02, sg: kind != .cbow && kind != .hierarchical,
        sharedNegatives: kind == .shared, hs: kind == .hierarchical || kind == .hierarchicalPairs, epochs: 3))
    let whole = try trainer.train(on: Self.planted)
    // Within the first epoch, at the end of another by another number of threads, then to the end.
    try stop(trainer, after: 2, threads: threads)
    #expect(FileManager.default.fileExists(atPath: file.path))
    try stop(trainer, after: 4, threads: 3 - threads)
    var first: TrainingProgress?
    let resumed = try trainer.train(on: Self.planted, threads: threads, checkpoint: file) { first = first ?? $0 }
    #expect(try #require(first).epoch > 1)
    #expect(resumed.vectors.vectors == whole.vectors.vectors)
    #expect(resumed.losses == whole.losses)
    #expect(!FileManager.default.fileExists(atPath: file.path))
  }

  @Test func `a training leaves another's checkpoint, and nothing of a killed run's`() throws {
    try stop(Word2Vec(configuration: .init(vectorSize: 16, epochs: 2)), after: 3)
    let checkpoint = try Data(contentsOf: file)
    let leftover = scratch.file(".quire-unfinished-5a4b")
    try Data("half of one".utf8).write(to: leftover)
    let other = try Word2Vec(configuration: .init(vectorSize: 16, epochs: 1))
    _ = try other.train(on: Self.planted, checkpoint: file)
    #expect(try Data(contentsOf: file) == checkpoint)
    #expect(!FileManager.default.fileExists(atPath: leftover.path))
  }

  @Test func `nobody goes on from another training's checkpoint`() throws {
    let configuration = Word2VecConfiguration(vectorSize: 16, epochs: 2)
    try stop(Word2Vec(configuration: configuration), after: 3)
    func first(_ change: (inout Word2VecConfiguration) -> Void, on corpus: TokenizedCorpus) throws -> Int {
      var other = configuration
      change(&other)
      var words: Int?
      _ = try? Word2Vec(configuration: other).train(on: corpus, checkpoint: file) {
        words = $0.words
        throw Stop()
      }
      return try #require(words)
    }
    let copy = try Data(contentsOf: file)
    let fresh = try first({ $0.epochs = 3 }, on: Self.planted)
    try copy.write(to: file)
    #expect(try first({ $0.seed = 2 }, on: Self.planted) == fresh)
    try copy.write(to: file)
    #expect(try first({ _ in }, on: PlantedCorpus(sentences: 2_500, seed: 4).corpus) < 2 * fresh)
    try copy.write(to: file)
    #expect(try first({ _ in }, on: Self.planted) > 3 * fresh)
  }

  @Test(arguments: [0, 10, 700, -1]) func `half a checkpoint is none`(length: Int) throws {
    let trainer = try Word2Vec(configuration: .init(vectorSize: 16, epochs: 1))
    let whole = try trainer.train(on: Self.planted)
    try stop(trainer, after: 2)
    let bytes = try Data(contentsOf: file)
    try bytes.prefix(length < 0 ? bytes.count + length : length).write(to: file)
    let again = try trainer.train(on: Self.planted, checkpoint: file)
    #expect(again.vectors.vectors == whole.vectors.vectors)
  }

  @Test func `a checkpoint whose vectors were changed is none`() throws {
    let trainer = try Word2Vec(configuration: .init(vectorSize: 16, epochs: 1))
    let whole = try trainer.train(on: Self.planted)
    try stop(trainer, after: 2)
    var bytes = try Data(contentsOf: file)
    bytes[bytes.count - 5_000] ^= 1
    try bytes.write(to: file)
    let again = try trainer.train(on: Self.planted, checkpoint: file)
    #expect(again.vectors.vectors == whole.vectors.vectors)
    // The batches that are done are as much a part of it.
    try stop(trainer, after: 2)
    let text = try Data(contentsOf: file)
    let edited = Data(
      String(decoding: text.prefix { $0 != 0x0A }, as: UTF8.self).replacing("\"batch\":2", with: "\"batch\":1").utf8)
    try (edited + text.drop { $0 != 0x0A }).write(to: file)
    #expect(try Data(contentsOf: file) != text)
    #expect(try trainer.train(on: Self.planted, checkpoint: file).vectors.vectors == whole.vectors.vectors)
  }

  @Test func `a checkpoint that cannot be written says where`() throws {
    let trainer = try Word2Vec(configuration: .init(vectorSize: 4, epochs: 1))
    #expect(throws: EmbeddingError.self) {
      try trainer.train(on: Self.planted, checkpoint: URL(filePath: "/dev/null/training.checkpoint")) { _ in
        throw Stop()
      }
    }
  }
}
