import Plotting
import Testing

@Suite struct ErrorTests {
  private func error(_ panels: [Panel], id: String = "fig", size: Size = Samples.size) -> PlottingError? {
    do {
      _ = try Samples.figure(id, panels, size: size).png(dpi: 72)
      return nil
    } catch { return error }
  }

  @Test func `a value that is not finite is named by figure, part and place`() {
    #expect(
      error([Panel("Loss", marks: [.line([1, .nan, 3], name: "CBOW")])])?.description
        == "figure \"fig\", panel \"Loss\", line \"CBOW\": value 1 is nan; leave it out or find where it comes from")
    #expect(
      error([Panel(marks: [.scatter([Point(0, 0), Point(.infinity, 0)])])])
        == .notFinite(figure: "fig", part: "panel 1, mark 1", index: 1, value: "inf"))
    #expect(
      error([Panel(marks: [.bars(["a"], [-.infinity])])])
        == .notFinite(figure: "fig", part: "panel 1, bars", index: 0, value: "-inf"))
    #expect(
      error([Panel(.heatmap(Heatmap([[1, .infinity]])))])
        == .notFinite(figure: "fig", part: "panel 1, row 0 of the heatmap", index: 1, value: "inf"))
  }

  @Test func `a missing cell of a heatmap is no error`() {
    #expect(error([Panel(.heatmap(Heatmap([[1, .nan]])))]) == nil)
    #expect(error([Panel(.heatmap(Heatmap([[.nan]], colorBar: "nothing", numbers: .fixed(1))))]) == nil)
  }

  @Test func `lists that belong together have one length`() {
    #expect(
      error([Panel(marks: [.bars(["a", "b"], [1])])])
        == .count(figure: "fig", part: "panel 1, bars", expected: 2, found: 1))
    #expect(
      error([Panel(.heatmap(Heatmap([[1, 2], [3]])))])
        == .count(figure: "fig", part: "panel 1, row 1 of the heatmap", expected: 2, found: 1))
    #expect(
      error([Panel(.heatmap(Heatmap([[1, 2]], columnLabels: ["a"])))])
        == .count(figure: "fig", part: "panel 1, names of columns", expected: 2, found: 1))
    #expect(
      error([Panel(.table(Table([Table.Column("a", .text(["x"])), Table.Column("b", .text([]))])))])
        == .count(figure: "fig", part: "panel 1, column \"b\"", expected: 1, found: 0))
    #expect(
      error([Panel(.arcs(Arcs(left: ["a"], right: ["b"], layers: [Arcs.Layer(nil, [[1, 2]])])))])
        == .count(figure: "fig", part: "panel 1, weights 0", expected: 1, found: 2))
    #expect(
      error([Panel(.heatmap(Heatmap([[1, 2]], texts: [["a"]])))])
        == .count(figure: "fig", part: "panel 1, texts of a row", expected: 2, found: 1))
    #expect(
      error([Panel(.shaded(ShadedText(words: ["a", "b"], lines: [ShadedText.Line("L0·H0", [1])])))])
        == .count(figure: "fig", part: "panel 1, line \"L0·H0\"", expected: 2, found: 1))
    #expect(
      error([Panel(.shaded(ShadedText(words: ["a"], lines: [ShadedText.Line("", [1])], marked: 1)))])
        == .count(figure: "fig", part: "panel 1, marked word 1", expected: 1, found: 2))
    #expect(error([Panel(marks: [.scatter([Point(0, 0)], labels: [4: "x"])])]) != nil)
    #expect(error([Panel(marks: [.scatter(Scatter([Point(0, 0)], sizes: [1, 2]))])]) != nil)
  }

  @Test func `a logarithmic axis takes positive values only`() {
    let axis = Axis(scale: .log)
    #expect(
      error([Panel(y: axis, marks: [.line([1, 0, 3])])])
        == .notPositive(figure: "fig", part: "panel 1, mark 1", index: 1, value: 0))
    #expect(
      error([Panel(y: Axis(scale: .log, limits: 0...1), marks: [.line([1])])])
        == .limits(figure: "fig", part: "panel 1, y axis", limits: 0...1))
  }

  @Test func `limits have a length`() {
    #expect(
      error([Panel(x: Axis(limits: 2...2), marks: [.line([1])])])
        == .limits(figure: "fig", part: "panel 1, x axis", limits: 2...2))
  }

  @Test func `an id names a file`() {
    for id in ["", "a b", "../up", "Ünï", "UPPER", "a/b"] {
      #expect(error([Panel(marks: [])], id: id) == .id(figure: id))
    }
  }

  @Test func `a figure has panels and room for them`() {
    #expect(error([]) == .noPanels(figure: "fig"))
    for size in [Size(width: 10, height: 10), Size(width: .nan, height: 100), Size(width: -5, height: 100)] {
      #expect(error([Panel(marks: [])], size: size) != nil)
    }
    #expect(error([Panel(marks: [])], size: Size(width: 1e7, height: 100)) != nil)
  }

  @Test func `bars of two directions do not share axes`() {
    #expect(
      error([Panel(marks: [.bars(["a"], [1]), .bars(["a"], [1], direction: .horizontal)])])
        == .mixed(figure: "fig", part: "panel 1"))
  }
}
