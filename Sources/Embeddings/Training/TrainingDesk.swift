/// What the threads of a training have to do next: train on a round together, or plan batches ahead of their turn.
///
/// Batches are numbered through all epochs. Those planned ahead lie in a ring of places, batch n in place n mod their number.
/// Who trains never waits for who plans: a batch that is not ready at its turn is planned by who needs it, to the same
/// choices, and what the late thread makes of it counts for nothing.
package struct TrainingDesk {
  /// Some batches of an epoch that a team trains on together.
  package struct Round: Equatable {
    package let number: Int
    package let epoch: Int
    package let batches: Range<Int>
    package let team: Int
    /// For each batch the place in which it lies ready, or nil where the thread of its turn is to plan it.
    package let places: [Int?]
  }

  /// What a thread is to do.
  package enum Task: Equatable {
    case train(Round)
    case plan(batch: Int, place: Int)
    case end
  }

  /// What lies in a place of the ring.
  private enum Place { case nothing, planned, ready, inUse, late }

  private let batches: Int
  /// The end of the last epoch's batches.
  private let end: Int
  private var places: [Place]
  /// The first batch that nobody plans or has planned.
  private var next: Int
  private var round: Round?
  private var isOver = false

  /// - Parameters:
  ///   - batches: How many an epoch has.
  ///   - places: How many batches may lie ready ahead of their turn.
  ///   - start: The batch to begin with, counted through all epochs.
  package init(batches: Int, epochs: Int, places: Int, start: Int) {
    self.batches = batches
    self.places = .init(repeating: .nothing, count: places)
    end = batches * epochs
    next = start
  }

  /// Begins a round, whose predecessor's places are free again.
  package mutating func begin(epoch: Int, _ range: Range<Int>, team: Int) -> Round {
    for case let place? in round?.places ?? [] { places[place] = .nothing }
    let started = Round(
      number: (round?.number ?? 0) + 1, epoch: epoch, batches: range, team: team,
      places: range.map { take(epoch * batches + $0) })
    round = started
    return started
  }

  /// The place in which a batch lies ready; nil where it does not, and from then on nobody plans it ahead.
  private mutating func take(_ batch: Int) -> Int? {
    guard batch < next else {
      next = batch + 1
      return nil
    }
    let place = batch % places.count
    switch places[place] {
    case .ready:
      places[place] = .inUse
      return place
    case .planned: places[place] = .late
    case .nothing, .inUse, .late: break
    }
    return nil
  }

  /// What a thread is to do next; nil where it has to wait.
  ///
  /// - Parameter answered: The number of the last round that it took part in.
  package mutating func task(for thread: Int, answered: Int) -> Task? {
    if isOver { return .end }
    guard let round else { return nil }
    guard thread >= round.team else { return round.number == answered ? nil : .train(round) }
    guard next < end, case .nothing = places[next % places.count] else { return nil }
    defer { next += 1 }
    places[next % places.count] = .planned
    return .plan(batch: next, place: next % places.count)
  }

  /// Notes that a batch was planned.
  package mutating func finish(place: Int) {
    if case .late = places[place] { places[place] = .nothing } else { places[place] = .ready }
  }

  /// Ends all threads' work.
  package mutating func close() { isOver = true }
}
