import LinearAlgebra
import Testing

@Suite struct RankCorrelationTests {
  @Test(
    arguments: [
      // By scipy.stats.spearmanr.
      ([1, 2, 3, 4, 5], [5, 6, 7, 8, 7], 0.8207826816681233),
      ([1, 2, 2, 3], [1, 3, 2, 4], 0.9486832980505138), ([0.5, 0.1, 9, 2], [4, 3, 2, 1], -0.6),
      ([1, 2, 3], [10, 100, 1_000], 1), ([1, 2, 3], [3, 2, 1], -1),
    ] as [([Double], [Double], Double)])
  func `it is scipy's`(_ x: [Double], _ y: [Double], _ expected: Double) throws {
    #expect(abs(try #require(rankCorrelation(x, y)) - expected) < 1e-12)
  }

  @Test func `there is none of what never varies, or of two values`() {
    #expect(rankCorrelation([1, 1, 1], [1, 2, 3]) == nil)
    #expect(rankCorrelation([1, 2, 3], [2, 2, 2]) == nil)
    #expect(rankCorrelation([1, 2], [1, 2]) == nil)
    #expect(rankCorrelation([], []) == nil)
  }

  @Test func `a draw is ranked as if it were written out`() throws {
    let (x, y) = ([3, 1, 2, 2, 5], [2, 2, 9, 4, 1]) as ([Double], [Double])
    let times = [2, 1, 0, 3, 1]
    let written = zip(x, times).flatMap { [Double](repeating: $0, count: $1) }
    let other = zip(y, times).flatMap { [Double](repeating: $0, count: $1) }
    let drawn = try #require(RankOrder(x).correlation(with: RankOrder(y), counting: times))
    #expect(abs(try #require(rankCorrelation(written, other)) - drawn) < 1e-12)
    #expect(RankOrder(x).ranks() == [4, 1, 2.5, 2.5, 5] && RankOrder([]).ranks().isEmpty)
    #expect(RankOrder(x).correlation(with: RankOrder(y), counting: [0, 4, 0, 0, 0]) == nil)
  }
}
