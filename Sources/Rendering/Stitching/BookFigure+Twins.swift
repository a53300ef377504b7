internal import Basics
package import Foundation

extension BookFigure {
  /// The figure as an SVG drawing for paper, `nil` where the image serves paper better or the file is not what a chapter writes.
  ///
  /// It has the image's proportions, its text as outlines, and no address but places in itself.
  package func drawing() -> Data? {
    guard let vector, let data = try? InputFile.data(of: vector, limit: ReportReader.longestOutput) else { return nil }
    let bytes = [UInt8](data)
    let (start, end) = (Array("<?xml ".utf8), Array("</svg>\n".utf8))
    guard bytes.starts(with: start), bytes.suffix(end.count) == end[...] else { return nil }
    for word in ["<!DOCTYPE", "<!ENTITY", "<script", "<foreignObject", "<image", "url(\""]
    where bytes.firstIndex(of: Array(word.utf8), from: 0) != nil {
      return nil
    }
    let address = Array("href=\"".utf8)
    var position = 0
    while let found = bytes.firstIndex(of: address, from: position) {
      position = found + address.count
      guard position < bytes.count, bytes[position] == UInt8(ascii: "#") else { return nil }
    }
    return data
  }

  /// The figure as WebP for browsers, `nil` where the image serves them better.
  func webImage() -> Picture? {
    guard let web, let data = try? InputFile.data(of: web, limit: ReportReader.longestOutput),
      let picture = Picture(data), picture.type == "image/webp"
    else { return nil }
    return picture
  }

  /// The figure's pixels for a dark screen, `nil` where it was drawn for paper alone.
  func darkImage() -> Picture? {
    guard let dark, let data = try? InputFile.data(of: dark, limit: ReportReader.longestOutput),
      let picture = Picture(data), ["image/webp", "image/png"].contains(picture.type)
    else { return nil }
    return picture
  }
}

extension Book {
  /// The figures of all chapters.
  var figures: [BookFigure] {
    chapters.flatMap(\.pieces).compactMap { if case .figure(let figure) = $0 { figure } else { nil } }
  }
}
