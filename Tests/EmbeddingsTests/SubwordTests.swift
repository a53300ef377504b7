import Embeddings
import Foundation
import LinearAlgebra
import Testing

/// Words made of pieces, beside the same arithmetic written to be read.
@Suite struct SubwordTests {
  /// Rows of words of which some look alike.
  private static let corpus: TokenizedCorpus = {
    let words =
      ["café", "cafés", "電話", "電話機", "a", "battery", "batteries", "bat"]
      + (0..<40).map { "w\($0)ord\($0 % 7)" }
    var random = SeededRandom(seed: 3)
    var (tokens, ends) = ([UInt32](), [Int]())
    for _ in 0..<120 {
      for _ in 0..<Int(random.next(below: 14)) { tokens.append(random.next(below: UInt32(words.count))) }
      ends.append(tokens.count)
    }
    return TokenizedCorpus(words: words, tokens: tokens, rowEnds: ends)
  }()

  private func configuration(sg: Bool, mean: Bool = true, size: Int = 20) -> Word2VecConfiguration {
    var configuration = Word2VecConfiguration(
      vectorSize: size, window: 3, minCount: 1, sample: 0, negative: 1, cbowMean: mean, sg: sg, epochs: 2, alpha: 0.4,
      minAlpha: 0.4, seed: 5)
    configuration.subwords = Subwords(minLength: 2, maxLength: 4, buckets: 60)
    return configuration
  }

  /// The buckets of a word's pieces, by the letters of the definition.
  private func buckets(_ word: String, _ subwords: Subwords) -> [Int] {
    let scalars = Array("<\(word)>".unicodeScalars)
    var found: [Int] = []
    for start in scalars.indices {
      for length in subwords.minLength...subwords.maxLength where start + length <= scalars.count {
        if length == 1, start == 0 || start == scalars.count - 1 { continue }
        var hash: UInt32 = 2_166_136_261
        for scalar in scalars[start..<start + length] {
          for byte in UTF8.encode(scalar)! {
            hash = (hash ^ UInt32(truncatingIfNeeded: Int(Int8(bitPattern: byte)))) &* 16_777_619
          }
        }
        found.append(Int(hash % UInt32(subwords.buckets)))
      }
    }
    return found
  }

  /// The vectors of a training at a constant rate, one element after another.
  private func reference(_ configuration: Word2VecConfiguration, _ corpus: TokenizedCorpus) throws -> [[Float]] {
    let (subwords, size) = (configuration.subwords!, configuration.vectorSize)
    let vocabulary = try Vocabulary(corpus: corpus, minCount: configuration.minCount)
    var known: [Int: Int] = [:]
    let rows = vocabulary.words.enumerated().map { word, text in
      [word]
        + buckets(text, subwords).map { bucket in
          let row = known[bucket] ?? vocabulary.count + known.count
          known[bucket] = row
          return row
        }
    }
    var random = SeededRandom(seed: configuration.seed, stream: .max)
    var input = (0..<vocabulary.count + known.count).map { _ in
      (0..<size).map { _ in (random.nextFloat() * 2 - 1) / Float(size) }
    }
    var output = [[Float]](repeating: [Float](repeating: 0, count: size), count: vocabulary.count)
    func sum(_ words: [Int]) -> [Float] {
      var sum = [Float](repeating: 0, count: size)
      for row in words.flatMap({ rows[$0] }) { for column in 0..<size { sum[column] += input[row][column] } }
      return sum
    }
    let walk = CorpusWalk(
      corpus: corpus, vocabulary: vocabulary, configuration: configuration, groupLength: configuration.sg ? 128 : nil)
    var batch = TrainingBatch()
    for epoch in 0..<configuration.epochs {
      for part in walk.batches {
        batch.plan(part, of: walk, epoch: epoch)
        for group in batch.groups {
          let words = group.predictions.map { prediction in
            configuration.sg
              ? [Int(batch.heads[prediction])] : batch.context(of: prediction).map { Int(batch.words[$0]) }
          }
          let hidden = words.map { words -> [Float] in
            let all = words.flatMap { rows[$0] }.count
            let divisor = configuration.sg ? max(1, all - 1) : configuration.cbowMean ? all : 1
            return sum(words).map { $0 / Float(divisor) }
          }
          let gradients = zip(group.predictions, hidden).map { prediction, hidden in
            batch.targets(of: prediction).map { target -> Float in
              let product = zip(hidden, output[Int(batch.targets[target])]).reduce(0) { $0 + $1.0 * $1.1 }
              guard batch.labels[target] != 0, abs(product) < 6 else { return 0 }
              return Float(configuration.alpha) * ((batch.labels[target] > 0 ? 1 : 0) - 1 / (1 + exp(-product)))
            }
          }
          var changes: [(words: [Int], change: [Float])] = []
          for (index, prediction) in group.predictions.enumerated() {
            var change = [Float](repeating: 0, count: size)
            for (target, gradient) in zip(batch.targets(of: prediction), gradients[index]) {
              let row = Int(batch.targets[target])
              for column in 0..<size {
                change[column] += gradient * output[row][column]
                output[row][column] += gradient * hidden[index][column]
              }
            }
            let share =
              configuration.sg || configuration.cbowMean ? 1 : 1 / Float(words[index].flatMap { rows[$0] }.count)
            changes.append((words[index], change.map { $0 * share }))
          }
          for (words, change) in changes {
            for row in words.flatMap({ rows[$0] }) {
              for column in 0..<size { input[row][column] += change[column] }
            }
          }
        }
      }
    }
    return rows.map { rows in
      (0..<size).map { column in rows.reduce(Float(0)) { $0 + input[$1][column] } / Float(rows.count) }
    }
  }

