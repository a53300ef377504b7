public import Foundation

/// What lies at a path.
public enum FileKind: Equatable, Sendable {
  case file, folder, link, pipe, socket, device

  /// What the path itself is; `nil` where there is nothing.
  ///
  /// - Parameter followingLinks: Whether a link counts as what it leads to.
  public init?(of place: URL, followingLinks: Bool = false) {
    var status = stat()
    let path = place.path(percentEncoded: false)
    guard (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
    self.init(mode: status.st_mode)
  }

  /// What a file's mode says that it is.
  init(mode: mode_t) {
    switch mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder
    case S_IFLNK: self = .link
    case S_IFIFO: self = .pipe
    case S_IFSOCK: self = .socket
    default: self = .device
    }
  }

  /// With its article: “a folder”, “a named pipe”.
  public var inWords: String {
    switch self {
    case .file: "a file"
    case .folder: "a folder"
    case .link: "a link"
    case .pipe: "a named pipe"
    case .socket: "a socket"
    case .device: "a device"
    }
  }

  /// What is said of it where a file is meant.
  var refusal: String {
    switch self {
    case .folder: "is a folder; name a file in it"
    case .pipe: "is a named pipe, which can be read only once; save what comes out of it in a file"
    default: "is \(inWords), not a file"
    }
  }
}
