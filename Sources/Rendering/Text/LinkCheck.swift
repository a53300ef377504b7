internal import Basics
import Foundation

/// Judges the links and images of a parsed text, which are what the outputs will hold.
///
/// `TextRewriter` has judged what looks like a destination in the source; this makes sure of everything else that
/// Markdown takes for a link.
struct LinkCheck {
  /// The file, as messages name it.
  var file: String
  /// What rewriting it found.
  var found: TextRewriter.Result
  /// The text before that.
  var source: MarkdownSource
  /// The images of the report.
  var pictures: Pictures

  /// What is wrong with the links of the parsed text, up to where nobody reads on.
  func problems(in document: MarkdownDocument) -> [RenderingError.Problem] {
    var problems: [RenderingError.Problem] = []
    for link in LinkVisitor.links(in: document) where !found.refused.contains(link.url) {
      guard let message = fault(of: link) else { continue }
      problems.append(.init(file: file, line: line(of: link.url), message: message))
      if problems.count == TextRewriter.mostProblems { break }
    }
    return problems
  }

  /// The first line in which an address is written as it was parsed.
  private func line(of url: String) -> Int? {
    let address = Array(LinkDestination.of(path: url).utf8)
    let start = found.text.firstIndex(of: Array(url.utf8), from: 0) ?? found.text.firstIndex(of: address, from: 0)
    return start.map { start in source.fileLine(of: 1 + found.text[..<start].count { $0 == UInt8(ascii: "\n") }) }
  }

  private func fault(of link: LinkVisitor.Link) -> String? {
    if link.url.hasPrefix("#"), !link.isImage { return nil }
    let url = String(link.url.map { $0.isWhitespace ? " " : $0 })
    if let scheme = LinkPolicy.scheme(of: link.url) {
      if link.isImage { return "the image \(url) is not in the report's folder; save it beside the text" }
      return LinkPolicy.schemes.contains(scheme) ? nil : "the link \(url) is refused; use https:, http: or mailto:"
    }
    if link.url.isEmpty { return link.isImage ? "an image has no address" : nil }
    guard let target = found.files[UTF8Key(LinkDestination.path(of: link.url) ?? link.url)] else {
      return "“\(url)” leads to no file of the report"
    }
    guard link.isImage else { return nil }
    guard let picture = pictures.preparedPicture(at: target) else {
      return
        "\(target.lastPathComponent) is no PNG, JPEG, GIF, WebP, TIFF, BMP, AVIF, HEIC or SVG image; save it as PNG"
    }
    if let damage = picture.damage { return "\(target.lastPathComponent) \(damage)" }
    if let fault = picture.fault { return "\(target.lastPathComponent) \(fault): save a smaller copy" }
    return link.text.trimmed().isEmpty
      ? "the image has no description for those who cannot see it: write ![what it shows](\(LinkDestination.of(path: target.lastPathComponent)))"
      : nil
  }
}