  @Test(arguments: [(false, true), (false, false), (true, true)])
  func `the fast arithmetic is the clear one's`(sg: Bool, mean: Bool) throws {
    var configuration = configuration(sg: sg, mean: mean)
    // Sums of many rows reach where a rounding decides whether a product is beyond the bound; so slowly none does.
    configuration.alpha = sg ? 0.4 : mean ? 0.1 : 0.01
    configuration.minAlpha = configuration.alpha
    let training = try Word2Vec(configuration: configuration).train(on: Self.corpus)
    let (trained, expected) = (training.vectors, try reference(configuration, Self.corpus))
    for (row, vector) in expected.enumerated() {
      for (found, value) in zip(trained.vectors.row(row), vector) {
        #expect(abs(found - value) < 2e-4, "\(trained.words[row])")
      }
    }
    // Something moved.
    #expect(training.losses[0] != training.losses[1])
  }

  @Test(arguments: [false, true]) func `the vectors do not depend on the number of threads`(sg: Bool) throws {
    let training = try Word2Vec(configuration: configuration(sg: sg, size: 70))
    let one = try training.train(on: Self.corpus, threads: 1)
    let others = try [2, 5].map { try training.train(on: Self.corpus, threads: $0) }
    for other in others { #expect(other.vectors.vectors == one.vectors.vectors && other.losses == one.losses) }
    #expect(one.losses.count == 2)
  }

  @Test func `words that look alike begin alike, and words trained whole do not`() throws {
    var configuration = configuration(sg: false, size: 400)
    configuration.alpha = 1e-9
    configuration.minAlpha = 0
    configuration.subwords = Subwords()
    let pieces = try Word2Vec(configuration: configuration).train(on: Self.corpus).vectors
    configuration.subwords = nil
    let whole = try Word2Vec(configuration: configuration).train(on: Self.corpus).vectors
    // By the pieces that they share: 1 of 4 and of 7, 14 of 23 and of 31.
    #expect(try abs(pieces.similarity("電話", "電話機") - 0.19) < 0.15)
    #expect(try abs(pieces.similarity("battery", "batteries") - 0.52) < 0.15)
    #expect(try abs(whole.similarity("battery", "batteries")) < 0.2)
  }

  @Test func `a stopped training throws what stopped it, with any number of threads`() throws {
    struct Enough: Error {}
    let training = try Word2Vec(configuration: configuration(sg: false))
    for threads in [1, 3] {
      #expect(throws: Enough.self) {
        try training.train(on: Self.corpus, threads: threads) { _ in throw Enough() }
      }
    }
  }

  @Test func `what cannot work is refused by name, and so is more than memory allows`() throws {
    func refusal(_ change: (inout Word2VecConfiguration) -> Void) -> String {
      var configuration = configuration(sg: true)
      change(&configuration)
      do {
        _ = try Word2Vec(configuration: configuration).train(on: Self.corpus)
        return ""
      } catch { return "\(error)" }
    }
    let tree = refusal { $0.hs = true }
    let short = refusal { $0.subwords!.maxLength = 1 }
    let none = refusal { $0.subwords!.buckets = 0 }
    let large = refusal { $0.subwords!.memoryLimit = 1000 }
    #expect(tree.hasPrefix("subword goes with negative sampling alone"))
    #expect(short.hasPrefix("max_n must be at least min_n = 2"))
    #expect(none.hasPrefix("bucket must be between"))
    #expect(large.contains("memory_limit allows 0"))
  }
}
