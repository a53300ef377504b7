import Images
import Plotting

/// Small made-up figures, one for each kind.
enum Samples {
  static let size = Size(width: 200, height: 140)

  static func figure(_ id: String, _ panels: [Panel], size: Size = Samples.size, columns: Int? = nil) -> Figure {
    Figure(
      id: id, caption: "A caption.", alternativeText: "What it shows.", size: size, panels: panels, columns: columns)
  }

  static let tokens = ["[CLS]", "the", "bank", "raised", "rates", "[SEP]"]

  /// Weights with a strong diagonal, each row summing to 1.
  static func weights(_ count: Int, shift: Int = 0) -> [[Double]] {
    (0..<count).map { row in
      let raw = (0..<count).map { column in 1 / (1 + 2 * Double(abs(row - shift - column))) }
      let total = raw.reduce(0, +)
      return raw.map { $0 / total }
    }
  }

  /// Points on a spiral, the same every time.
  static func spiral(_ count: Int) -> [Point] {
    (0..<count).map { index in
      let turn = Double(index) * 2.4
      let radius = Double(index).squareRoot()
      let (x, y) = (radius * (turn - 6 * (turn / 6).rounded()), radius * (0.5 - Double(index % 7) / 7))
      return Point(x, y)
    }
  }

  static let layers: [Arcs.Layer] = (0..<3).map { head in Arcs.Layer("head \(head + 1)", weights(6, shift: head)) }

  static let matrices: [[[[Double]]]] = (0..<3).map { row in (0..<4).map { column in weights(8, shift: row - column) } }

  static let zipf: [Point] = (1...30).map { rank in Point(Double(rank), 60_000 / Double(rank)) }

  static let image: Image = {
    let pixels = (0..<64).flatMap { place -> [UInt8] in [UInt8(place * 3), UInt8(200 - place * 2), 90, 255] }
    return try! Image(width: 8, height: 8, pixels: pixels)
  }()

  static let all: [Figure] = [
    figure(
      "bars-horizontal",
      [
        Panel(
          "bad", x: Axis("similarity", limits: 0...1),
          marks: [
            .bars(["terrible", "horrible", "poor"], [0.66, 0.64, 0.57], direction: .horizontal, values: .fixed(2))
          ])
      ]),
    figure(
      "bars-grouped",
      [
        Panel(
          y: Axis("share", format: .percent(0)),
          marks: [
            .bars(
              Bars(
                labels: ["phones", "movies"],
                series: [Bars.Series("Quire", [0.8, 0.7]), Bars.Series("gensim", [0.78, -0.1])], values: .percent(0)))
          ])
      ]),
    figure(
      "lines",
      [
        Panel(
          "Loss", x: Axis("epoch"), y: Axis("loss"),
          marks: [.line([0.5, 0.3, 0.22, 0.2], name: "CBOW"), .line([0.6, 0.4, 0.3, 0.21], name: "skip-gram")],
          annotations: [.horizontalLine(0.25, "target")])
      ]),
    figure(
      "log",
      [
        Panel(
          x: Axis("rank", scale: .log), y: Axis("count", scale: .log),
          marks: [.line(zipf, markers: false)],
          annotations: [.verticalLine(10, "tenth"), .text("Zipf", at: Point(4, 20000))])
      ]),
    figure(
      "scatter",
      [
        Panel(
          x: Axis("first"), y: Axis("second"),
          marks: [
            .scatter(spiral(60), name: "frequent", ink: .muted, size: 3, labels: [10: "phone", 20: "case"]),
            .scatter([Point(1, 0.5), Point(1.4, 0.6)], name: "bad", labels: [0: "bad", 1: "terrible"]),
            .scatter([Point(-3, -1), Point(-3.2, -0.9)], name: "great", labels: [0: "great", 1: "perfect"]),
          ])
      ]),
    figure(
      "map",
      [
        Panel(
          "t-SNE", x: Axis(ticks: .none), y: Axis(ticks: .none), marks: [.scatter(spiral(40))], equalAspect: true)
      ]),
    figure(
      "heatmap",
      [
        Panel(
          .heatmap(
            Heatmap(
              weights(6), rowLabels: tokens, columnLabels: tokens, rowTitle: "from", columnTitle: "to",
              colorBar: "weight", numbers: .fixed(1))))
      ]),
    figure(
      "heatmap-diverging",
      [
        Panel(
          .heatmap(
            Heatmap(
              [[-1, 0, 1], [0.5, .nan, -0.5]], columnLabels: ["a", "b", "c"], colorBar: "change", cells: .fill)))
      ]),
    figure(
      "grid",
      [
        Panel(
          .grid(
            HeatmapGrid(
              matrices, rowHeadings: ["1", "2", "3"],
              columnHeadings: ["1", "2", "3", "4"], rowTitle: "layer", columnTitle: "head", colorBar: "weight")))
      ]),
    figure(
      "table",
      [
        Panel(
          .table(
            Table(
              [
                Table.Column("token", .text(["mat", "floor", "sofa"])),
                Table.Column("rank", .numbers([1, 2, 3], .fixed(0))),
                Table.Column("probability", .bars([0.62, 0.2, 0.05], .fixed(2), range: 0...1)),
              ], emphasized: [0])))
      ]),
    figure(
      "arcs",
      [
        Panel(
          .arcs(
            Arcs(
              left: tokens, right: tokens,
              layers: layers, leftTitle: "from", rightTitle: "to")
          ))
      ]),
    figure(
      "arcs-side-by-side",
      [Panel(.arcs(Arcs(left: tokens, right: tokens, layers: layers, sideBySide: true)))]),
    figure(
      "shaded",
      [
        Panel(
          .shaded(
            ShadedText(
              words: tokens,
              lines: [
                ShadedText.Line("L0·H1", [0.1, 0, 0.7, 0.2, 0, 0], note: "bank 0.70"),
                ShadedText.Line("mean", [0.3, 0.1, 0.2, 0.1, 0.1, 0.2]),
              ], marked: 4, labelTitle: "head", noteTitle: "most", range: 0...1)))
      ]),
    figure(
      "heatmap-parts",
      [
        Panel(
          .heatmap(
            Heatmap(
              [[0.5, -0.5, 0.04], [.nan, .nan, .nan], [1, 0, -1]], rowLabels: ["q", "", "k"], colorBar: "value",
              colorBarIsBelow: true, numbers: .fixed(1), leastNumber: 0.1, cells: .fill, leavesMissingBlank: true))),
        Panel(
          .heatmap(
            Heatmap(
              [[0.9, .nan], [0.1, 0.6]], columnLabels: ["a", "b"], colorBar: "most attention of all",
              texts: [["5·6", ""], ["", "0·1"]]))),
      ], columns: 2),
    figure(
      "picture",
      [
        Panel(
          "Relevance",
          .picture(
            Picture(
              image,
              overlay: [[0, 0.2], [0.6, 1]], colorBar: "relevance")))
      ]),
    figure(
      "panels",
      [
        Panel("a", marks: [.bars(["x", "y"], [1, 2])]), Panel("b", marks: [.line([3, 1, 2])]),
        Panel("c", marks: [.scatter(spiral(20))]), Panel("d", marks: []),
      ], columns: 2),
  ]
}
