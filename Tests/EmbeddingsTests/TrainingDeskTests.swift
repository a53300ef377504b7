import Embeddings
import Testing

@Suite struct TrainingDeskTests {
  /// Everything that a thread plans ahead until it has to wait, as batch numbers, each finished at once.
  private func planned(_ desk: inout TrainingDesk, by thread: Int = 1) -> [Int] {
    var batches: [Int] = []
    while case .plan(let batch, let place)? = desk.task(for: thread, answered: 0) {
      desk.finish(place: place)
      batches.append(batch)
    }
    return batches
  }

  @Test func `who is not in the team plans ahead, as far as there are places and epochs`() {
    var desk = TrainingDesk(batches: 4, epochs: 2, places: 3, start: 0)
    #expect(desk.task(for: 1, answered: 0) == nil)
    #expect(desk.begin(epoch: 0, 0..<1, team: 1).places == [nil])
    #expect(planned(&desk) == [1, 2, 3])
    #expect(desk.begin(epoch: 0, 1..<3, team: 1).places == [1, 2])
    #expect(planned(&desk) == [])
    #expect(desk.begin(epoch: 0, 3..<4, team: 1).places == [0])
    #expect(planned(&desk) == [4, 5])
    #expect(desk.begin(epoch: 1, 0..<1, team: 1).places == [1])
    #expect(planned(&desk) == [6])
    #expect(desk.begin(epoch: 1, 1..<4, team: 1).places == [2, 0, nil])
    #expect(planned(&desk) == [])
  }

  @Test func `a batch that is late is planned by who needs it, and blocks its place no longer than it is late`() throws
  {
    var desk = TrainingDesk(batches: 9, epochs: 1, places: 2, start: 3)
    _ = desk.begin(epoch: 0, 3..<4, team: 1)
    #expect(desk.task(for: 1, answered: 0) == .plan(batch: 4, place: 0))
    // Another planner may be faster.
    #expect(desk.task(for: 2, answered: 0) == .plan(batch: 5, place: 1))
    desk.finish(place: 1)
    #expect(desk.begin(epoch: 0, 4..<6, team: 1).places == [nil, 1])
    #expect(desk.begin(epoch: 0, 6..<7, team: 1).places == [nil])
    #expect(desk.task(for: 2, answered: 0) == .plan(batch: 7, place: 1))
    #expect(desk.task(for: 2, answered: 0) == nil)
    desk.finish(place: 0)
    #expect(desk.task(for: 2, answered: 0) == .plan(batch: 8, place: 0))
    desk.finish(place: 1)
    #expect(desk.begin(epoch: 0, 7..<9, team: 1).places == [1, nil])
  }

  @Test func `who is in the team trains on each round once, and all end when the desk is closed`() {
    var desk = TrainingDesk(batches: 4, epochs: 1, places: 2, start: 0)
    let first = desk.begin(epoch: 0, 0..<2, team: 2)
    #expect(desk.task(for: 1, answered: 0) == .train(first))
    #expect(desk.task(for: 1, answered: first.number) == nil)
    let second = desk.begin(epoch: 0, 2..<4, team: 2)
    #expect(desk.task(for: 1, answered: first.number) == .train(second))
    #expect(second.number != first.number)
    desk.close()
    #expect(desk.task(for: 1, answered: second.number) == .end)
  }
}
