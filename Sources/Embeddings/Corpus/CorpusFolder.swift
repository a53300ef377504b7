public import Foundation

extension CorpusReader {
  /// Which files of a folder hold texts, in the order of their names; what a folder says of itself is none of them.
  ///
  /// - Parameter files: The files by name.
  /// - Returns: Those that are read, and the names of those that are not.
  public static func texts(among files: [String: URL]) -> (files: [URL], leftOut: [String]) {
    let sorted = files.sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }
    guard sorted.count > 1 else { return (sorted.map(\.value), []) }
    return (sorted.filter { isText($0.key) }.map(\.value), sorted.map(\.key).filter { !isText($0) })
  }

  private static func isText(_ name: String) -> Bool {
    var name = name.lowercased()
    if name.hasPrefix(".") || name.hasPrefix("_") { return false }
    if name.hasSuffix(".gz") { name.removeLast(3) }
    let parts = name.split(separator: ".")
    guard let base = parts.first.map(String.init), !aboutFolders.contains(base) else { return false }
    guard parts.count > 1, let ending = parts.last.map(String.init) else { return true }
    // A name such as `part.00012` has no ending that says anything.
    return endings.contains(ending) || ending.allSatisfy(\.isNumber)
  }

  private static let endings: Set = ["json", "jsonl", "ndjson", "csv", "tsv", "tab", "txt", "text"]
  private static let aboutFolders: Set = [
    "readme", "license", "licence", "copying", "notice", "authors", "changelog", "citation", "makefile", "sha256sums",
    "md5sums", "checksums",
  ]
}
