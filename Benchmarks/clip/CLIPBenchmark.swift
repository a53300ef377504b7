import BenchmarkPeer
import Foundation
import Glibc
import Images
import Transformers

/// Times CLIP in turn with onnxruntime or transformers on the same model.
///
///     clip-benchmark MODEL_FOLDER [PYTHON PEER.PY MODEL.ONNX]            one picture with 2 and with 64 captions of 8 tokens
///     clip-benchmark captions MODEL_FOLDER FILE [PYTHON PEER.PY PEER …]  the captions of a file, and memory
///     clip-benchmark cold MODEL_FOLDER [THREADS]                         probabilities from process start
@main
struct CLIPBenchmark {
  static let threads = 2

  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case nil: print("usage: clip-benchmark [cold | captions] MODEL_FOLDER [FILE | THREADS] [PYTHON PEER.PY …]")
    case "cold":
      try cold(URL(filePath: arguments[1]), threads: arguments.dropFirst(2).first.flatMap { Int($0) } ?? threads)
    case "captions":
      try captions(URL(filePath: arguments[1]), file: arguments[2], peer: Array(arguments.dropFirst(3)))
    default: try pictures(URL(filePath: arguments[0]), peer: Array(arguments.dropFirst()))
    }
  }

  static func cold(_ folder: URL, threads: Int) throws {
    let model = try CLIPModel(folder: folder, threads: threads)
    let picture = try model.imageVector(model.pixels(of: gradient()))
    let logits = model.logits(picture, try model.textVectors(["a photo of a cat", "a photo of a dog"]))
    let weights = logits.map { exp(Double($0 - logits.max()!)) }
    print("\(weights.map { $0 / weights.reduce(0, +) }) \(peak()) MiB")
  }

  static func captions(_ folder: URL, file: String, peer: [String]) throws {
    let model = try CLIPModel(folder: folder, threads: threads)
    let captions = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map(String.init)
    let command = peer.count < 3 ? [] : Array(peer[..<3]) + [folder.path, file] + peer[3...]
    try inTurn("\(captions.count) captions", command, rounds: 7, warmUp: 2) {
      _ = try model.textVectors(captions)
    }
    print("peak \(peak()) MiB")
  }

  static func pictures(_ folder: URL, peer: [String]) throws {
    let model = try CLIPModel(folder: folder, threads: threads)
    let pixels = try model.pixels(of: gradient())
    for count in [2, 64] {
      // No two share more than the first mark: no beginning is read once for many.
      let captions = (0..<count).map { caption in
        [49406] + (0..<6).map { 1000 + 401 * caption + 3571 * $0 } + [49407]
      }
      let command = peer.count == 3 ? [peer[0], peer[1], "serve", peer[2], String(count)] : []
      try inTurn("1 picture and \(count) captions", command, rounds: count == 2 ? 44 : 24, warmUp: 4) {
        _ = model.logits(try model.imageVector(pixels), model.vectors(of: captions))
      }
    }
  }

  /// Runs both sides in turn and prints both medians and the median ratio.
  ///
  /// - Parameter warmUp: How many first rounds do not count: they wake threads and fetch pages on both sides.
  static func inTurn(
    _ name: String, _ command: [String], rounds: Int, warmUp: Int, _ body: () throws -> Void
  ) throws {
    let peer = command.isEmpty ? nil : try Peer(command)
    let clock = ContinuousClock()
    var own: [Double] = []
    var theirs: [Double] = []
    for round in 0..<rounds {
      // Both sides' threads spin on for a while after a run: each waits until the other's are asleep.
      usleep(15_000)
      let elapsed = try clock.measure(body)
      usleep(15_000)
      let answer = try peer?.run()
      if round < warmUp { continue }
      own.append(milliseconds(elapsed))
      if let answer { theirs.append(answer) }
    }
    let ratio = zip(theirs, own).map { $0 / $1 }.sorted()
    print(
      "\(name): Quire \(quartiles(own))",
      theirs.isEmpty ? "" : "peer \(quartiles(theirs)) ratio \(String(format: "%.2f", ratio[ratio.count / 2]))")
  }

  /// A picture of a photo's size.
  static func gradient() throws -> Image {
    var pixels: [UInt8] = []
    for y in 0..<480 {
      for x in 0..<640 { pixels += [UInt8(x * 255 / 639), UInt8(y * 255 / 479), UInt8((x ^ y) & 255), 255] }
    }
    return try Image(width: 640, height: 480, pixels: pixels)
  }

  /// The most memory that the process had, in MiB.
  static func peak() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss / 1024
  }
}
