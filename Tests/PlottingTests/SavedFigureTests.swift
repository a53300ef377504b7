import Foundation
import Images
import Plotting
import Testing

/// A figure saved as JSON and read again is the figure that was saved.
@Suite struct SavedFigureTests {
  @Test(arguments: Samples.all.map(\.id)) func `a saved figure is drawn to the same bytes`(id: String) throws {
    let figure = try #require(Samples.all.first { $0.id == id })
    try expectSame(figure)
  }

  @Test func `what no sample says is kept as well`() throws {
    let scale = ColorScale([Color(0x102030), Color(red: 0.1234, green: 0.5, blue: 1, alpha: 0.25), .white])
    let marks: [Mark] = [
      .scatter(
        Scatter(
          [Point(0.1 + 0.2, -1e-7), Point(3, 1e5)], name: "sizes", ink: .series(2), marker: .star, size: 3,
          sizes: [2, 9.5])),
      .line([3, 1, 2], name: "line", ink: .color(Color(red: 0.3, green: 0.1, blue: 0.7)), markers: true),
    ]
    var figure = Figure(
      id: "odd", caption: "With *Markdown* & <signs>.", alternativeText: "“Quotes” and\nlines.",
      size: Size(width: 300.5, height: 320),
      panels: [
        Panel(
          x: Axis("x", limits: -1...4, ticks: .at([-1, 0, 2.5]), format: .fixed(1)),
          y: Axis(ticks: .none, format: .percent(2)), marks: marks, legend: .above),
        Panel(
          "weights",
          .heatmap(Heatmap([[0, .nan], [1, 0.3]], scale: scale, range: -1...1, colorBar: "w", numbers: .automatic))),
        Panel(
          .arcs(
            Arcs(left: ["a", "b"], right: ["c"], layers: [Arcs.Layer(nil, [[0.3], [1]], ink: .muted)], selected: 1))),
        Panel(
          .table(
            Table(
              [
                Table.Column("n", .numbers([1, .nan], .automatic)),
                Table.Column("b", .bars([0.5, 2], .percent(1))),
              ], emphasized: [1, 0]))),
        Panel(
          .grid(HeatmapGrid([[[[0, .nan]]]], rowHeadings: ["r"], columnHeadings: ["c"], scale: .viridis))),
        Panel(.picture(Picture(Samples.image, overlay: [[.nan, 1]], scale: .cividis, range: 0...2, opacity: 0.3))),
        Panel(
          x: Axis(ticks: .named([.init(0, "none"), .init(1, "all")])), marks: [.line([1, 2])],
          annotations: [
            .heading("A region", at: Point(1, 1.5), ink: .series(1)), .text("note", at: Point(1, 1)),
            .verticalLine(1.5),
          ]),
        Panel("squares", .picture(Picture(Samples.image, overlay: [[-0.5, 1]], style: .squares, colorBar: "fall"))),
      ], columns: 2)
    figure.panels[7].titleLines = 5
    figure.columnWidths = [1, 2]
    figure.rowHeights = [1, 1, 1.5, 1]
    try expectSame(figure)
    #expect(try figure.json() == figure.json())
  }

  /// `Snapshots/<id>.json` is written as `Snapshots/<id>.png` is: see `Snapshot`.
  @Test(arguments: Samples.all.map(\.id)) func `the form is the one on record`(id: String) throws {
    let figure = try #require(Samples.all.first { $0.id == id })
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Snapshots/\(id).json")
    if ProcessInfo.processInfo.environment["QUIRE_RECORD_SNAPSHOTS"] != nil {
      try figure.json().write(to: file)
      Issue.record("recorded \(file.path); run again without QUIRE_RECORD_SNAPSHOTS")
      return
    }
    let kept = try Data(contentsOf: file)
    #expect(try Figure(json: kept, name: id).png() == figure.png())
    // Another version of zlib may write a picture's bytes in another way.
    if id != "picture" { #expect(try figure.json() == kept) }
  }

  @Test func `another version is refused by its number`() throws {
    let text = String(decoding: try Samples.all[0].json(), as: UTF8.self)
    let newer = text.replacing("\"format\":1", with: "\"format\":2")
    #expect(newer != text)
    #expect {
      try Figure(json: Data(newer.utf8), name: "figures/bars.json")
    } throws: { error in
      "\(error)"
        == "figures/bars.json: is no figure that Quire saved: figures of format 2 are not read by this version of Quire, "
        + "only 1 at format; run the chapter again"
    }
  }

  @Test(arguments: [
    ("{}", "“format” is missing"), ("[", "not valid JSON"),
    (
      #"{"format":1,"id":"a","caption":"","alternativeText":"","columns":1,"size":{"height":9,"width":9},"#
        + #""panels":[{"kind":"pie","content":{}}]}"#, "unknown kind of panel “pie” at panels[0].kind"
    ),
    (
      #"{"format":1,"id":"a","caption":"","alternativeText":"","columns":1,"size":{"height":9,"width":9},"#
        + #""panels":[{"kind":"heatmap","content":{"values":[[1]],"rowLabels":[],"columnLabels":[],"cells":"fill","#
        + ##""scale":["#0000zz"]}}]}"##, "“#0000zz” is no colour"
    ),
  ]) func `what is no figure is refused with its place`(text: String, problem: String) throws {
    #expect {
      try Figure(json: Data(text.utf8), name: "a.json")
    } throws: { error in
      "\(error)".contains(problem)
    }
  }

  private func expectSame(_ figure: Figure) throws {
    let json = try figure.json()
    let read = try Figure(json: json, name: figure.id)
    #expect(try read.png() == figure.png())
    #expect(try read.svg(theme: .dark) == figure.svg(theme: .dark))
    #expect(try read.json() == json)
    #expect(read.caption == figure.caption && read.alternativeText == figure.alternativeText)
  }
}
