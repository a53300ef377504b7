internal import Graphics

/// Makes sure that a figure can be drawn, before anything is.
struct Validation {
  let figure: String

  func check(_ subject: Figure) throws(PlottingError) {
    let allowed = subject.id.utf8.allSatisfy { byte in
      (97...122).contains(byte) || (48...57).contains(byte) || byte == 45
    }
    guard !subject.id.isEmpty, allowed else { throw .id(figure: subject.id) }
    guard !subject.panels.isEmpty, subject.columns > 0 else { throw .noPanels(figure: figure) }
    guard subject.size.width.isFinite, subject.size.height.isFinite else {
      throw .size(figure: figure, size: subject.size)
    }
    for (index, panel) in subject.panels.enumerated() {
      let part = panel.title.map { "panel \"\($0)\"" } ?? "panel \(index + 1)"
      switch panel.content {
      case .plot(let plot): try check(plot, part)
      case .heatmap(let heatmap): try heatmap.check(self, part)
      case .grid(let grid): try grid.check(self, part)
      case .table(let table): try table.check(self, part)
      case .arcs(let arcs): try arcs.check(self, part)
      case .shaded(let text): try text.check(self, part)
      case .picture(let picture): try picture.check(self, part)
      }
    }
  }

  func count(_ part: String, _ expected: Int, _ found: Int) throws(PlottingError) {
    guard expected == found else { throw .count(figure: figure, part: part, expected: expected, found: found) }
  }

  func finite(_ part: String, _ values: [Double], missingAllowed: Bool = false) throws(PlottingError) {
    for (index, value) in values.enumerated() where !value.isFinite && !(missingAllowed && value.isNaN) {
      throw .notFinite(figure: figure, part: part, index: index, value: "\(value)")
    }
  }

  func range(_ part: String, _ range: ClosedRange<Double>?) throws(PlottingError) {
    guard let range else { return }
    guard range.lowerBound.isFinite, range.upperBound.isFinite, range.upperBound > range.lowerBound else {
      throw .limits(figure: figure, part: part, limits: range)
    }
  }

  private func check(_ plot: Plot, _ part: String) throws(PlottingError) {
    for (name, axis) in [("x axis", plot.x), ("y axis", plot.y)] {
      try range("\(part), \(name)", axis.limits)
      if axis.scale == .log, let limits = axis.limits, limits.lowerBound <= 0 {
        throw .limits(figure: figure, part: "\(part), \(name)", limits: limits)
      }
      if case .at(let values) = axis.ticks { try finite("\(part), ticks of the \(name)", values) }
      if case .named(let ticks) = axis.ticks { try finite("\(part), ticks of the \(name)", ticks.map(\.value)) }
    }
    var bars: Bars?
    for (index, mark) in plot.marks.enumerated() {
      switch mark {
      case .scatter(let scatter):
        let name = "\(part), \(scatter.name.map { "points \"\($0)\"" } ?? "mark \(index + 1)")"
        try points(scatter.points, plot, name)
        if !scatter.sizes.isEmpty {
          try count("\(name), sizes", scatter.points.count, scatter.sizes.count)
          try finite("\(name), sizes", scatter.sizes)
        }
        if let beyond = scatter.labels.keys.filter({ !scatter.points.indices.contains($0) }).min() {
          throw .count(
            figure: figure, part: "\(name), label of point \(beyond)", expected: scatter.points.count,
            found: beyond + 1)
        }
      case .line(let line):
        try points(line.points, plot, "\(part), \(line.name.map { "line \"\($0)\"" } ?? "mark \(index + 1)")")
      case .bars(let found):
        for series in found.series {
          let name = "\(part), bars\(series.name.map { " \"\($0)\"" } ?? "")"
          try count(name, found.labels.count, series.values.count)
          try finite(name, series.values)
          let axis = found.direction == .vertical ? plot.y : plot.x
          if axis.scale == .log, let at = series.values.firstIndex(where: { $0 <= 0 }) {
            throw .notPositive(figure: figure, part: name, index: at, value: series.values[at])
          }
        }
        if let bars, bars.direction != found.direction || bars.labels != found.labels {
          throw .mixed(figure: figure, part: part)
        }
        bars = found
      }
    }
  }

  private func points(_ points: [Point], _ plot: Plot, _ part: String) throws(PlottingError) {
    for (axis, values) in [(plot.x, points.map(\.x)), (plot.y, points.map(\.y))] {
      try finite(part, values)
      if axis.scale == .log, let at = values.firstIndex(where: { $0 <= 0 }) {
        throw .notPositive(figure: figure, part: part, index: at, value: values[at])
      }
    }
  }
}
