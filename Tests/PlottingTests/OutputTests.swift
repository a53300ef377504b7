import Images
import Plotting
import Testing

@Suite struct OutputTests {
  @Test(arguments: Samples.all.map(\.id)) func `the same figure gives the same bytes in every format`(id: String) throws
  {
    let figure = try #require(Samples.all.first { $0.id == id })
    #expect(try figure.png() == figure.png())
    #expect(try figure.svg() == figure.svg())
    #expect(try figure.pdf() == figure.pdf())
  }

  @Test func `a PNG has its size, its resolution and where it comes from`() throws {
    let figure = Samples.all[0]
    let bytes = try figure.png(dpi: 200, provenance: [("Input", "sha256:abc"), ("Seed", "1")])
    let image = try PNG.decode(bytes)
    #expect(image.width == 556 && image.height == 389)
    #expect(abs(try #require(try PNG.dpi(bytes)) - 200) < 0.02)
    let texts = try PNG.texts(bytes)
    #expect(texts.map(\.keyword) == ["Title", "Description", "Software", "Input", "Seed"])
    #expect(texts.map(\.text) == ["bars-horizontal", "What it shows.", "Quire", "sha256:abc", "1"])
    #expect((0..<image.height).allSatisfy { image[image.width - 1, $0].alpha == 255 })
  }

  @Test func `an SVG describes itself`() throws {
    let svg = String(decoding: try Samples.all[0].svg(), as: UTF8.self)
    #expect(svg.contains("<title>A caption.</title>"))
    #expect(svg.contains("<desc>What it shows.</desc>"))
  }

  @Test func `drawing from several threads gives the same bytes`() async throws {
    let expected = try Samples.all.map { try $0.png() }
    try await withThrowingTaskGroup(of: [[UInt8]].self) { group in
      for _ in 0..<4 { group.addTask { try Samples.all.map { try $0.png() } } }
      for try await found in group { #expect(found == expected) }
    }
  }
}
