public import Basics

/// What goes wrong with a file that is read as a gzip stream; offsets count bytes of the compressed file.
public enum GzipError: Error, Equatable, CustomStringConvertible {
  /// The file cannot be opened or read.
  case file(FileError)
  /// The file does not start as a gzip stream does, and the caller takes nothing else.
  case notGzip(path: String)
  /// The file ends in the middle of a member.
  case truncated(path: String, offset: Int)
  /// The compressed data or its check sum is wrong.
  case corrupt(path: String, offset: Int, reason: String)
  /// After the last member comes something that is neither a member nor zero padding.
  case trailingGarbage(path: String, offset: Int)

  /// What is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .notGzip(let path):
      "\(path): is not a gzip file"
    case .truncated(let path, let offset):
      "\(path): the gzip stream breaks off at byte \(offset); the file is incomplete, fetch it again"
    case .corrupt(let path, let offset, let reason):
      "\(path): the gzip stream is damaged at byte \(offset) (\(reason)); fetch the file again"
    case .trailingGarbage(let path, let offset):
      "\(path): byte \(offset) follows the gzip stream but starts no further member; the file is damaged"
    }
  }
}
