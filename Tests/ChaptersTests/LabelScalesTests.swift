import Chapters
import LinearAlgebra
import Testing

@Suite struct LabelScalesTests {
  private typealias Label = LabelScales.Label

  /// Labels at random places, with a few that share a place, and a few that end.
  private func crowd(_ count: Int, seed: UInt64) -> [Label] {
    var random = SeededRandom(seed: seed)
    var labels: [Label] = []
    for index in 0..<count {
      let shares = index > 0 && random.nextDouble() < 0.03
      let place = shares ? labels[Int(random.nextDouble() * Double(index))] : nil
      labels.append(
        Label(
          x: place?.x ?? (random.nextDouble() * 4_000).rounded() / 4_000,
          y: place?.y ?? (random.nextDouble() * 4_000).rounded() / 4_000,
          width: (20 + random.nextDouble() * 180).rounded(), height: index < 5 ? 20 : 16,
          end: index < 5 ? 900 : .infinity))
    }
    return labels
  }

  private func overlap(_ a: Label, _ b: Label, at scale: Double) -> Bool {
    abs(a.x - b.x) * scale < (a.width + b.width) / 2 - 1e-9 && abs(a.y - b.y) * scale < (a.height + b.height) / 2 - 1e-9
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func `no two labels overlap at any of twenty scales`(seed: UInt64) {
    let labels = crowd(350, seed: seed)
    let levels = LabelScales(of: labels).levels
    var random = SeededRandom(seed: seed + 100)
    // Random ones, and those at which something begins or has just begun.
    let scales =
      (0..<20).map { _ in 100 * (random.nextDouble() * 12).exponential } + levels.prefix(40).map(LabelScales.scale(of:))
    for scale in scales where scale.isFinite {
      let shown = labels.indices.filter { LabelScales.scale(of: levels[$0]) <= scale && scale < labels[$0].end }
      for (position, one) in shown.enumerated() {
        for other in shown[(position + 1)...] {
          #expect(!overlap(labels[one], labels[other], at: scale), "\(one) and \(other) at \(scale)")
        }
      }
    }
  }

  @Test func `every label shows at last, unless its place is another's`() {
    let labels = crowd(350, seed: 4)
    let levels = LabelScales(of: labels).levels
    for index in labels.indices where labels[index].end == .infinity {
      let isShared = labels[..<index].contains {
        $0.x == labels[index].x && $0.y == labels[index].y && $0.end == .infinity
      }
      #expect((levels[index] == LabelScales.never) == isShared, "label \(index)")
    }
  }

  @Test func `the first label shows from the start, and the second as soon as both have room`() {
    let labels = [
      Label(x: 0.5, y: 0.5, width: 60, height: 16), Label(x: 0.5, y: 0.6, width: 60, height: 16),
      Label(x: 0.7, y: 0.5, width: 40, height: 16),
    ]
    let levels = LabelScales(of: labels).levels
    #expect(levels[0] == 0)
    // 16 / 0.1 and 50 / 0.2 pixels, rounded up to the next level.
    for (level, least) in [(levels[1], 160.0), (levels[2], 250.0)] {
      #expect(LabelScales.scale(of: level) >= least && LabelScales.scale(of: level - 1) < least)
    }
  }

  @Test func `a label that ends makes room for those below it`() {
    let labels = [
      Label(x: 0.5, y: 0.5, width: 60, height: 16, end: 900), Label(x: 0.5, y: 0.5, width: 60, height: 16),
      Label(x: 0.5, y: 0.5, width: 60, height: 16),
    ]
    let levels = LabelScales(of: labels).levels
    #expect(levels[0] == 0 && levels[2] == LabelScales.never)
    #expect(LabelScales.scale(of: levels[1]) >= 900 && LabelScales.scale(of: levels[1] - 1) < 900)
    #expect(LabelScales(of: []).levels.isEmpty)
  }

  @Test func `neighbours on the finest grid show below the last level`() {
    let step = 1.0 / 65_535
    let labels = [Label(x: 0, y: 0, width: 200, height: 16), Label(x: step, y: 0, width: 200, height: 16)]
    #expect(LabelScales(of: labels).levels[1] < LabelScales.never)
  }
}

extension Double {
  /// Two to this power.
  fileprivate var exponential: Double {
    Double(sign: .plus, exponent: Int(self), significand: 1 + truncatingRemainder(dividingBy: 1))
  }
}
