import DimensionalityReduction
import Foundation
import LinearAlgebra

/// Makes a t-SNE map of raw floats and writes it, also as raw floats:
///
///     tsne-benchmark DATA COLUMNS MAP [--threads 2] [--perplexity 30] [--theta 0.5 | --exact] [--iterations 500]
///
/// Prints the seconds, the divergence and its curve as JSON. `compare.py` runs it beside its peers.
@main
struct TSNEBenchmark {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 4, let columns = Int(arguments[2]) else {
      print("usage: tsne-benchmark DATA COLUMNS MAP [--threads N] [--perplexity P] [--theta A | --exact]")
      exit(2)
    }
    func value(_ name: String) -> String? {
      arguments.firstIndex(of: name).flatMap { $0 + 1 < arguments.count ? arguments[$0 + 1] : nil }
    }
    var settings = TSNESettings()
    settings.threads = value("--threads").flatMap { Int($0) } ?? 2
    settings.perplexity = value("--perplexity").flatMap { Double($0) } ?? 30
    settings.iterations = value("--iterations").flatMap { Int($0) } ?? 500
    settings.earlyIterations = value("--early-iterations").flatMap { Int($0) } ?? 250
    settings.learningRate = value("--learning-rate").flatMap { Double($0) }
    if let angle = value("--theta").flatMap({ Float($0) }) { settings.repulsion = .barnesHut(angle: angle) }
    if arguments.contains("--exact") { settings.repulsion = .exact }

    let bytes = try Data(contentsOf: URL(filePath: arguments[1]))
    let floats = bytes.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    let data = Matrix(rows: floats.count / columns, columns: columns, elements: floats)
    let clock = ContinuousClock()
    let start = clock.now
    var prepared = start
    let map = try TSNE(fitting: data, settings: settings) {
      if $0.stage == .layout, $0.iteration == 0 { prepared = clock.now }
    }
    let end = clock.now
    try map.embedding.elements.withUnsafeBytes { try Data($0).write(to: URL(filePath: arguments[3])) }
    let curve = map.curve.map { "[\($0.iteration), \($0.klDivergence)]" }.joined(separator: ", ")
    print(
      "{\"seconds\": \((end - start) / .seconds(1)), \"preparation\": \((prepared - start) / .seconds(1)),",
      "\"kl\": \(map.klDivergence), \"curve\": [\(curve)]}")
  }
}
