import BenchmarkPeer
import Foundation
import Glibc
import Transformers

/// Times a pass over a BERT with everything recorded, in turn with onnxruntime exporting all attentions of the same model.
///
///     attention-benchmark MODEL_FOLDER [PYTHON PEER.PY MODEL.ONNX]
///     attention-benchmark cold MODEL_FOLDER            one sentence from process start, for `time` around it
@main
struct AttentionBenchmark {
  static let threads = 2

  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case nil: print("usage: attention-benchmark [cold] MODEL_FOLDER [PYTHON PEER.PY MODEL.ONNX]")
    case "cold": try cold(URL(filePath: arguments[1]))
    default: try paired(URL(filePath: arguments[0]), peer: Array(arguments.dropFirst()))
    }
  }

  static func cold(_ folder: URL) throws {
    let model = try LanguageModel(folder: folder, threads: threads)
    let pass = try model.forward(model.tokenizer.encode("The cat sat on the mat because it was tired."))
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    print("\(pass.layers[0].probabilities.shape) \(usage.ru_maxrss / 1024) MiB")
  }

  static func paired(_ folder: URL, peer: [String]) throws {
    let clock = ContinuousClock()
    var model: LanguageModel?
    let loading = try clock.measure { model = try LanguageModel(folder: folder, threads: threads) }
    guard let model else { return }
    print("load \(milliseconds(loading)) ms")
    for count in [12, 128] {
      let encoding = Encoding(ids: (0..<count).map { 1000 + 37 * $0 })
      let other = peer.count == 3 ? try Peer([peer[0], peer[1], "serve", peer[2], String(count)]) : nil
      var own: [Double] = []
      var theirs: [Double] = []
      for round in 0..<(count == 12 ? 400 : 120) {
        // Both sides' threads spin on for a while after a run: each waits until the other's are asleep.
        usleep(15_000)
        let elapsed = try clock.measure { _ = try model.forward(encoding) }
        usleep(15_000)
        let answer = try other?.run()
        // The first rounds wake threads and fetch pages on both sides.
        if round < 20 { continue }
        own.append(milliseconds(elapsed))
        if let answer { theirs.append(answer) }
      }
      print("\(count) tokens: Quire \(quartiles(own))", theirs.isEmpty ? "" : "onnxruntime \(quartiles(theirs))")
    }
    let sentence = model.tokenizer.encode("The old keeper of the lighthouse writes the name of every ship in a book.")
    let ablation = try clock.measure { _ = try HeadAblation(model, sentence, pooling: .mean) }
    print("ablating every head and layer, \(sentence.count) tokens: \(milliseconds(ablation)) ms")
  }
}
