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
    where bytes.firstRange(of: Array(word.utf8)) != nil {
      return nil
    }
    let address = Array("href=\"".utf8)
    var rest = bytes[...]
    while let found = rest.firstRange(of: address) {
      guard found.upperBound < bytes.endIndex, bytes[found.upperBound] == UInt8(ascii: "#") else { return nil }
      rest = bytes[found.upperBound...]
    }
    return data
  }

  /// The figure's pixels as WebP for browsers, `nil` where the image serves them better.
  func webImage() -> Picture? {
    guard let web, let data = try? InputFile.data(of: web, limit: ReportReader.longestOutput),
      let picture = Picture(data), picture.type == "image/webp"
    else { return nil }
    return picture
  }
}
