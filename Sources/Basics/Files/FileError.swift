public import Foundation

/// A file or folder that cannot be used: which, why, and what to do.
public struct FileError: Error, Equatable, CustomStringConvertible {
  /// The file, as a message names it.
  public let path: String
  /// What is wrong with it, as the end of a sentence that begins with its name.
  public let problem: String
  /// What the system answered (`errno`), where it was asked.
  public private(set) var code: Int32?

  /// What is wrong with a file.
  public init(path: String, problem: String) {
    self.path = path
    self.problem = problem
  }

  /// What is wrong with the file at a place.
  public init(_ place: URL, _ problem: String) {
    self.init(path: FileSystem.shown(place), problem: problem)
  }

  /// What the system said of its last call: `action` is a verb (“write”).
  static func system(_ place: URL, _ action: String, _ code: Int32 = errno) -> FileError {
    var error = FileError(place, "cannot \(action) this file: \(FileSystem.message(code))")
    error.code = code
    return error
  }

  /// Whether both say the same; the code is in the words of the problem.
  public static func == (first: FileError, second: FileError) -> Bool {
    (first.path, first.problem) == (second.path, second.problem)
  }

  /// The path and the problem.
  public var description: String { "\(path): \(problem)" }
}
