import BenchmarkPeer
import Foundation
import Glibc
import Images
import Transformers

/// Times CLIP in turn with onnxruntime on the same model.
///
///     clip-benchmark MODEL_FOLDER [PYTHON PEER.PY MODEL.ONNX]   one picture with 2 and with 64 captions of 8 tokens
///     clip-benchmark cold MODEL_FOLDER                          probabilities from process start
///     clip-benchmark captions MODEL_FOLDER COUNT                captions a second, and memory
@main
struct CLIPBenchmark {
  static let threads = 2

  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case nil: print("usage: clip-benchmark [cold | captions] MODEL_FOLDER [COUNT | PYTHON PEER.PY MODEL.ONNX]")
    case "cold": try cold(URL(filePath: arguments[1]))
    case "captions": try captions(URL(filePath: arguments[1]), count: Int(arguments[2]) ?? 1000)
    default: try paired(URL(filePath: arguments[0]), peer: Array(arguments.dropFirst()))
    }
  }

  static func cold(_ folder: URL) throws {
    let model = try CLIPModel(folder: folder, threads: threads)
    let picture = try model.imageVector(model.pixels(of: gradient()))
    let logits = model.logits(picture, try model.textVectors(["a photo of a cat", "a photo of a dog"]))
    let weights = logits.map { exp(Double($0 - logits.max()!)) }
    print("\(weights.map { $0 / weights.reduce(0, +) }) \(peak()) MiB")
  }

  static func captions(_ folder: URL, count: Int) throws {
    let model = try CLIPModel(folder: folder, threads: threads)
    let before = peak()
    let clock = ContinuousClock()
    for (name, beginning) in [("that share a beginning", "a photo of a"), ("that share none", "")] {
      let captions = (0..<count).map { "\(beginning) \($0 * 7919 % count) cats and \($0 % 97) dogs" }
      let elapsed = try clock.measure { _ = try model.textVectors(captions) }
      print("\(count) captions \(name): \(Int(Double(count) / milliseconds(elapsed) * 1e3)) a second")
    }
    print("peak \(before) MiB when loaded, \(peak()) MiB at the end")
  }

  static func paired(_ folder: URL, peer: [String]) throws {
    let clock = ContinuousClock()
    var loaded: CLIPModel?
    let loading = try clock.measure { loaded = try CLIPModel(folder: folder, threads: threads) }
    guard let model = loaded else { return }
    print("load \(milliseconds(loading)) ms")
    let pixels = try model.pixels(of: gradient())
    for count in [2, 64] {
      // No two share more than the first mark: no beginning is read once for many.
      let captions = (0..<count).map { caption in
        [49406] + (0..<6).map { 1000 + 401 * caption + 3571 * $0 } + [49407]
      }
      let other = peer.count == 3 ? try Peer([peer[0], peer[1], "serve", peer[2], String(count)]) : nil
      var own: [Double] = []
      var theirs: [Double] = []
      for round in 0..<(count == 2 ? 44 : 24) {
        // Both sides' threads spin on for a while after a run: each waits until the other's are asleep.
        usleep(15_000)
        let elapsed = try clock.measure {
          _ = model.logits(try model.imageVector(pixels), model.vectors(of: captions))
        }
        usleep(15_000)
        let answer = try other?.run()
        // The first rounds wake threads and fetch pages on both sides.
        if round < 4 { continue }
        own.append(milliseconds(elapsed))
        if let answer { theirs.append(answer) }
      }
      let ratio = zip(theirs, own).map { $0 / $1 }.sorted()
      print(
        "1 picture and \(count) captions: Quire \(quartiles(own))",
        theirs.isEmpty ? "" : "onnxruntime \(quartiles(theirs)) ratio \(String(format: "%.2f", ratio[ratio.count / 2]))"
      )
    }
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
