import Basics
import Foundation
import Testing

/// C's `printf`, by Foundation, says how a number is written: digit by digit, for numbers that are hard to round.
@Suite struct NumberTextTests {
  private static let hardNumbers: [Double] = [
    0, 0.5, 1.5, 2.5, 0.125, 0.375, 2.675, 4.35, 0.05, 0.005, 1e-5, 5e-7, 0.1, 1.0 / 3, 9.5, 99.5, 999.5, 1e15, 1e22,
    1e23,
    0.999_999_999_999_999_9, 9.999_999_999_999_998, 9_007_199_254_740_992, 18_446_744_073_709_551_616,
    123_456_789.987_654_321, 3.402_823_466_385_288_6e38, .greatestFiniteMagnitude, .leastNormalMagnitude,
    .leastNonzeroMagnitude, .infinity, .nan,
  ]

  @Test(arguments: hardNumbers)
  func `a number has the digits of printf`(number: Double) {
    for decimals in [0, 1, 2, 3, 6, 8, 17, 20, 22, 23, 30, 60, 400, 1100] {
      for number in [number, -number] {
        #expect(NumberText.fixed(number, decimals) == String(format: "%.\(decimals)f", number))
      }
    }
  }

  @Test func `ten thousand numbers of any kind have them as well`() {
    var generator = Numbers(state: 7)
    var wrong: [String] = []
    for _ in 0..<10_000 {
      let (bits, decimals) = (generator.next(), Int.random(in: 0...22, using: &generator))
      let thousands = Double.random(in: -1000...1000, using: &generator)
      // Halves of a unit in the last place that is shown, and their neighbours by powers of two.
      let tie = (Double(bits >> 47) + 0.5) / Double(1 << Int.random(in: 0...12, using: &generator))
      for number in [Double(bitPattern: bits), thousands, Double(Float(thousands)), tie, tie.nextUp, -tie.nextDown] {
        let (own, expected) = (NumberText.fixed(number, decimals), String(format: "%.\(decimals)f", number))
        if own != expected { wrong.append("\(number) with \(decimals) decimals: \(own), not \(expected)") }
      }
    }
    #expect(wrong == [])
  }

  @Test func `columns stand by their points`() {
    #expect(NumberText.fixed(7, 0, width: 3) == "  7")
    #expect(NumberText.fixed(-12.375, 2, width: 8) == "  -12.38")
    #expect(NumberText.fixed(123_456, 1, width: 4) == "123456.0")
  }

  @Test func `people see a true minus, and none before nought`() {
    #expect(NumberText.signed(-1.25, 1) == "−1.2")
    #expect(NumberText.signed(-0.04, 1) == "0.0")
  }
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers in every run.
private struct Numbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
