internal import Embeddings
internal import LinearAlgebra

/// How much of a score is owed to which pairs happen to be in the file: its scores on pairs drawn from them with replacement.
struct PairBootstrap {
  /// So many draws hold a 95 % interval still to about 0.01.
  private static let draws = 2_000

  /// The score on each draw, on average over the trainings; nan where the pairs drawn are all alike.
  private let scores: [Double]

  /// Scores trainings of one setting; two settings with the same seed and the same pairs are scored on the same draws.
  init(_ trainings: [WordPairEvaluation], seed: UInt64) {
    guard let pairs = trainings.first?.scored, !pairs.isEmpty else {
      scores = []
      return
    }
    let judged = RankOrder(pairs.map(\.judgement))
    let found = trainings.map { RankOrder($0.scored.map(\.similarity)) }
    var random = SeededRandom(seed: seed)
    scores = (0..<Self.draws).map { _ in
      var times = [Int](repeating: 0, count: pairs.count)
      for _ in pairs { times[Int.random(in: pairs.indices, using: &random)] += 1 }
      let ranks = judged.ranks(counting: times)
      return found.map { RankOrder.correlation(ranks, $0.ranks(counting: times), counting: times) ?? .nan }.mean
    }
  }

  /// Where 95 % of the differences to another setting lie, draw by draw; `nil` where too few have a value.
  func interval(above other: PairBootstrap) -> (low: Double, high: Double)? {
    let differences = zip(scores, other.scores).map { $0 - $1 }.filter(\.isFinite).sorted()
    guard differences.count >= Self.draws / 2 else { return nil }
    let tail = differences.count / 40
    return (differences[tail], differences[differences.count - 1 - tail])
  }
}
