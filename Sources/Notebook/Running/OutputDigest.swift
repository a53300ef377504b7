internal import Basics
import Foundation

/// The sum over all files that a chapter wrote: names and contents, in order of the names.
enum OutputDigest {
  /// The file that holds a chapter's own sums, and is not summed.
  static let seal = "seal.json"

  /// The digest of the folder; a link in it is an error.
  static func of(_ folder: URL, _ cancellation: Cancellation) throws -> String {
    var digest = SHA256()
    for name in try FileSystem.files(below: folder) where name != seal {
      let sum = try SHA256.hex(ofFile: folder.appending(path: name)) { _, _ in try cancellation.check() }
      digest.update("\(name)\0\(sum)\n")
    }
    return digest.finalizeHex()
  }
}
