import Basics
package import Foundation

/// An image of the report, read once: a PNG, JPEG, GIF or WebP file.
package struct Picture: Sendable {
  /// The file's bytes.
  package let data: Data
  /// The media type, by the first bytes.
  package let type: String

  /// The image that a file holds, `nil` for anything else.
  init?(_ data: Data) {
    guard let type = Self.type(of: data) else { return nil }
    self.data = data
    self.type = type
  }

  private static func type(of data: Data) -> String? {
    if data.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) { return "image/png" }
    if data.starts(with: [0xff, 0xd8, 0xff]) { return "image/jpeg" }
    if data.starts(with: Array("GIF8".utf8)) { return "image/gif" }
    if data.starts(with: Array("RIFF".utf8)), data.dropFirst(8).starts(with: Array("WEBP".utf8)) { return "image/webp" }
    return nil
  }

  /// Width and height in pixels, as the header of a PNG says; `nil` for other images.
  var pixels: (width: Int, height: Int)? {
    guard type == "image/png", data.count >= 24 else { return nil }
    func word(_ offset: Int) -> Int { data.dropFirst(offset).prefix(4).reduce(0) { $0 << 8 | Int($1) } }
    return (word(16), word(20))
  }

  /// A hundred million: more than cameras make.
  static let mostPixels = 100_000_000

  /// Why it is not shown, as the end of a sentence that begins with its name; `nil` where it is.
  var fault: String? {
    guard let (width, height) = pixels, height > 0, width > Self.mostPixels / height else { return nil }
    return "has \(width) × \(height) pixels; at most \(Self.mostPixels) are shown"
  }
}

/// The images of one rendering by their place: whoever asks, each is read once.
final class Pictures {
  private var known: [UTF8Key: Picture?] = [:]

  /// The image in a file, `nil` for what is none or cannot be read.
  func picture(at file: URL) -> Picture? {
    let key = UTF8Key(file.path(percentEncoded: false))
    if let picture = known[key] { return picture }
    let picture = (try? InputFile.data(of: file, limit: ReportReader.longestOutput)).flatMap(Picture.init)
    known[key] = .some(picture)
    return picture
  }
}
