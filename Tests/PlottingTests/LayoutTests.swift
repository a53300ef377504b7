import Images
import Plotting
import Testing

/// Properties that every figure keeps, whatever its data.
@Suite struct LayoutTests {
  /// Whether anything but paper lies on the rim, which means that text or marks are cut off.
  private func touchesRim(_ figure: Figure, dpi: Double = 100) throws -> Bool {
    let image = try figure.image(dpi: dpi)
    let paper = image[0, 0]
    func inked(_ x: Int, _ y: Int) -> Bool { image[x, y] != paper }
    return (0..<image.width).contains { inked($0, 0) || inked($0, image.height - 1) }
      || (0..<image.height).contains { inked(0, $0) || inked(image.width - 1, $0) }
  }

  @Test(arguments: Samples.all.map(\.id)) func `nothing is cut off at the rim`(id: String) throws {
    var figure = try #require(Samples.all.first { $0.id == id })
    for size in [Size(width: 200, height: 140), Size(width: 470, height: 300), Size(width: 300, height: 500)] {
      figure.size = size
      #expect(try !touchesRim(figure), "\(id) at \(size)")
    }
  }

  private static let hostile = [
    "a label that is very much longer than any panel could be wide, even a wide one", "العربية والمزيد من الكلمات",
    "日本語のラベル", "👩‍💻👨‍👩‍👧‍👦", "e\u{301}\u{301}\u{301}", "", "two\nlines", "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
  ]

  @Test func `hostile labels stay inside`() throws {
    let labels = LayoutTests.hostile
    let values = labels.indices.map { Double($0 + 1) / 8 }
    let title = labels[0] + labels[1] + labels[0]
    let matrix = Samples.weights(labels.count)
    let figures = [
      Samples.figure(
        "h",
        [
          Panel(
            title, x: Axis(title), y: Axis(title),
            marks: [.bars(labels, values, direction: .horizontal, values: .fixed(3))])
        ]),
      Samples.figure(
        "v", [Panel(title, x: Axis(title), y: Axis(title), marks: [.bars(labels, values, values: .fixed(3))])]),
      Samples.figure(
        "l", [Panel(title, x: Axis(title), y: Axis(title), marks: labels.map { .line([0.1, 0.2, 0.3], name: $0) })]),
      Samples.figure(
        "s",
        [
          Panel(
            title,
            marks: labels.map { .scatter([Point(0, 0), Point(1, 1)], name: $0, labels: [0: $0, 1: $0]) },
            annotations: [.text(title, at: Point(1, 1)), .horizontalLine(0.5, title), .verticalLine(0.5, title)])
        ]),
      Samples.figure(
        "m",
        [
          Panel(
            title,
            .heatmap(
              Heatmap(
                matrix, rowLabels: labels, columnLabels: labels, rowTitle: title, columnTitle: title, colorBar: title,
                numbers: .fixed(9))))
        ]),
      Samples.figure(
        "g",
        [
          Panel(
            title,
            .grid(
              HeatmapGrid(
                [[matrix, matrix], [matrix, matrix]], rowHeadings: [title, title], columnHeadings: [title, title],
                rowTitle: title, columnTitle: title, colorBar: title)))
        ]),
      Samples.figure(
        "t",
        [
          Panel(
            title, .table(Table([Table.Column(title, .text(labels)), Table.Column(title, .bars(values, .fixed(9)))])))
        ]),
      Samples.figure(
        "a",
        [
          Panel(
            title,
            .arcs(
              Arcs(
                left: labels, right: labels, layers: labels.map { Arcs.Layer($0, matrix) }, leftTitle: title,
                rightTitle: title)))
        ]),
    ]
    for var figure in figures {
      for size in [Size(width: 200, height: 160), Size(width: 470, height: 300)] {
        figure.size = size
        #expect(try !touchesRim(figure), "\(figure.id) at \(size)")
      }
    }
  }

