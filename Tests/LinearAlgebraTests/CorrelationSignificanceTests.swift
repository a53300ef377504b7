import LinearAlgebra
import Testing

@Suite struct CorrelationSignificanceTests {
  @Test(
    arguments: [
      // By scipy.stats.t.sf of scipy 1.17.1, twice, as in spearmanr; pearsonr's beta distribution gives the same to 1e-13.
      (0, 5, 1), (0.3, 3, 0.8060266319586435), (0.5, 10, 0.14111328125000006), (-0.5, 10, 0.14111328125000006),
      (0.9, 8, 0.0023162499999999997), (0.05, 3000, 0.006159174822528452), (0.2, 999, 1.7938722845507048e-10),
      (0.45, 353, 5.30619582332393e-19), (0.0001, 100_000, 0.9747731945426379),
      (0.999_999, 30, 2.448508095873688e-81),
    ] as [(Double, Int, Double)])
  func `it is scipy's`(_ correlation: Double, _ count: Int, _ expected: Double) throws {
    let found = try #require(correlationSignificance(correlation, count: count))
    #expect(abs(found - expected) <= 3e-9 * expected)
  }

  @Test(
    arguments: [
      // By scipy.special.betainc.
      (0.1, 2, 3, 0.05230000000000001), (0.9, 2, 3, 0.9963), (0.5, 0.5, 0.5, 0.5000000000000001),
      (0.001, 0.5, 20, 0.15758381398363844), (0.999, 200, 0.5, 0.5272441070252349),
      (0.98, 1500, 0.5, 7.000373129172516e-15), (0, 2, 2, 0), (1, 2, 2, 1),
    ] as [(Double, Double, Double, Double)])
  func `the incomplete beta function is scipy's`(_ x: Double, _ a: Double, _ b: Double, _ expected: Double) {
    #expect(abs(regularizedIncompleteBeta(x, a, b) - expected) <= 1e-11 * expected)
  }

  @Test func `what has no value has no significance, and what lies on a line could not be chance`() {
    #expect(correlationSignificance(.nan, count: 10) == nil)
    #expect(correlationSignificance(0.5, count: 1) == nil)
    #expect(correlationSignificance(1, count: 2) == 1)
    #expect(correlationSignificance(1, count: 3) == 0)
    #expect(correlationSignificance(-1 - 1e-16, count: 30) == 0)
  }

  @Test(arguments: [0.2, 0.5, 0.7]) func `both halves of the beta function make one`(x: Double) {
    for (a, b) in [(0.5, 3), (20, 0.5), (7, 7)] as [(Double, Double)] {
      #expect(abs(regularizedIncompleteBeta(x, a, b) + regularizedIncompleteBeta(1 - x, b, a) - 1) < 1e-13)
    }
  }
}
