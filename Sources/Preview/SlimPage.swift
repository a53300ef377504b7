import Basics
package import Foundation

/// A page in which every long run of base64, of pictures and of views' data, is a reference `quire:<SHA-256>`: what a browser compares
/// to find what has changed, and a tenth of the page.
///
/// Nothing is lost: put in the place of its reference, each part gives the page again. A reference that somebody has written himself
/// is no part's and stays.
package struct SlimPage: Sendable {
  /// The page with references.
  package let text: Data
  /// The parts, each by its sum, and where it stands in the page.
  package let parts: [String: Range<Int>]

  /// Shorter runs stay.
  static let shortest = 1024

  /// Takes the long parts out of a page.
  package init(of html: Data) {
    var text = Data(capacity: html.count / 4)
    var parts: [String: Range<Int>] = [:]
    html.withUnsafeBytes { bytes in
      var (kept, start, position) = (0, 0, 0)
      func end() {
        guard position - start >= Self.shortest else { return }
        let name = SHA256.hex(of: UnsafeRawBufferPointer(rebasing: bytes[start..<position]))
        text.append(contentsOf: bytes[kept..<start])
        text.append(contentsOf: Data("quire:\(name)".utf8))
        parts[name] = start..<position
        kept = position
      }
      while position < bytes.count {
        if !Self.isBase64[Int(bytes[position])] {
          end()
          start = position + 1
        }
        position += 1
      }
      end()
      text.append(contentsOf: bytes[kept...])
    }
    (self.text, self.parts) = (text, parts)
  }

  private static let isBase64 = (0..<256).map { (byte: Int) -> Bool in
    let scalar = Unicode.Scalar(UInt8(byte))
    return ("A"..."Z").contains(scalar) || ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
      || ["+", "/", "="].contains(scalar)
  }
}
