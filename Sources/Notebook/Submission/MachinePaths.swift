internal import Archives
internal import Basics
public import Foundation

/// Looks for what tells of the machine: paths of the author's folders in what is handed in.
public struct MachinePaths: Sendable {
  /// The paths that no file may hold, longest first.
  private let paths: [(text: String, bytes: [UInt8])]

  /// - Parameter folders: Folders of this machine: the report's, the working folder, the user's own. The root, and what is as
  ///   short as `/home`, is everybody's.
  public init(_ folders: [URL]) {
    let texts = Set(
      folders.map { $0.standardizedFileURL.path(percentEncoded: false) }.map {
        $0.hasSuffix("/") ? String($0.dropLast()) : $0
      })
    paths = texts.filter { $0.split(separator: "/").count > 1 }
      .sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }.map { ($0, Array($0.utf8)) }
  }

  /// The first of the paths that an archive's files hold, by file: at most one finding for each file.
  ///
  /// Pictures and packed streams are not looked into: nothing of Quire's writes a path there.
  public func findings(in archive: URL) throws -> [String] {
    guard let longest = paths.first?.bytes.count else { return [] }
    let zip = try ZipReader(archive)
    var findings: [String] = []
    for entry in zip.entries where !entry.isDirectory {
      var tail: [UInt8] = []
      var found: String?
      try zip.forEachPiece(of: entry) { piece in
        guard found == nil else { return }
        let bytes = tail + piece
        found = paths.first { bytes.contains(bytes: $0.bytes) }?.text
        tail = Array(bytes.suffix(longest - 1))
      }
      if let found { findings.append("\(entry.name): holds the path \(found) of this machine") }
    }
    return findings
  }
}
