import BenchmarkPeer
import Foundation
import Glibc
import Transformers

/// Times a pass over a BERT with everything recorded, in turn with a peer that gives all attentions of the same model.
///
///     attention-benchmark MODEL_FOLDER [PYTHON PEER.PY MODE MODEL]
///     attention-benchmark cold MODEL_FOLDER [THREADS]  one sentence from process start, for `time` around it
///     attention-benchmark ablation MODEL_FOLDER        every head and layer taken out, of 20 tokens
@main
struct AttentionBenchmark {
  static let threads = 2

  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case nil: print("usage: attention-benchmark [cold | ablation] MODEL_FOLDER [THREADS] [PYTHON PEER.PY MODE MODEL]")
    case "cold":
      try cold(URL(filePath: arguments[1]), threads: arguments.dropFirst(2).first.flatMap { Int($0) } ?? threads)
    case "ablation": try ablation(URL(filePath: arguments[1]))
    default: try paired(URL(filePath: arguments[0]), peer: Array(arguments.dropFirst()))
    }
  }

  static func cold(_ folder: URL, threads: Int) throws {
    let model = try LanguageModel(folder: folder, threads: threads)
    let pass = try model.forward(model.tokenizer.encode("The cat sat on the mat because it was tired."))
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    print("\(pass.layers[0].probabilities.shape) \(usage.ru_maxrss / 1024) MiB")
  }

  /// Times the ablation of every head and layer beside what whole passes, one for each, would take.
  static func ablation(_ folder: URL) throws {
    let model = try LanguageModel(folder: folder, threads: threads)
    let sizes = model.configuration
    let encoding = Encoding(ids: (0..<20).map { 5 + 37 * $0 % (sizes.vocabularySize - 5) })
    let clock = ContinuousClock()
    var passes: [Double] = []
    var ablations: [Double] = []
    for _ in 0..<5 {
      passes.append(milliseconds(try clock.measure { _ = try model.forward(encoding, recording: .output) }))
      ablations.append(milliseconds(try clock.measure { _ = try HeadAblation(model, encoding, pooling: .mean) }))
    }
    let count = sizes.layers * (sizes.heads + 2)
    let naive = passes.sorted()[2] * Double(count)
    print(
      "\(sizes.layers) layers of \(sizes.heads) heads: \(quartiles(ablations)); \(count) whole passes:",
      String(format: "%.2f ms", naive))
  }

  static func paired(_ folder: URL, peer: [String]) throws {
    let clock = ContinuousClock()
    var model: LanguageModel?
    let loading = try clock.measure { model = try LanguageModel(folder: folder, threads: threads) }
    guard let model else { return }
    print("load", String(format: "%.2f ms", milliseconds(loading)))
    for count in [12, 128] {
      let encoding = Encoding(ids: (0..<count).map { 1000 + 37 * $0 })
      let other = peer.count == 4 ? try Peer(peer + [String(count)]) : nil
      var own: [Double] = []
      var theirs: [Double] = []
      for round in 0..<(count == 12 ? 400 : 120) {
        // Threads spin on for a while after a run: each side waits until the other's are asleep.
        usleep(15_000)
        let elapsed = try clock.measure { _ = try model.forward(encoding) }
        usleep(15_000)
        let answer = try other?.run()
        // The first rounds wake threads and fetch pages on both sides.
        if round < 20 { continue }
        own.append(milliseconds(elapsed))
        if let answer { theirs.append(answer) }
      }
      print("\(count) tokens: Quire \(quartiles(own))", theirs.isEmpty ? "" : "\(peer[2]) \(quartiles(theirs))")
    }
  }
}
