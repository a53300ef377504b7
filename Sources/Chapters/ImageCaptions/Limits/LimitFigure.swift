internal import Basics
internal import Foundation
internal import Plotting

extension ImageCaptions.Results.Limits {
  /// Four columns of marks, one row for each category: what the text tower, the image tower and the cosine make of a
  /// difference, and how many answers are right.
  var figure: Figure {
    let angles = categories.flatMap { [$0.captionAngle, $0.rewordedAngle, $0.pictureAngle, $0.redrawnAngle] }
    let undecided = log(ScoredPair.undecidedBelow / (1 - ScoredPair.undecidedBelow))
    return Figure(
      id: "diagnosis",
      caption: """
        Where a difference is lost, by what two captions or two pictures differ in: the angle between the captions, the angle \
        between the pictures, how far apart the cosine sets the captions' logits, and the right answers with 95\u{A0}% intervals, \
        from pairs drawn again \(BootstrapInterval.resamples.grouped) times\(hasPoint ? " (without width where every draw gives the same)" : ""). \
        Grey: one caption said in two ways, one picture drawn in two ways, the \(undecided.threeDecimals) below which a pair is \
        undecided, and guessing.
        """,
      alternativeText: "Angles in degrees, logits and right answers, the most right first: "
        + categories.map(\.inWords).joined(separator: "; ") + ".",
      size: Size(width: 470, height: 46 + 10.5 * Double(categories.count)),
      panels: [
        panel(
          "text tower", Self.axis("degrees", angles), \.captionAngle, \.rewordedAngle),
        panel(
          "image tower", Self.axis("degrees", angles), \.pictureAngle, \.redrawnAngle),
        panel(
          "cosine", Self.axis("|Δ logit|", categories.map(\.gap) + [undecided]), \.gap, nil, line: undecided),
        answers,
      ],
      columns: 4, columnWidths: [1.62, 1, 1, 1])
  }

  /// The height of a category's row.
  private func height(_ index: Int) -> Double { Double(categories.count - index) }

  private func rows(isNamed: Bool) -> Axis {
    Axis(
      limits: 0.4...Double(categories.count) + 0.6,
      ticks: .named(categories.indices.map { Axis.Tick(height($0), isNamed ? categories[$0].title : "") }))
  }

  private func panel(
    _ title: String, _ axis: Axis, _ value: KeyPath<Category, Double>, _ noise: KeyPath<Category, Double>?,
    line: Double? = nil
  ) -> Panel {
    let low = axis.limits?.lowerBound ?? 0
    func points(_ path: KeyPath<Category, Double>) -> [Point] {
      categories.indices.map { Point(max(low, categories[$0][keyPath: path]), height($0)) }
    }
    var marks: [Mark] = []
    if let noise { marks.append(.scatter(points(noise), ink: .muted, size: 5)) }
    marks.append(.scatter(points(value), ink: .series(0), marker: .circle, size: 5))
    return Panel(
      title, x: axis, y: rows(isNamed: title == "text tower"), marks: marks, legend: .none,
      annotations: line.map { [.verticalLine($0)] } ?? [])
  }

  private var answers: Panel {
    let intervals = categories.indices.map { index in
      Mark.line(
        [Point(categories[index].low, height(index)), Point(categories[index].high, height(index))], ink: .series(0),
        markers: false)
    }
    let dots = categories.indices.map { Point(categories[$0].accuracy, height($0)) }
    return Panel(
      "answers", x: Axis("right", limits: 0...1, ticks: .at([0, 0.5, 1]), format: .percent(0)), y: rows(isNamed: false),
      marks: intervals + [.scatter(dots, ink: .series(0), marker: .circle, size: 5)], legend: .none,
      annotations: [.verticalLine(0.5)])
  }

  /// An axis of ratios, marked at powers of ten where it has two of them: the panels have no room for more.
  private static func axis(_ label: String, _ values: [Double]) -> Axis {
    let limits = limits(of: values)
    let decades = (-2...3).map { pow(10, Double($0)) }.filter(limits.contains)
    let ticks = decades.map { Axis.Tick($0, $0 < 1 ? "\($0)" : "\(Int($0))") }
    return Axis(label, scale: .log, limits: limits, ticks: ticks.count > 1 ? .named(ticks) : .automatic)
  }

  /// The least and the largest of an axis of ratios, with room for whole marks at its ends.
  ///
  /// What is smaller than a hundredth, as an angle of nought, stands at the left end.
  private static func limits(of values: [Double]) -> ClosedRange<Double> {
    let floor = 0.01
    let (low, high) = (max(floor, values.min() ?? 1), max(floor, values.max() ?? 1))
    return low / 1.6...high * 1.6
  }
}
