import Embeddings
import Testing

@Suite struct TeamPolicyTests {
  /// Lets a policy choose for a while, with rounds of 6 ms that get done what `pace` says of a team.
  private func teams(
    _ policy: inout MeasuredTeam, rounds: Int, slept: Int = 0, ifMoreThan calm: Int = 1, pace: (Int) -> Int
  ) -> [Int] {
    var team = policy.team(after: nil)
    return (0..<rounds).map { _ in
      defer {
        team = policy.team(
          after: TrainingRound(
            targets: pace(team), time: .milliseconds(6), slept: .milliseconds(team > calm ? slept : 0)))
      }
      return team
    }
  }

  @Test func `threads that hardly wait stay together`() {
    var policy = MeasuredTeam(threads: 2)
    #expect(teams(&policy, rounds: 200) { $0 * 80 }.allSatisfy { $0 == 2 })
    #expect(teams(&policy, rounds: 200, slept: 1) { $0 * 80 }.allSatisfy { $0 == 2 })
  }

  @Test func `beside a busy neighbour one works, and tries two ever less often`() {
    var policy = MeasuredTeam(threads: 2)
    let chosen = teams(&policy, rounds: 2_000, slept: 4) { $0 == 2 ? 30 : 100 }
    #expect(chosen.prefix(3) == [2, 2, 1])
    #expect(chosen.prefix(500).count { $0 == 2 } < 14)
    #expect(chosen.suffix(1_000).count { $0 == 2 } < 10)
    // Left alone they are together again before two seconds are over.
    let free = teams(&policy, rounds: 500) { $0 * 80 }
    #expect(free.suffix(200).allSatisfy { $0 == 2 })
  }

  @Test
  func `the columns are cut for one where that works for long, and for less of the time where cutting takes long`() {
    for (cutting, rounds) in [(Duration.zero, 280), (.milliseconds(200), 1_340)] {
      var policy = MeasuredTeam(threads: 2)
      #expect(policy.panels == 2)
      var shares: [Int] = []
      for _ in 0..<4_000 {
        let team = policy.team(after: nil)
        #expect(policy.panels >= team)
        shares.append(policy.panels)
        _ = policy.team(
          after: TrainingRound(
            targets: team == 2 ? 30 : 100, time: .milliseconds(6), slept: .milliseconds(team == 2 ? 4 : 0)))
        policy.note(cutting: cutting)
      }
      #expect(shares.count { $0 == 1 } > 3_800)
      // A trial of two takes three rounds at most; what lies between two trials is as long as is worth it.
      let trials = shares.split(separator: 1).count
      #expect((4_000 / rounds - 1...4_000 / rounds + 4).contains(trials), "\(trials)")
    }
  }

  @Test func `two that wait stay together where one is slower`() {
    var policy = MeasuredTeam(threads: 2)
    let chosen = teams(&policy, rounds: 1_000, slept: 2) { $0 == 2 ? 130 : 100 }
    #expect(chosen.count { $0 == 1 } < 100)
  }

  @Test func `of eight as many work as are fastest`() {
    var policy = MeasuredTeam(threads: 8)
    let chosen = teams(&policy, rounds: 2_000, slept: 3, ifMoreThan: 4) { $0 == 8 ? 250 : $0 * 80 }
    #expect(chosen.suffix(1_000).count { $0 == 4 } > 950)
    #expect(teams(&policy, rounds: 10) { _ in 0 }.allSatisfy { (1...8).contains($0) })
    var one = MeasuredTeam(threads: 1)
    #expect(teams(&one, rounds: 100, slept: 5) { _ in 1 }.allSatisfy { $0 == 1 })
  }
}
