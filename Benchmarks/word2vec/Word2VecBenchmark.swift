internal import Embeddings
internal import Foundation

/// Trains on a file of tokens, one row a line, and writes the vectors (as text where the name ends in `.txt`); prints raw words per second and the losses.
@main
enum Word2VecBenchmark {
  static func main() throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    func take(_ name: String) -> String? {
      guard let index = arguments.firstIndex(of: name), index + 1 < arguments.count else { return nil }
      defer { arguments.removeSubrange(index...(index + 1)) }
      return arguments[index + 1]
    }
    let seed = take("--seed").flatMap { UInt64($0) } ?? 1
    let epochs = take("--epochs").flatMap { Int($0) } ?? 5
    let threads = take("--threads").flatMap { Int($0) } ?? 1
    func flag(_ name: String) -> Bool {
      defer { arguments.removeAll { $0 == name } }
      return arguments.contains(name)
    }
    let (skipGram, sharesNegatives, hogwild) = (flag("--sg"), flag("--shared-negatives"), flag("--hogwild"))
    let (usesTree, neighbours) = (flag("--hs"), flag("--neighbours"))
    guard arguments.count == 2 else {
      print(
        "usage: word2vec-benchmark corpus.txt vectors.bin [--sg [--shared-negatives]] [--hs] [--hogwild] [--neighbours]"
          + " [--threads 1] [--seed 1] [--epochs 5]")
      exit(2)
    }
    let corpus = try read(URL(filePath: arguments[0]))
    let configuration = Word2VecConfiguration(
      window: 10, minCount: 2, sg: skipGram, sharedNegatives: sharesNegatives, hs: usesTree, hogwild: hogwild,
      epochs: epochs, seed: seed)
    let clock = ContinuousClock()
    let start = clock.now
    let processor = Foundation.clock()
    let trained = try Word2Vec(configuration: configuration).train(on: corpus, threads: threads)
    let seconds = (clock.now - start) / .seconds(1)
    let processorSeconds = Double(Foundation.clock() - processor) / Double(CLOCKS_PER_SEC)
    try trained.vectors.write(
      to: URL(filePath: arguments[1]), format: arguments[1].hasSuffix(".txt") ? .text : .binary)
    let rate = Double(corpus.tokens.count * epochs) / seconds / 1e6
    print(
      String(
        format: "quire seed %d: %.3f M words/s, %.4f s, %.4f s of processor, ", Int(seed), rate, seconds,
        processorSeconds) + trained.kernels
        + " losses " + trained.losses.map { String(format: "%.4f", $0) }.joined(separator: " "))
    if neighbours {
      let start = clock.now
      let found = trained.vectors.neighborsOfAll(topN: 10, threads: threads)
      print(String(format: "the neighbours of all %d words: %.2f s", found.count, (clock.now - start) / .seconds(1)))
    }
  }

  private static func read(_ file: URL) throws -> TokenizedCorpus {
    var positions: [ArraySlice<UInt8>: UInt32] = [:]
    var words: [String] = []
    var tokens: [UInt32] = []
    var rowEnds: [Int] = []
    var lines = [UInt8](try Data(contentsOf: file)).split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    for line in lines {
      for word in line.split(separator: UInt8(ascii: " ")) {
        if let known = positions[word] {
          tokens.append(known)
        } else {
          positions[word] = UInt32(words.count)
          tokens.append(UInt32(words.count))
          words.append(String(decoding: word, as: UTF8.self))
        }
      }
      rowEnds.append(tokens.count)
    }
    return TokenizedCorpus(words: words, tokens: tokens, rowEnds: rowEnds)
  }
}
