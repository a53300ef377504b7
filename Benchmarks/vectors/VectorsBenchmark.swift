import Embeddings
import Foundation

/// Reads a file of vectors, writes it in another form, finds the neighbours of some words or of all.
///
///     vectors-benchmark VECTORS [--all] [--threads 2] [--words bad,great] [--write FILE]
///
/// `--all` prints how long the ten nearest of every word take; `--words` prints `word neighbour similarity` lines, for
/// `interop.py` to compare; `--write` goes by the name's ending, `.bin` or `.txt`.
@main
struct VectorsBenchmark {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count > 1 else {
      print("usage: vectors-benchmark VECTORS [--all] [--threads 2] [--words bad,great] [--write FILE]")
      exit(2)
    }
    func value(_ name: String) -> String? {
      arguments.firstIndex(of: name).flatMap { $0 + 1 < arguments.count ? arguments[$0 + 1] : nil }
    }
    let file = URL(filePath: arguments[1])
    let vectors = try KeyedVectors(reading: file, format: VectorFileFormat(of: file))
    for word in value("--words")?.split(separator: ",") ?? [] {
      for neighbour in try vectors.mostSimilar(to: String(word)) {
        print(word, neighbour.word, neighbour.similarity)
      }
    }
    if let target = value("--write") {
      try vectors.write(to: URL(filePath: target), format: target.hasSuffix(".bin") ? .binary : .text)
    }
    if arguments.contains("--all") {
      let start = ContinuousClock.now
      let found = vectors.neighborsOfAll(topN: 10, threads: value("--threads").flatMap { Int($0) } ?? 2)
      print(String(format: "%d words: %.3f s", found.count, (ContinuousClock.now - start) / .seconds(1)))
    }
  }
}
