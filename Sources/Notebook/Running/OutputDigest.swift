internal import Archives
import Foundation

/// The sum over all files that a chapter wrote: names and contents, in order of the names.
enum OutputDigest {
  /// The file that holds a chapter's own sums, and is not summed.
  static let seal = "seal.json"

  /// The digest of the folder.
  static func of(_ folder: URL) throws -> String {
    var digest = SHA256()
    for name in try FileSystem.files(below: folder) where name != seal {
      digest.update("\(name)\0\(try SHA256.hex(ofFile: folder.appending(path: name)))\n")
    }
    return digest.finalizeHex()
  }
}
