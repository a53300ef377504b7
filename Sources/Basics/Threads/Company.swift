/// Whether a caller's workers are worth waiting for.
///
/// Where another process is busy on a worker's processor, the scheduler takes that from the worker for milliseconds, and the
/// caller waits for the one task that the worker had claimed: longer than it would have taken to do all alone. Where a fifth
/// of the time goes by so, the caller is alone for a while, and for twice as long each time that a new trial fails.
package struct Company {
  private static let trial = Duration.milliseconds(12)
  private static let shortestRest = Duration.milliseconds(50)
  private static let longestRest = Duration.milliseconds(1600)

  private var rest = shortestRest
  /// How much work is still to be done alone.
  private var alone = Duration.zero
  /// What work took since the caller was alone or the last judgement, and how much of it was waiting.
  private var spell = (time: Duration.zero, waited: Duration.zero)

  package init() {}

  /// Whether workers are to take part.
  package var isWanted: Bool { alone <= .zero }

  /// Notes a piece of work and how long the caller waited for the last tasks of others.
  package mutating func note(time: Duration, waited: Duration) {
    guard isWanted else { return alone -= time }
    spell.time += time
    spell.waited += waited
    guard spell.time >= Self.trial else { return }
    if spell.waited * 5 > spell.time {
      alone = rest
      rest = min(rest * 2, Self.longestRest)
      spell = (.zero, .zero)
    } else if spell.time >= Self.shortestRest {
      rest = Self.shortestRest
      spell = (.zero, .zero)
    }
  }
}
