import Basics
import Foundation
import Images
import Notebook
import Plotting
import TestSupport
import Testing

/// What a figure leaves in its chapter's folder.
@Suite struct FigureFilesTests {
  /// A chapter of a plot, which is lighter as a drawing, and of a picture, which is not.
  private struct Drawn: Chapter {
    static let slug = "drawn"
    static let title = "Drawn"
    struct Results: Encodable {}

    static var plot: Figure {
      Figure(
        id: "plot", caption: "A line.", alternativeText: "It falls.", size: Size(width: 300, height: 200),
        panel: Panel("Loss", marks: [.line([3, 1, 0.5], name: "loss")]))
    }

    static var photo: Figure {
      var state: UInt32 = 7
      let pixels = (0..<(60 * 40 * 4)).map { place -> UInt8 in
        state = state &* 1_664_525 &+ 1_013_904_223
        return place % 4 == 3 ? 255 : UInt8(state >> 24)
      }
      return Figure(
        id: "photo", caption: "Noise.", alternativeText: "Nothing to see.", size: Size(width: 90, height: 60),
        panel: Panel(.picture(Picture(try! Image(width: 60, height: 40, pixels: pixels), overlay: [[0, 1]]))))
    }

    func run(_ page: inout Page, settings: NoSettings) throws -> Results {
      try page.figure(Self.plot)
      page.write("Between them.")
      try page.figure(Self.photo)
      return Results()
    }
  }

  /// A chapter of a figure that is too wide for WebP.
  private struct Wide: Chapter {
    static let slug = "wide"
    static let title = "Wide"
    struct Results: Encodable {}
    func run(_ page: inout Page, settings: NoSettings) throws -> Results {
      try page.figure(
        Figure(
          id: "line", caption: "A line.", alternativeText: "It falls.", size: Size(width: 5900, height: 40),
          panel: Panel(marks: [.line([3, 1, 0.5])])))
      return Results()
    }
  }

  private struct Undrawable: Chapter {
    static let slug = "undrawable"
    static let title = "Undrawable"
    struct Results: Encodable {}
    func run(_ page: inout Page, settings: NoSettings) throws -> Results {
      try page.figure(
        Figure(
          id: "gap", caption: "A gap.", alternativeText: "None.", panel: Panel(marks: [.line([1, .infinity])])))
      return Results()
    }
  }

  private func run<C: Chapter>(_ chapter: C.Type, in folder: ReportFolder, threads: Int) throws -> ReportRunner.Outcome
  {
    var top = try SettingsFile(text: "", path: "report.yml", overrides: []).reader()
    let prepared = PreparedChapter(chapter, reading: &top)
    return try ReportRunner(
      folder: folder, output: try OutputFolder(folder), chapters: [prepared], locator: Nothing(), seed: 1,
      threads: threads, memory: 1 << 30, toolVersion: "test", progress: Silence(), cancellation: Cancellation()
    ).run(refresh: true)[0]
  }

  @Test func `a figure is saved as value, pixels and what is lighter, and all draw the same`() throws {
    let scratch = try Scratch()
    let folder = ReportFolder(scratch.folder)
    #expect(try run(Drawn.self, in: folder, threads: 2).failure == nil)
    let chapter = folder.chapter("drawn")
    let document = try CanonicalJSON.decode(ChapterDocument.self, from: folder.document("drawn"))
    let blocks = document.blocks.compactMap { if case .figure(let figure) = $0 { figure } else { nil } }
    #expect(blocks.map(\.value) == ["figures/plot.json", "figures/photo.json"])
    #expect(blocks.map(\.vector) == ["figures/plot.svg", nil])
    for (block, figure) in zip(blocks, [Drawn.plot, Drawn.photo]) {
      let bytes = { (name: String) in try [UInt8](Data(contentsOf: chapter.appending(path: name))) }
      let png = try bytes(block.file)
      let saved = try Figure(json: Data(try bytes(#require(block.value))), name: block.id)
      #expect(try PNG.decode(png) == saved.image())
      #expect(try saved.json() == figure.json())
      let web = try bytes(#require(block.web))
      #expect(web.count < png.count)
      if let vector = block.vector { #expect(try bytes(vector) == saved.svg()) }
      let dark = try bytes(#require(block.dark))
      for (found, drawn) in try [
        (WebP.decode(web), PNG.decode(png)), (WebP.decode(dark), saved.image(theme: .dark)),
      ] {
        // A photograph is kept as the eye sees it, a drawing as it is.
        let difference = zip(found.pixels, drawn.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        #expect(block.id == "photo" ? difference < drawn.pixels.count * 12 : found == drawn)
        #expect((found.width, found.height) == (drawn.width, drawn.height))
      }
    }
    let files = try FileSystem.files(below: chapter.appending(path: "figures"))
    #expect(
      files.sorted() == [
        "photo.dark.webp", "photo.json", "photo.png", "photo.webp", "plot.dark.webp", "plot.json", "plot.png",
        "plot.svg", "plot.webp",
      ])
  }

  @Test func `a figure too large for WebP is a PNG in the dark as well`() throws {
    let scratch = try Scratch()
    let folder = ReportFolder(scratch.folder)
    #expect(try run(Wide.self, in: folder, threads: 1).failure == nil)
    let document = try CanonicalJSON.decode(ChapterDocument.self, from: folder.document("wide"))
    let block = try #require(
      document.blocks.compactMap { if case .figure(let figure) = $0 { figure } else { nil } }.first)
    #expect((block.web, block.dark) == (nil, "figures/line.dark.png"))
    let night = try PNG.decode(
      [UInt8](Data(contentsOf: folder.chapter("wide").appending(path: "figures/line.dark.png"))))
    #expect(night.width > WebP.longestSide)
  }

  @Test func `threads make no difference to the bytes`() throws {
    let digests = try [1, 2, 4].map { threads in
      let scratch = try Scratch()
      let folder = ReportFolder(scratch.folder)
      #expect(try run(Drawn.self, in: folder, threads: threads).failure == nil)
      return try CanonicalJSON.decode(ChapterSeal.self, from: folder.seal("drawn")).outputDigest
    }
    #expect(Set(digests).count == 1)
  }

  @Test func `a figure that cannot be drawn fails its chapter by name`() throws {
    let scratch = try Scratch()
    let failure = try run(Undrawable.self, in: ReportFolder(scratch.folder), threads: 2).failure
    #expect(failure?.contains("figure \"gap\"") == true)
  }

  private struct Nothing: InputLocator {
    func find(_ name: String) throws -> LocatedInput? { nil }
    func fetch(
      _ name: String, progress: @escaping @Sendable (ProgressUpdate) -> Void, cancellation: Cancellation
    ) throws -> LocatedInput { throw NotebookError.input(name: name, problem: "is not there") }
  }

  private struct Silence: ProgressReporter {
    func update(_ chapter: String, _ update: ProgressUpdate) {}
    func note(_ chapter: String, _ line: String) {}
    func warn(_ chapter: String, _ line: String) {}
    func fail(_ chapter: String, _ message: String) {}
  }
}
