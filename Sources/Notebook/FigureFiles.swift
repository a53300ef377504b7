internal import Archives
internal import Basics
import Foundation
internal import Images
import Plotting

/// What a figure leaves in its chapter's folder, each file beside the others below `figures/`:
///
///     <id>.png         its pixels, for every reader
///     <id>.json        its value, from which it can be drawn again
///     <id>.svg         the drawing for paper, where that is lighter than the pixels
///     <id>.webp        its pixels for browsers, where that is lighter
///     <id>.dark.webp   the same drawing in the inks for a dark screen; a PNG, where it is too large for WebP
struct FigureFiles {
  /// The files beside the PNG, relative to the chapter's folder.
  let value: String
  let vector, web: String?
  let dark: String

  /// Whether a file of a chapter is needed only while HTML is made: it says what the PNG beside it says, or it is a view's data, which
  /// the HTML holds.
  static func isForPageAlone(_ name: String) -> Bool {
    name.contains("/figures/") && (name.hasSuffix(".webp") || name.hasSuffix(".dark.png"))
      || name.contains("/views/") && name.hasSuffix(".view")
  }

  /// Draws a figure and writes its files.
  ///
  /// - Parameters:
  ///   - slug: The chapter's name.
  ///   - workplace: The chapter's folder.
  /// - Throws: `PlottingError`, `FileError`.
  init(drawing figure: Figure, of slug: String, toolVersion: String, into workplace: URL) throws {
    func save(_ bytes: some ContiguousBytes, _ ending: String) throws -> String {
      let name = "figures/\(figure.id).\(ending)"
      try AtomicFile.write(bytes, to: workplace.appending(path: name))
      return name
    }
    let image = try figure.image()
    let png = try figure.png(
      of: image,
      provenance: [
        ("Software", "Quire \(toolVersion)"), ("Source", "\(slug)/\(figure.id)"),
        ("Description", figure.alternativeText),
      ])
    _ = try save(png, "png")
    value = try save(figure.json(), "json")
    vector = try Self.vector(of: figure, lighterThan: png).map { try save($0, "svg") }
    // A figure too large for WebP has none.
    let webp = (try? Self.webp(image, of: figure)) ?? png
    web = webp.count < png.count ? try save(webp, "webp") : nil
    let (night, ending) = try Self.dark(figure)
    dark = try save(night, "dark.\(ending)")
  }

  /// The pixels for a dark screen and the ending of their file.
  private static func dark(_ figure: Figure) throws -> (bytes: [UInt8], ending: String) {
    let image = try figure.image(theme: .dark)
    do { return (try webp(image, of: figure), "webp") } catch { return (try PNG.encode(image), "png") }
  }

  /// A drawing's pixels for browsers.
  ///
  /// Photographs, and lines that shine through each other, take a third of the bytes and half the time at a quality at which
  /// the eye finds nothing missing; the PNG beside them has every pixel. The rest is smaller without loss than with it.
  private static func webp(_ image: Image, of figure: Figure) throws(ImageError) -> [UInt8] {
    let blends = figure.panels.contains { panel in
      switch panel.content {
      case .picture, .arcs: true
      case .plot, .heatmap, .grid, .table, .shaded: false
      }
    }
    return blends ? try WebP.encode(image, quality: 85) : try WebP.encode(image)
  }

  /// The drawing as SVG, where paper is better served by it.
  ///
  /// A drawing's share of a PDF is about one and a half times its deflated SVG, as Typst writes it. What has pictures in it, or
  /// so many cells that they are one, gains nothing, and what is laid over a picture shows seams between its cells.
  private static func vector(of figure: Figure, lighterThan png: [UInt8]) throws -> [UInt8]? {
    let svg = try figure.svg()
    guard svg.firstRange(of: Array("<image".utf8)) == nil else { return nil }
    return Deflated.count(svg) * 3 <= png.count * 2 ? svg : nil
  }
}
