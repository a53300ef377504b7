/// Whether a caller's workers are worth waiting for.
///
/// Where another process is busy on a worker's processor, the scheduler takes that from the worker for milliseconds, and the
/// caller waits for the one task that the worker had claimed: longer than it would have taken to do all alone. After such a
/// wait the caller is alone for a while, and for twice as long each time that it happens again at once.
package struct Company {
  private static let shortestRest = Duration.milliseconds(10)
  private static let longestRest = Duration.milliseconds(640)
  private static let patience = Duration.microseconds(300)

  private var rest = shortestRest
  private var aloneUntil: ContinuousClock.Instant?
  private var togetherSince: ContinuousClock.Instant?

  package init() {}

  /// Whether workers are to take part.
  package mutating func isWanted(at now: ContinuousClock.Instant) -> Bool {
    if let end = aloneUntil {
      guard now >= end else { return false }
      aloneUntil = nil
      togetherSince = now
    }
    return true
  }

  /// Notes a wait for the last tasks of others.
  ///
  /// - Parameter task: How long one of the caller's own tasks took: what is as long as a few of them is no wait for a thread
  ///   that was taken away.
  package mutating func waited(
    until end: ContinuousClock.Instant, since start: ContinuousClock.Instant, after task: Duration
  ) {
    guard end - start > max(Self.patience, task * 3) else { return }
    let isNews = togetherSince.map { end - $0 > rest } ?? true
    rest = isNews ? Self.shortestRest : min(rest * 2, Self.longestRest)
    aloneUntil = end + rest
  }
}
