/// How many of a training's threads work together, chosen anew for each round.
///
/// Threads that share the columns meet once a group, every few microseconds. Where another process is busy on one of their
/// processors, the scheduler takes that from a thread for milliseconds, all others wait, and fewer threads are faster. The
/// bits do not depend on the choice, so time may be measured for it.
package protocol TeamPolicy {
  /// How many threads train on the next round, from one to as many as there are.
  ///
  /// - Parameter round: What the last round took; nil before the first.
  mutating func team(after round: TrainingRound?) -> Int

  /// Into how many panels the columns are best cut for the teams to come; each thread of a team needs one at least.
  var panels: Int { get }

  /// Notes how long it took to cut the columns and to join them again.
  mutating func note(cutting: Duration)
}

extension TeamPolicy {
  /// As many as there can be.
  package var panels: Int { .max }

  package mutating func note(cutting: Duration) {}
}

/// What a round of batches took.
package struct TrainingRound: Sendable {
  /// How many targets its predictions had.
  package var targets: Int
  /// How long it took.
  package var time: Duration
  /// How long threads slept meanwhile, since another was late.
  package var slept: Duration

  package init(targets: Int = 0, time: Duration = .zero, slept: Duration = .zero) {
    self.targets = targets
    self.time = time
    self.slept = slept
  }
}

/// All threads while they hardly sleep; where they do, half as many, until those are measured to be slower.
///
/// Where a smaller team is to work for a while, the columns are cut into as many panels as it has threads: walking through each
/// group for two half panels takes a quarter more than for a whole one.
///
/// A smaller team works for four times as long each time before the larger one is tried again, so that a neighbour who stays
/// costs a hundredth of the time.
package struct MeasuredTeam: TeamPolicy {
  private static let trial = Duration.milliseconds(12)
  private static let shortestRest = Duration.milliseconds(100)
  private static let longestRest = Duration.milliseconds(1600)
  /// From which rest on columns are cut for the smaller team.
  private static let longRest = Duration.milliseconds(400)

  private let threads: Int
  private var team: Int
  /// What the rounds took since the team was chosen or last judged.
  private var spell = TrainingRound()
  /// How long a team smaller than possible works before a larger one is tried.
  private var rest = shortestRest
  /// The longest that cutting has taken.
  private var cutting = Duration.zero
  /// Seconds for a target with the smaller team that this one is tried after.
  private var smallerPace: Double?

  package init(threads: Int) {
    self.threads = threads
    team = threads
  }

  package var panels: Int { team < threads && rest >= Self.longRest ? team : threads }

  package mutating func note(cutting: Duration) { self.cutting = max(self.cutting, cutting) }

  package mutating func team(after round: TrainingRound?) -> Int {
    guard let round, threads > 1 else { return team }
    spell.targets += round.targets
    spell.time += round.time
    spell.slept += round.slept
    let pace = spell.time / .seconds(1) / Double(max(spell.targets, 1))
    let isCalm = spell.slept * 5 < spell.time
    if team > 1, spell.time >= Self.trial, smallerPace.map({ pace > $0 }) ?? !isCalm {
      choose(team / 2, after: nil)
    } else if team < threads, spell.time >= max(rest, panels < threads ? cutting * 40 : .zero) {
      rest = min(rest * 4, Self.longestRest)
      choose(min(team * 2, threads), after: pace)
    } else if team == threads, spell.time >= (isCalm ? Self.shortestRest : Self.longestRest) {
      // A pace of long ago says nothing.
      rest = Self.shortestRest
      choose(team, after: nil)
    }
    return team
  }

  private mutating func choose(_ team: Int, after smallerPace: Double?) {
    self.team = team
    self.smallerPace = smallerPace
    spell = TrainingRound()
  }
}
