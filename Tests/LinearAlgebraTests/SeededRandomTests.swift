import LinearAlgebra
import Testing

@Suite struct SeededRandomTests {
  /// The values that the authors' own C program prints for this seed.
  @Test func `the generator is SplitMix64`() {
    var random = SeededRandom(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
      16_408_922_859_458_223_821,
    ]
    #expect(expected.indices.map { _ in random.next() } == expected)
  }

  @Test func `streams of one seed and seeds of one stream differ`() {
    var starts: Set<UInt64> = []
    for seed in 0..<100 as Range<UInt64> {
      for stream in 0..<100 as Range<UInt64> {
        var random = SeededRandom(seed: seed, stream: stream)
        starts.insert(random.next())
      }
    }
    #expect(starts.count == 10_000)
  }

  @Test func `numbers below a bound are even and floats stay below one`() {
    var random = SeededRandom(seed: 7, stream: 3)
    var counts = [Int](repeating: 0, count: 7)
    var sum = 0.0
    for _ in 0..<70_000 {
      counts[Int(random.next(below: 7))] += 1
      let value = random.nextFloat()
      #expect(value >= 0 && value < 1)
      sum += Double(value)
    }
    #expect(counts.allSatisfy { abs($0 - 10_000) < 400 })
    #expect(abs(sum / 70_000 - 0.5) < 0.005)
  }
}
