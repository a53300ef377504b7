import Images
import Plotting
import Testing

@Suite struct SnapshotTests {
  @Test(arguments: Samples.all.map(\.id)) func `a figure looks as on record`(id: String) throws {
    try Snapshot.check(try #require(Samples.all.first { $0.id == id }))
  }

  @Test(arguments: [
    "arcs", "arcs-side-by-side", "grid", "heatmap", "heatmap-diverging", "lines", "picture", "scatter", "shaded",
    "table",
  ])
  func `a figure looks in the dark as on record`(id: String) throws {
    try Snapshot.check(try #require(Samples.all.first { $0.id == id }), theme: .dark, name: "\(id)-dark")
  }

  @Test func `a moved figure is noticed`() throws {
    let figure = try #require(Samples.all.first { $0.id == "lines" })
    var other = figure
    other.panels[0].title = nil
    let difference = try Difference(other.image(dpi: 96), figure.image(dpi: 96))
    #expect(difference.share > Snapshot.allowedShare)
  }
}
