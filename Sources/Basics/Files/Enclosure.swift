public import Foundation

/// Folders out of which no path may lead: by `..`, by a link, or by being somewhere else altogether.
public struct Enclosure: Sendable {
  private let roots: [String]
  /// What the folders are to a reader of a message: “the report”.
  private let name: String

  /// An enclosure of folders, of which those count that exist.
  public init(_ folders: [URL], name: String) {
    roots = folders.compactMap { Self.realPath(of: $0) }
    self.name = name
  }

  /// The path of what a file really is, all links followed; `nil` where there is nothing, or links lead round in a circle.
  public static func realPath(of place: URL) -> String? {
    guard let path = realpath(place.path(percentEncoded: false), nil) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }

  /// Whether what lies at a path lies within; what does not exist lies nowhere.
  public func holds(_ place: URL) -> Bool { Self.realPath(of: place).map(isWithin) ?? false }

  /// Refuses a path that leads out, and one at which there is nothing.
  ///
  /// - Parameter cure: What to do instead.
  /// - Throws: `FileError` with the link that leads out, and where it leads.
  public func check(_ place: URL, cure: String = "put the file itself there") throws(FileError) {
    guard let real = Self.realPath(of: place) else {
      let isLink = FileKind(of: place) == .link
      throw FileError(place, isLink ? "is a link that leads nowhere" : "does not exist")
    }
    guard !isWithin(real) else { return }
    if let (link, target) = firstLinkOut(on: place) {
      throw FileError(
        place,
        link == FileSystem.shown(place)
          ? "is a link to \(target), out of \(name); \(cure)"
          : "lies behind the link \(link) to \(target), out of \(name); \(cure)")
    }
    throw FileError(place, "lies outside of \(name); \(cure)")
  }

  /// The first link on the way to a place from which on the way lies outside.
  private func firstLinkOut(on place: URL) -> (link: String, target: String)? {
    var path = "/"
    for step in place.path(percentEncoded: false).split(separator: "/") {
      path += (path == "/" ? "" : "/") + step
      let here = URL(filePath: path)
      guard FileKind(of: here) == .link, let real = Self.realPath(of: here), !isWithin(real) else { continue }
      // A link above the folders themselves is how one comes to them.
      guard !roots.contains(where: { Self.isPath($0, within: real) }) else { continue }
      return (FileSystem.shown(here), real)
    }
    return nil
  }

  private func isWithin(_ real: String) -> Bool { roots.contains { Self.isPath(real, within: $0) } }

  private static func isPath(_ path: String, within root: String) -> Bool {
    // By bytes: as Strings, "é" composed and decomposed would be the same folder.
    let (path, root) = (Array(path.utf8), Array(root.utf8))
    return path == root || path.starts(with: root.last == UInt8(ascii: "/") ? root : root + [UInt8(ascii: "/")])
  }
}
