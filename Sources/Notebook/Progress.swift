/// How far a chapter is.
public struct ProgressUpdate: Sendable, Equatable {
  /// What it is at.
  public let stage: String
  /// How much of the stage is done, from 0 to 1, where that is known.
  public let fraction: Double?
  /// A figure worth watching.
  public let detail: String

  /// A moment of a run.
  public init(stage: String, fraction: Double? = nil, detail: String = "") {
    self.stage = stage
    self.fraction = fraction
    self.detail = detail
  }
}

/// Takes the news of a run: a terminal draws bars, a log file takes lines, a test listens.
public protocol ProgressReporter: Sendable {
  /// A chapter got further.
  func update(_ slug: String, _ update: ProgressUpdate)
  /// A chapter began or ended: worth a line of its own.
  func note(_ slug: String, _ message: String)
  /// A chapter ended with an error.
  func fail(_ slug: String, _ message: String)
  /// A chapter goes on, and something about its output must be known.
  func warn(_ slug: String, _ message: String)
}
