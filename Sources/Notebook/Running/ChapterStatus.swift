/// Whether a chapter's output on disk is what a run would give now.
public enum ChapterStatus: Sendable, Equatable {
  /// Inputs and outputs are as the last run left them.
  case fresh
  /// There is output, but a run would give another; the reasons say why.
  case stale([String])
  /// The latest run failed.
  case failed(String)
  /// There is no output.
  case neverRun

  /// One word, for a list.
  public var word: String {
    switch self {
    case .fresh: "fresh"
    case .stale: "stale"
    case .failed: "failed"
    case .neverRun: "never run"
    }
  }

  /// Why it is so, one a line.
  public var reasons: [String] {
    switch self {
    case .fresh, .neverRun: []
    case .stale(let reasons): reasons
    case .failed(let message): [message]
    }
  }
}