  @Test func `extreme and equal values get an axis`() throws {
    let sets: [[Double]] = [
      [5], [0, 0, 0], [7, 7, 7], [-3, -3], [1e-12, 2e-12], [1e15, 1e15 + 4], [-1e300, 1e300], [1e-300, 1], [1e9, 2e9],
      [0.1 + 0.2, 0.3], [-.leastNonzeroMagnitude, .leastNonzeroMagnitude], Array(repeating: 1, count: 5000),
    ]
    for values in sets {
      let labels = values.indices.map { "\($0)" }
      for mark: Mark in [
        .line(values, name: "line"), .scatter(values.map { Point($0, $0) }), .bars(labels, values, values: .automatic),
        .bars(labels, values, direction: .horizontal, values: .automatic),
      ] {
        let figure = Samples.figure("extreme", [Panel(marks: [mark])])
        #expect(try !touchesRim(figure, dpi: 72), "\(values.prefix(3)) \(mark)")
      }
    }
  }

  @Test func `a figure without data says so in every kind`() throws {
    let empty: [Panel] = [
      Panel(marks: []), Panel(marks: [.scatter([])]), Panel(marks: [.line([Double]())]), Panel(marks: [.bars([], [])]),
      Panel(.heatmap(Heatmap([]))), Panel(.heatmap(Heatmap([[]]))), Panel(.grid(HeatmapGrid([]))),
      Panel(.table(Table([]))), Panel(.arcs(Arcs(left: [], right: [], layers: []))),
    ]
    let expected = try Samples.figure("empty", [Panel(.heatmap(Heatmap([])))]).image(dpi: 72)
    let ink = expected.pixels.count { $0 < 128 }
    #expect(ink > 20)
    for panel in empty {
      let image = try Samples.figure("empty", [panel]).image(dpi: 72)
      #expect(abs(image.pixels.count { $0 < 128 } - ink) < ink / 2)
    }
  }

  @Test func `pictures of one figure are equally large, with a colour bar and without, below titles of any length`()
    throws
  {
    let red = try Image(width: 1, height: 1, pixels: [200, 30, 30, 255])
    let bare = Picture(red)
    let barred = Picture(red, overlay: [[.nan]], range: 0...1, colorBar: "share")
    let panels = [
      Panel("a", .picture(bare)), Panel("b", .picture(barred)),
      Panel("a title that takes two lines in a panel of this width", .picture(barred)), Panel("d", .picture(bare)),
    ]
    for size in [Size(width: 300, height: 300), Size(width: 200, height: 400), Size(width: 470, height: 200)] {
      var figure = Samples.figure("pictures", panels)
      (figure.columns, figure.size) = (2, size)
      let image = try figure.image(dpi: 144)
      let widths = (0..<4).map { panel in
        let (left, top) = (panel % 2 * image.width / 2, panel / 2 * image.height / 2)
        return (top..<(top + image.height / 2)).map { y in
          (left..<(left + image.width / 2)).count { image[$0, y] == red[0, 0] }
        }.max()!
      }
      #expect(widths.min()! > 50 && widths.max()! - widths.min()! <= 2, "\(widths)")
    }
  }

  @Test func `twelve rows of twelve pictures fit a page, and more than that is refused`() throws {
    let image = try Image(width: 1, height: 1, pixels: [200, 30, 30, 255])
    func figure(_ columns: Int) -> Figure {
      Samples.figure(
        "heads", (0..<(12 * columns)).map { Panel("\($0 / columns).\($0 % columns)", .picture(Picture(image))) },
        size: Size(width: 470, height: 640), columns: columns)
    }
    let drawn = try figure(12).image(dpi: 72)
    let red = drawn.pixels.indices.count { $0 % 4 == 0 && drawn.pixels[$0] == 200 && drawn.pixels[$0 + 1] == 30 }
    #expect(red > 144 * 24 * 24, "\(red)")
    #expect(throws: PlottingError.self) { try figure(20).image(dpi: 72) }
  }

  @Test func `one pixel of a matrix is one cell, in its colour`() throws {
    let scale = ColorScale([.black, Color(0xFF0000)])
    let figure = Samples.figure(
      "cells", [Panel(.heatmap(Heatmap([[0, 1], [1, 0]], scale: scale, cells: .fill)))])
    let image = try figure.image(dpi: 72)
    let (left, right) = (image.width / 4, image.width * 3 / 4)
    let (top, bottom) = (image.height / 4, image.height * 3 / 4)
    #expect(image[left, top] == (0, 0, 0, 255))
    #expect(image[right, top] == (255, 0, 0, 255))
    #expect(image[left, bottom] == (255, 0, 0, 255))
    #expect(image[right, bottom] == (0, 0, 0, 255))
  }
}
