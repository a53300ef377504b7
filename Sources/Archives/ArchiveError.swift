public import Basics

/// What goes wrong with archives and the files in them.
public enum ArchiveError: Error, Equatable {
  /// The file cannot be opened, read or written.
  case file(FileError)
  /// The file ends before its own tables say so.
  case truncated(path: String, offset: UInt64)
  /// The file is not what its reader reads.
  case notAnArchive(path: String, expected: String)
  /// The archive contradicts itself at `offset`, or asks for what no honest archive asks for.
  case refused(path: String, offset: UInt64, reason: String)
  /// One entry cannot be read: damaged, encrypted, or compressed by a method that is not known here.
  case entry(path: String, name: String, reason: String)
  /// The archive has no entry of this name.
  case noEntry(path: String, name: String)
  /// A name that may not go into an archive.
  case name(path: String, name: String, reason: String)
}

extension ArchiveError {
  /// What is wrong with an archive within a gzip stream.
  init(_ error: GzipError) {
    self =
      switch error {
      case .file(let error): .file(error)
      case .notGzip(let path): .notAnArchive(path: path, expected: "gzip")
      case .truncated(let path, let offset): .truncated(path: path, offset: UInt64(offset))
      case .corrupt(let path, let offset, let reason):
        .refused(path: path, offset: UInt64(offset), reason: "the gzip stream is damaged (\(reason)); get it again")
      case .trailingGarbage(let path, let offset):
        .refused(path: path, offset: UInt64(offset), reason: "what follows the gzip stream starts no further member")
      }
  }
}

extension ArchiveError: CustomStringConvertible {
  /// What, where, and what to do.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .truncated(let path, let offset):
      "\(path): ends at byte \(offset), in the middle of its content; get it again"
    case .notAnArchive(let path, let expected):
      "\(path): is not a \(expected) file"
    case .refused(let path, let offset, let reason):
      "\(path): refused at byte \(offset): \(reason)"
    case .entry(let path, let name, let reason):
      "\(path): entry \"\(name)\": \(reason)"
    case .noEntry(let path, let name):
      "\(path): has no entry \"\(name)\""
    case .name(let path, let name, let reason):
      "\(path): \"\(name)\" cannot be the name of an entry: \(reason)"
    }
  }
}
