import Basics
import Foundation
import Plotting
import Synchronization

/// Draws one figure of every kind, or times a hundred: `FigureBench data.json [folder]`.
@main struct FigureBench {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 2 else {
      print("usage: FigureBench data.json [folder for the figures]")
      exit(2)
    }
    let figures = gallery(try SampleData(path: arguments[1]))
    if arguments.count > 2 {
      let folder = URL(fileURLWithPath: arguments[2])
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for figure in figures {
        try Data(figure.png()).write(to: folder.appendingPathComponent("\(figure.id).png"))
        try Data(figure.png(theme: .dark, dpi: 100)).write(to: folder.appendingPathComponent("\(figure.id)-dark.png"))
        try Data(figure.svg()).write(to: folder.appendingPathComponent("\(figure.id).svg"))
        try Data(figure.pdf()).write(to: folder.appendingPathComponent("\(figure.id).pdf"))
      }
    }
    let temporary = FileManager.default.temporaryDirectory.appendingPathComponent("figure-bench.png")
    let clock = ContinuousClock()
    _ = try figures[0].png()
    var total = Duration.zero
    for figure in figures {
      let times = try (0..<3).map { _ in
        try clock.measure { try Data(figure.png()).write(to: temporary) }
      }
      total += times.sorted()[1]
      let (size, milliseconds) = (try figure.png().count, times.sorted()[1] / .milliseconds(1))
      print(
        "\(figure.id.padding(toLength: 12, withPad: " ", startingAt: 0)) \((milliseconds * 10).rounded() / 10) ms  \(size) bytes"
      )
    }
    print("all kinds: \(total / .milliseconds(1)) ms")

    // A hundred of the size used, each unlike the others.
    var hundred: [Figure] = []
    for index in 0..<100 {
      var figure = figures[[0, 1, 2, 3, 11, 12][index % 6]]
      figure.id += "-\(index)"
      figure.size = Figure.defaultSize
      hundred.append(figure)
    }
    // Two at a time, as a report draws them.
    let failure = Mutex<(any Error)?>(nil)
    let hundredTime = clock.measure { [hundred] in
      WorkerPool(2).forEach(hundred.count) { index, worker in
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("figure-bench-\(worker).png")
        do { try Data(hundred[index].png()).write(to: file) } catch { failure.withLock { $0 = error } }
      }
    }
    if let failure = failure.withLock({ $0 }) { throw failure }
    print("100 figures of 470 × 300 pt at 200 dpi, two at a time: \(hundredTime / .milliseconds(1)) ms")
  }
}
