import Basics
import Foundation

/// What kind of image a file holds, by its first bytes.
enum Picture {
  /// The media type, or `nil` for anything but a PNG, JPEG, GIF or WebP image.
  static func type(of file: URL) -> String? {
    guard let head = head(of: file) else { return nil }
    if head.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) { return "image/png" }
    if head.starts(with: [0xff, 0xd8, 0xff]) { return "image/jpeg" }
    if head.starts(with: Array("GIF8".utf8)) { return "image/gif" }
    if head.starts(with: Array("RIFF".utf8)), head.dropFirst(8).starts(with: Array("WEBP".utf8)) { return "image/webp" }
    return nil
  }

  /// The first 32 bytes.
  static func head(of file: URL) -> [UInt8]? {
    try? InputFile(file).read(32)
  }
}

/// The header of a PNG image.
enum PNG {
  /// A hundred million: more than cameras make.
  static let mostPixels = 100_000_000

  /// Why an image is not shown, as a sentence; `nil` for one that is, and for what is no PNG image.
  static func fault(of file: URL) -> String? {
    guard let (width, height) = size(of: file), height > 0, width > mostPixels / height else { return nil }
    return "\(file.lastPathComponent) has \(width) × \(height) pixels; at most \(mostPixels) are shown"
  }

  /// Width and height in pixels, or `nil` for a file that is no PNG image.
  static func size(of file: URL) -> (width: Int, height: Int)? {
    guard Picture.type(of: file) == "image/png", let head = Picture.head(of: file), head.count >= 24 else { return nil }
    func word(_ offset: Int) -> Int { head[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
    return (word(16), word(20))
  }
}
