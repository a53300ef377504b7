package import Foundation

/// An SVG file that is a drawing and nothing more, written anew from what was understood of it.
///
/// Whatever is not on the list of elements is refused by name, and so is an address that leads out of the file; what programs
/// leave for themselves (metadata, their own prefixes, comments, a document type without declarations) is dropped. So
/// browsers, Typst and whoever else opens the copy run nothing and fetch nothing.
package struct SVGDrawing: Sendable, Equatable {
  /// The file, in UTF-8.
  package let data: Data

  /// Why a file is no such drawing.
  package struct Fault: Error, Equatable, CustomStringConvertible {
    /// The line, counted from one, where it has one.
    package var line: Int?
    /// The element that it stands in.
    package var element: String?
    /// What is wrong and what to do.
    package var reason: String

    /// `line 3, <script>: …`
    package var description: String {
      let place = [line.map { "line \($0)" }, element.map { "<\($0)>" }].compactMap(\.self).joined(separator: ", ")
      return place.isEmpty ? reason : "\(place): \(reason)"
    }
  }

  /// The most bytes of a file: 8 MiB.
  package static let largestFile = 8 << 20

  /// Whether bytes begin as an SVG file does: with its element, or with what may stand before it.
  package static func isLikely(_ data: Data) -> Bool {
    let head = data.prefix(4096)
    let blanks: Set<UInt8> = [0x09, 0x0A, 0x0D, 0x20, 0xEF, 0xBB, 0xBF]
    guard head.first(where: { !blanks.contains($0) }) == UInt8(ascii: "<") else { return false }
    return head.firstRange(of: Data("<svg".utf8)) != nil || head.firstRange(of: Data("<svg:svg".utf8)) != nil
  }

  /// Reads a file.
  ///
  /// - Throws: A ``Fault``.
  package init(_ bytes: Data) throws(Fault) {
    guard bytes.count <= Self.largestFile else {
      throw Fault(reason: "has \(bytes.count) bytes; at most \(Self.largestFile) are read: save a simpler drawing")
    }
    guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
      throw Fault(reason: "is not UTF-8; save it as plain SVG")
    }
    let start = text.utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    data = try SVGReading.drawing(of: Array(text.utf8.dropFirst(start)))
  }
}
