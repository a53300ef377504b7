internal import Archives
public import Basics
public import Foundation

extension Submission {
  /// Unpacks the files of an archive that is what its manifest says.
  ///
  /// - Parameters:
  ///   - archive: The archive; names that lead out of it are refused when it is opened.
  ///   - root: The folder within it that everything lies in: `SubmissionCheck.root`.
  ///   - folder: Where the files go; it must be there and empty.
  /// - Returns: The names of the files.
  public static func unpack(
    _ archive: URL, root: String, into folder: URL, cancellation: Cancellation = Cancellation()
  ) throws -> [String] {
    let zip = try ZipReader(archive, limits: ZipLimits(entries: 100_000, expandedSize: 16 << 30))
    var names: [String] = []
    for entry in zip.entries where !entry.isDirectory && !entry.isLink && entry.name.utf8.starts(with: root.utf8) {
      try cancellation.check()
      let name = String(entry.name.dropFirst(root.count))
      let place = folder.appending(path: name)
      try FileSystem.makeFolder(place.deletingLastPathComponent())
      try zip.extract(entry, to: place)
      names.append(name)
    }
    return names
  }
}
