import Plotting
import Testing

@Suite struct TickTests {
  /// Numbers of every size, the same each time.
  private func ranges() -> [ClosedRange<Double>] {
    var state: UInt64 = 42
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53)
    }
    return (0..<3000).map { _ in
      var size = 1.0
      for _ in 0..<Int(next() * 12) { size *= 10 }
      if next() < 0.5 { size = 1 / size }
      let low = (next() - 0.5) * 2 * size
      return low...(low + (next() + 1e-3) * size)
    }
  }

  @Test func `ticks are round, rising, evenly spaced and inside`() {
    for range in ranges() {
      for target in [2, 4, 7, 10] {
        let (values, _) = Ticks.linear(range, target: target)
        #expect(values.count >= 2 && values.count <= 3 * target + 2, "\(range) \(target) \(values)")
        let step = values[1] - values[0]
        let length = range.upperBound - range.lowerBound
        for (tick, next) in zip(values, values.dropFirst()) { #expect(abs(next - tick - step) < length * 1e-6) }
        #expect(values.allSatisfy { $0 >= range.lowerBound - length * 1e-6 && $0 <= range.upperBound + length * 1e-6 })
        var scaled = step
        while scaled >= 9.999 { scaled /= 10 }
        while scaled < 0.9999 { scaled *= 10 }
        #expect([1, 2, 2.5, 5].contains { abs(scaled - $0) < 1e-3 }, "step \(step)")
      }
    }
  }

  @Test func `labels tell neighbouring ticks apart and say what they are`() {
    for range in ranges() {
      let (values, decimals) = Ticks.linear(range, target: 6)
      let labels = NumberFormat.automatic.labels(values, decimals: decimals)
      #expect(Set(labels).count == labels.count, "\(range) \(labels)")
    }
  }

  @Test func `familiar ranges get the ticks that one would write`() {
    #expect(Ticks.linear(0...1, target: 5).values == [0, 0.2, 0.4, 0.6, 0.8, 1])
    #expect(Ticks.linear(0...100, target: 5).values == [0, 20, 40, 60, 80, 100])
    #expect(Ticks.linear(1...5, target: 9, wholeNumbers: true).values == [1, 2, 3, 4, 5])
    #expect(Ticks.linear(0...0.3, target: 4).values == [0, 0.1, 0.2, 0.3])
  }

  @Test func `whole numbers stay whole`() {
    for high in 2...40 {
      let values = Ticks.linear(1...Double(high), target: 8, wholeNumbers: true).values
      #expect(values.allSatisfy { $0 == $0.rounded() })
    }
  }

  @Test func `a logarithmic axis has powers of ten, and more where it is short`() {
    #expect(Ticks.log(1...10_000, target: 6) == [1, 10, 100, 1000, 10_000])
    #expect(Ticks.log(1...20, target: 5) == [1, 2, 5, 10, 20])
    #expect(Ticks.log(1900...62_000, target: 5) == [2000, 5000, 10_000, 20_000, 50_000])
    #expect(Ticks.log(0.001...1, target: 5) == [0.001, 0.01, 0.1, 1])
    #expect(Ticks.log(3...4, target: 4).count >= 2)
    #expect(Ticks.log(1e-200...1e200, target: 5).count >= 2)
  }

  @Test func `numbers are written as in print`() {
    #expect(NumberFormat.fixed(2).text(-0.5) == "−0.50")
    #expect(NumberFormat.fixed(0).text(1_234_567) == "1,234,567")
    #expect(NumberFormat.fixed(1).text(-0.04) == "0.0")
    #expect(NumberFormat.fixed(4).text(0.6617) == "0.6617")
    #expect(NumberFormat.percent(0).text(0.81) == "81\u{A0}%")
    #expect(NumberFormat.automatic.text(3.14159) == "3.14")
    #expect(NumberFormat.automatic.text(123.456) == "123")
    #expect(NumberFormat.automatic.text(2.5e9) == "2.5×10⁹")
    #expect(NumberFormat.automatic.text(1e-7) == "10⁻⁷")
    #expect(NumberFormat.automatic.text(.nan) == "–")
    #expect(NumberFormat.automatic.labels([0, 5e7, 1e8], decimals: 0) == ["0", "0.5×10⁸", "1.0×10⁸"])
    #expect(NumberFormat.fixed(2).text(1e300) == "10³⁰⁰")
  }
}
