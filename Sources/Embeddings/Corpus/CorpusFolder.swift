internal import Archives
public import Foundation

extension CorpusReader {
  /// Which files of a folder hold texts, in the order of their names; what a folder says of itself is none of them, nor is a file that
  /// lies there compressed as well, nor an archive beside files of texts, which may have come out of it.
  ///
  /// - Parameter files: The files by name.
  /// - Returns: Those that are read, and the names of those that are not.
  public static func texts(among files: [String: URL]) -> (files: [URL], leftOut: [String]) {
    let sorted = files.sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }
    guard sorted.count > 1 else { return (sorted.map(\.value), []) }
    var chosen = sorted.filter { isText($0.key) && !isTwin($0.key, of: files) }
    if chosen.isEmpty { chosen = sorted.filter { isArchive($0.key) } }
    let names = Set(chosen.map(\.key))
    return (chosen.map(\.value), sorted.map(\.key).filter { !names.contains($0) })
  }

  /// Whether a file of an archive holds texts, by its name there.
  static func isText(member: String) -> Bool {
    let parts = member.split(separator: "/")
    // What macOS keeps of its own beside each file.
    guard let name = parts.last, parts.first != "__MACOSX" else { return false }
    return isText(String(name))
  }

  private static func isText(_ name: String) -> Bool {
    let name = Compression.stripped(name).lowercased()
    if name.hasPrefix(".") || name.hasPrefix("_") { return false }
    let parts = name.split(separator: ".")
    guard let base = parts.first.map(String.init), !aboutFolders.contains(base) else { return false }
    guard parts.count > 1, let ending = parts.last.map(String.init) else { return true }
    // A name such as `part.00012` has no ending that says anything.
    return endings.contains(ending) || ending.allSatisfy(\.isNumber)
  }

  private static func isArchive(_ name: String) -> Bool {
    let name = name.lowercased()
    if name.hasPrefix(".") || name.hasPrefix("_") { return false }
    let ending = Compression.stripped(name).split(separator: ".").dropFirst().last.map(String.init)
    return ending.map(archives.contains) ?? false
  }

  /// Whether a file is the compressed form of one beside it.
  private static func isTwin(_ name: String, of files: [String: URL]) -> Bool {
    let plain = Compression.stripped(name)
    return plain != name && files[plain] != nil
  }

  private static let endings: Set = ["json", "jsonl", "ndjson", "csv", "tsv", "tab", "txt", "text"]
  private static let archives: Set = ["zip", "tar", "tgz", "tbz2", "txz"]
  private static let aboutFolders: Set = [
    "readme", "license", "licence", "copying", "notice", "authors", "changelog", "citation", "makefile", "sha256sums",
    "md5sums", "checksums",
  ]
}
