import Basics
import Foundation
import Notebook

/// What a run took: `run.json` and `run.log`, which no output contains.
struct RunLog {
  let outcomes: [ReportRunner.Outcome]
  let lines: [String]
  let seconds: Double
  let timeline: Timeline

  private struct Record: Encodable {
    var seconds: Double
    var threads: Int
    var chapters: [Chapter]
    var timeline: [Timeline.Span]

    struct Chapter: Encodable {
      var slug: String
      var ran: Bool
      var seconds: Double
      var failure: String?
    }
  }

  /// Writes both files; a folder that cannot be written has been told already.
  func write(to folder: ReportFolder, _ output: OutputFolder, threads: Int) throws {
    try output.claim(["run.json", "run.log"])
    let record = Record(
      seconds: rounded(seconds), threads: threads,
      chapters: outcomes.map {
        .init(slug: $0.slug, ran: $0.ran, seconds: rounded($0.seconds), failure: $0.failure)
      },
      timeline: timeline.spans.map {
        .init(track: $0.track, stage: $0.stage, start: rounded($0.start), seconds: rounded($0.seconds))
      })
    if let bytes = try? CanonicalJSON.encode(record) {
      try? AtomicFile.write(bytes, to: folder.output.appending(path: "run.json"))
    }
    guard outcomes.contains(where: \.ran) else { return }
    let text = lines.joined(separator: "\n") + "\n"
    try? AtomicFile.write(Data(text.utf8), to: folder.output.appending(path: "run.log"))
  }

  private func rounded(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }
}
