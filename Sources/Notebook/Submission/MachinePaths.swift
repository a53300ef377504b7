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

  /// What is looked for. Pictures and packed streams hold none: nothing of Quire's writes a path there.
  public var texts: ForbiddenTexts { ForbiddenTexts(paths) { "holds the path \($0) of this machine" } }
}
