internal import Basics
import Foundation

/// What becomes of the links and images of one text.
///
/// A local file must lie in the folder of the text; the stitched report finds it under `prefix`. `https:`, `http:` and
/// `mailto:` links stay; anything else that a browser would execute or fetch is refused.
struct LinkPolicy {
  /// The folder that relative paths start from.
  var folder: URL
  /// What stands before such a path in the stitched report, with its final slash.
  var prefix: String

  /// What keeps a link from being followed.
  struct Failure: Error { var message: String }

  /// Where a destination leads.
  enum Destination: Equatable {
    /// Out of the report, or to a place within it: kept as it is.
    case kept
    /// A local file: the path as the report writes it, which is that of its copy, and the file.
    case file(path: String, URL)
  }

  /// The most bytes that a file of an answer may have: 64 MiB.
  static let largestFile = 64 << 20

  /// The schemes that a link may have.
  static let schemes = ["http", "https", "mailto"]

  /// Judges a destination as Markdown reads it: a file is looked for by the name as it is written, then percent-decoded,
  /// since people write `50% dropout.png` and programs `50%25%20dropout.png`.
  func destination(_ text: String) throws(Failure) -> Destination {
    if text.isEmpty || text.hasPrefix("#") { return .kept }
    if let scheme = Self.scheme(of: text) {
      guard Self.schemes.contains(scheme) else {
        throw Failure(
          message: "a link to “\(scheme):” is refused; use https:, http:, mailto: or a file beside the text")
      }
      return .kept
    }
    if let file = try file(text) { return file }
    guard let decoded = LinkDestination.path(of: text), !decoded.utf8.elementsEqual(text.utf8) else {
      throw Failure(message: "there is no file “\(text)” (looked for \(folder.appending(path: text).path))")
    }
    if let file = try file(decoded) { return file }
    throw Failure(
      message: "there is no file “\(text)”, nor “\(decoded)” (looked in \(folder.path(percentEncoded: false)))")
  }

  /// The file of a path, `nil` where there is none.
  private func file(_ path: String) throws(Failure) -> Destination? {
    guard !path.contains("\0") else { throw Failure(message: "“\(path)” is no path") }
    // By scalars: a character may be a slash and an accent on it.
    let steps = path.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard steps.first != "", !steps.contains("..") else {
      throw Failure(message: "“\(path)” leaves the folder of this text; put the file beside the text")
    }
    let kept = steps.filter { $0 != "." && $0 != "" }.joined(separator: "/")
    let file = folder.appending(path: kept)
    switch FileKind(of: file, followingLinks: true) {
    case .file: break
    case nil, .folder, .link: return nil
    case let kind?: throw Failure(message: "“\(path)” is \(kind.inWords), not a file")
    }
    do { try Enclosure([folder], name: "the folder of this text").check(file) } catch {
      throw Failure(message: "“\(path)” \(error.problem)")
    }
    var status = stat()
    guard stat(file.path(percentEncoded: false), &status) == 0, status.st_size <= Self.largestFile else {
      throw Failure(
        message:
          "“\(path)” has \(ByteCount.text(Int(status.st_size))); at most \(ByteCount.text(Self.largestFile)) go into "
          + "a report: save a smaller copy")
    }
    return .file(path: prefix + (prefix.hasPrefix("media/") ? copied(kept, file) : kept), file)
  }

  /// The name of a file's copy beside the report: with an ending more where the copy is a PNG of the picture in it.
  private func copied(_ name: String, _ file: URL) -> String {
    guard Picture.becomesPNG(Self.head(of: file)) else { return name }
    var name = name
    repeat { name += ".png" } while FileKind(of: folder.appending(path: name)) != nil
    return name
  }

  /// The first bytes of a file, none of one that cannot be read: whoever copies it says so.
  private static func head(of file: URL) -> [UInt8] {
    do {
      let input = try InputFile(file)
      return try input.read(512)
    } catch {
      return []
    }
  }

  /// The scheme of an address in lower case: a letter, then letters, digits and `+-.`, then a colon.
  static func scheme(of text: String) -> String? {
    if text.hasPrefix("//") { return "//" }
    let visible = text.unicodeScalars.filter { $0.value > 0x20 }
    guard let colon = visible.firstIndex(of: ":") else { return nil }
    let name = visible[..<colon]
    guard let first = name.first, first.properties.isAlphabetic, first.isASCII,
      name.allSatisfy({
        $0.isASCII
          && ($0.properties.isAlphabetic || $0.properties.numericType != nil || "+-.".unicodeScalars.contains($0))
      })
    else { return nil }
    return String(String.UnicodeScalarView(name)).lowercased()
  }
}
