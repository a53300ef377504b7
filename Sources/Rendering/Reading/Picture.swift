import Basics
package import Foundation
internal import Images

/// An image of the report, read once: a PNG, JPEG, GIF, WebP or SVG file, or a TIFF, BMP, AVIF or HEIC that is shown as PNG.
package struct Picture: Sendable {
  /// The file's bytes.
  package let data: Data
  /// The media type, by the first bytes.
  package let type: String
  /// What is copied beside the report, where that is not what is shown.
  private(set) var copied: Data?
  /// Whether the file tells where the picture was taken; the bytes here do not.
  private(set) var toldPlace = false
  /// What is wrong with its bytes, as the end of a sentence that begins with its name.
  private(set) var damage: String?

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
    switch DecodedImage.Format(of: [UInt8](data.prefix(512))) {
    case .tiff: return "image/tiff"
    case .bmp: return "image/bmp"
    case .avif: return "image/avif"
    case .heic: return "image/heic"
    default: return SVGDrawing.isLikely(data) ? svg : nil
    }
  }

  /// Whether a file that begins with these bytes is shown, and copied beside the report, as PNG: what few programs show.
  static func becomesPNG(_ head: [UInt8]) -> Bool {
    DecodedImage.Format(of: head).map { [.tiff, .bmp, .avif, .heic].contains($0) } ?? false
  }

  /// The address under which a page holds it.
  var address: String { "data:\(type);base64,\(data.base64EncodedString())" }

  /// The media type of drawings.
  package static let svg = "image/svg+xml"

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
    if let damage { return damage }
    guard let (width, height) = pixels, height > 0, width > Self.mostPixels / height else { return nil }
    return "has \(width) × \(height) pixels; at most \(Self.mostPixels) are shown"
  }
}

extension Picture {
  /// The image as every format can show it: whole, of eight bits and of light, without the place where it was taken, and a
  /// drawing without what is none.
  func prepared() -> Picture {
    guard fault == nil else { return self }
    var picture = self
    switch type {
    case "image/png", "image/jpeg":
      let bytes = [UInt8](data)
      do {
        let clean = try LocationData.removed(from: bytes, name: "")?.bytes
        let decoded = try ImageFile.decode(bytes, name: "")
        if type == "image/jpeg", decoded.isOfInks {
          picture = Picture(Data(try PNG.encode(decoded.image))) ?? picture
          picture.copied = clean.map { Data($0) } ?? data
        } else if type == "image/png", bytes.count > 24, bytes[24] == 16 {
          // With its transparency, which a photograph's reader drops.
          picture = Picture(Data(try PNG.encode(PNG.decode(bytes)))) ?? picture
        } else if let clean {
          picture = Picture(Data(clean)) ?? picture
        }
        picture.toldPlace = clean != nil
      } catch .file(_, let problem) {
        picture.damage = problem
      } catch {
        picture.damage = "cannot be shown: \(error)"
      }
    case "image/gif":
      if data.last != 0x3B {
        picture.damage = "is cut short"
      } else {
        picture.leavePlace()
      }
    case "image/webp":
      do { _ = try WebP.decode([UInt8](data)) } catch .decoding(let problem) {
        picture.damage = "cannot be read: \(problem)"
        return picture
      } catch {
        picture.damage = "cannot be shown: \(error)"
        return picture
      }
      picture.leavePlace()
    case "image/tiff", "image/bmp", "image/avif", "image/heic":
      do {
        let bytes = [UInt8](data)
        picture = Picture(Data(try PNG.encode(ImageFile.decode(bytes, name: "").image))) ?? picture
        picture.toldPlace = try LocationData.removed(from: bytes, name: "") != nil
      } catch .file(_, let problem) {
        picture.damage = problem
      } catch {
        picture.damage = "cannot be shown: \(error)"
      }
    default:
      do { picture = Picture(try SVGDrawing(data).data) ?? picture } catch {
        picture.damage = "cannot be shown: \(error)"
      }
    }
    return picture
  }

  /// Becomes the same picture without the place where it was taken.
  private mutating func leavePlace() {
    do {
      guard let clean = try LocationData.removed(from: [UInt8](data), name: "") else { return }
      self = Picture(Data(clean.bytes)) ?? self
      toldPlace = true
    } catch .file(_, let problem) {
      damage = problem
    } catch {
      damage = "cannot be shown: \(error)"
    }
  }
}

extension Picture {
  /// The bytes for paper: in a drawing the text is set anew, and no font may lack what it says.
  ///
  /// - Parameter drawable: A text with something in place of what no font draws.
  func printed(_ drawable: (String) -> String) -> Data {
    // What it puts in their place holds no sign of XML.
    type == Self.svg ? Data(drawable(String(decoding: data, as: UTF8.self)).utf8) : data
  }

  /// The same pixels as PNG, for what reads no WebP; `nil` for a picture of another kind.
  func asPNG() -> Picture? {
    guard type == "image/webp", let image = try? WebP.decode([UInt8](data)), let bytes = try? PNG.encode(image) else {
      return nil
    }
    return Picture(Data(bytes))
  }
}

/// The images of one rendering by their place: whoever asks, each is read once.
final class Pictures {
  private var known: [UTF8Key: Picture?] = [:]
  private var prepared: [UTF8Key: Picture?] = [:]

  /// The image in a file that somebody put beside an answer, as it is shown.
  func preparedPicture(at file: URL) -> Picture? {
    let key = UTF8Key(file.path(percentEncoded: false))
    if let picture = prepared[key] { return picture }
    let picture = picture(at: file)?.prepared()
    prepared[key] = .some(picture)
    return picture
  }

  /// The image in a file, `nil` for what is none or cannot be read.
  func picture(at file: URL) -> Picture? {
    let key = UTF8Key(file.path(percentEncoded: false))
    if let picture = known[key] { return picture }
    let picture = (try? InputFile.data(of: file, limit: ReportReader.longestOutput)).flatMap(Picture.init)
    known[key] = .some(picture)
    return picture
  }
}
