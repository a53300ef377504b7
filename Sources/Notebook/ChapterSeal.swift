/// The sums of the run that made a chapter's output: `seal.json` in the chapter's folder.
///
/// A chapter is fresh while both hold: the inputs' sums cover all that it comes from, the digest all that it wrote.
public struct ChapterSeal: Codable, Sendable, Equatable {
  /// Each part of the input and its value or sum, so that a stale chapter can say which part changed.
  public var inputs: [String: String]
  /// The sum over the files that the run wrote.
  public var outputDigest: String

  /// The sums of one run.
  public init(inputs: [String: String], outputDigest: String) {
    self.inputs = inputs
    self.outputDigest = outputDigest
  }
}

/// Why the latest run of a chapter failed: `state/<slug>.json`. The output on disk, if any, is an earlier run's.
public struct ChapterFailure: Codable, Sendable, Equatable {
  /// The error, in the words it was reported with.
  public var message: String

  /// A failure.
  public init(message: String) { self.message = message }
}
