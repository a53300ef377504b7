import Foundation

/// When each part of a run was at what, and how many cores the run kept busy.
///
/// A track is a chapter, or ``report`` for what is made of all; on one track spans follow each other, tracks run side by side.
struct Timeline: Sendable {
  /// A stage of a track, in seconds since the start.
  struct Span: Encodable, Sendable, Equatable {
    var track: String
    var stage: String
    var start: Double
    var seconds: Double
  }

  /// A time, and what processors had worked until then.
  struct Moment: Sendable, Equatable {
    /// Seconds since the start.
    var seconds: Double
    /// Seconds of all processors that this process has taken, and programs of its own that have ended.
    var processor: Double
  }

  /// The track of what comes after the chapters.
  static let report = "report"

  /// The stages that have ended, in the order of their ends.
  private(set) var spans: [Span] = []
  /// The moments at which a stage began or ended.
  private(set) var moments: [Moment] = []
  private var open: [String: (stage: String, start: Double)] = [:]

  /// A track goes on to a stage, which ends the one that it was at.
  mutating func enter(_ stage: String, on track: String, at moment: Moment) {
    leave(track, at: moment)
    open[track] = (stage, moment.seconds)
  }

  /// A track is at nothing any more.
  mutating func leave(_ track: String, at moment: Moment) {
    moments.append(moment)
    guard let (stage, start) = open.removeValue(forKey: track) else { return }
    spans.append(Span(track: track, stage: stage, start: start, seconds: moment.seconds - start))
  }

  /// How many cores were busy from each moment to the next, with where that began; moments closer than a
  /// hundredth of a second say nothing and are taken together.
  var cores: [(start: Double, busy: Double)] {
    var found: [(start: Double, busy: Double)] = []
    guard var last = moments.first else { return [] }
    for moment in moments.dropFirst() where moment.seconds - last.seconds >= 0.01 {
      found.append((last.seconds, (moment.processor - last.processor) / (moment.seconds - last.seconds)))
      last = moment
    }
    return found
  }
}

extension Timeline.Moment {
  /// Now.
  ///
  /// - Parameter start: When the run began.
  init(since start: ContinuousClock.Instant) {
    seconds = (ContinuousClock.now - start) / .seconds(1)
    processor = 0
    for who in [RUSAGE_SELF.rawValue, RUSAGE_CHILDREN.rawValue] {
      var usage = rusage()
      getrusage(__rusage_who_t(who), &usage)
      for time in [usage.ru_utime, usage.ru_stime] { processor += Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    }
  }
}
