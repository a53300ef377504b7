import Basics
import Foundation

extension Timeline {
  /// The timeline in the form that Chrome's `about:tracing`, Perfetto and Speedscope read: a row for each track, its stages as
  /// bars, and a curve of the cores that were busy. Times are microseconds since the start.
  ///
  /// *Trace Event Format*, Google, 2016: events `X` (complete), `C` (counter) and `M` (metadata).
  func chromeTrace() throws -> Data {
    var tracks: [String] = []
    for span in spans.sorted(by: { ($0.start, $0.track) < ($1.start, $1.track) }) where !tracks.contains(span.track) {
      tracks.append(span.track)
    }
    var events = [TraceEvent(name: "process_name", ph: "M", args: .init(name: "quire"))]
    for (row, track) in tracks.enumerated() {
      events.append(TraceEvent(name: "thread_name", ph: "M", tid: row + 1, args: .init(name: track)))
      events += spans.filter { $0.track == track }.map {
        TraceEvent(
          name: $0.stage, ph: "X", tid: row + 1, ts: ($0.start * 1e6).rounded(), dur: ($0.seconds * 1e6).rounded())
      }
    }
    events += cores.map { interval in
      TraceEvent(
        name: "cores", ph: "C", ts: (interval.start * 1e6).rounded(),
        args: .init(busy: (interval.busy * 100).rounded() / 100))
    }
    return try CanonicalJSON.encode(Trace(traceEvents: events, displayTimeUnit: "ms"), isCompact: true)
  }
}

/// A file of Chrome's traces; names are the format's own.
private struct Trace: Encodable {
  var traceEvents: [TraceEvent]
  var displayTimeUnit: String
}

/// One event of such a file.
private struct TraceEvent: Encodable {
  var name: String
  var ph: String
  var pid = 1
  var tid = 0
  var ts: Double?
  var dur: Double?
  var args: Arguments?

  struct Arguments: Encodable {
    var name: String?
    var busy: Double?
  }
}
