internal import Glibc

/// What goes wrong with archives and the files in them.
public enum ArchiveError: Error, Equatable {
  /// The operating system refused: `action` is a verb ("open"), `code` an `errno`.
  case system(path: String, action: String, code: Int32)
  /// The file ends before its own tables say so.
  case truncated(path: String, offset: UInt64)
}

extension ArchiveError: CustomStringConvertible {
  /// What, where, and what to do.
  public var description: String {
    switch self {
    case .system(let path, let action, let code):
      "\(path): cannot \(action) this file: \(String(cString: strerror(code)))"
    case .truncated(let path, let offset):
      "\(path): ends at byte \(offset) in the middle of its content; get it again"
    }
  }
}
