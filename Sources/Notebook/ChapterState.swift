/// What is known of a chapter's last run: `state/<slug>.json`.
///
/// A chapter is fresh while both sums hold: the fingerprint covers all that it comes from, the digest all that it wrote.
public struct ChapterState: Codable, Sendable, Equatable {
  /// Each part of the input and its sum, so that a stale chapter can say which part changed.
  public var inputs: [String: String]
  /// The sum over the files that the last good run wrote.
  public var outputDigest: String
  /// Why the latest run failed; absent when it did not. The output on disk is then the last good run's, if any.
  public var failure: Failure?

  /// What went wrong in the latest run.
  public struct Failure: Codable, Sendable, Equatable {
    /// The error, in the words it was reported with.
    public var message: String

    /// A failure.
    public init(message: String) { self.message = message }
  }

  /// A chapter's state.
  public init(inputs: [String: String] = [:], outputDigest: String = "", failure: Failure? = nil) {
    self.inputs = inputs
    self.outputDigest = outputDigest
    self.failure = failure
  }
}
