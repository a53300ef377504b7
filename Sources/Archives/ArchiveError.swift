public import Basics

/// What goes wrong with archives and the files in them.
public enum ArchiveError: Error, Equatable {
  /// The file cannot be opened, read or written.
  case file(FileError)
  /// The file ends before its own tables say so.
  case truncated(path: String, offset: UInt64)
  /// The file is not what its reader reads.
  case notAnArchive(path: String, expected: String)
  /// A compressed stream ends in the middle; offsets count its bytes.
  case breaksOff(path: String, Compression, offset: Int)
  /// The compressed data or its check sum is wrong.
  case damaged(path: String, Compression, offset: Int, reason: String)
  /// After the last member of a compressed stream comes something that is neither a member nor padding.
  case trailing(path: String, Compression, offset: Int)
  /// The file unpacks to more bytes than it may.
  case tooLarge(path: String, limit: Int)
  /// No member of an archive, or more than one, is what is looked for: the kind of archive and the names of those that may be meant, or
  /// of all where none may.
  case members(path: String, archive: Packing.Archive, fitting: Int, names: [String])
  /// The archive contradicts itself at `offset`, or asks for what no honest archive asks for.
  case refused(path: String, offset: UInt64, reason: String)
  /// One entry cannot be read: damaged, encrypted, or compressed by a method that is not known here.
  case entry(path: String, name: String, reason: String)
  /// The archive has no entry of this name.
  case noEntry(path: String, name: String)
  /// A name that may not go into an archive.
  case name(path: String, name: String, reason: String)
}

extension ArchiveError: CustomStringConvertible {
  /// What, where, and what to do.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .truncated(let path, let offset):
      "\(path): ends at byte \(offset), in the middle of its content; get it again"
    case .notAnArchive(let path, let expected):
      "\(path): is not a \(expected) file; get it again, or name another"
    case .breaksOff(let path, let compression, let offset):
      "\(path): the \(compression) stream breaks off at byte \(offset); the file is incomplete, fetch it again"
    case .damaged(let path, let compression, let offset, let reason):
      "\(path): the \(compression) stream is damaged at byte \(offset) (\(reason)); fetch the file again"
    case .trailing(let path, let compression, let offset):
      "\(path): byte \(offset) follows the \(compression) stream but starts no further part of it; the file is damaged"
    case .tooLarge(let path, let limit):
      "\(path): unpacks to more than \(ByteCount.text(limit)), as much as is allowed of it; refused"
    case .members(let path, let archive, let fitting, let names):
      Self.sentence(path, archive, fitting, names)
    case .refused(let path, let offset, let reason):
      "\(path): refused at byte \(offset): \(reason)"
    case .entry(let path, let name, let reason):
      "\(path): entry \"\(name)\": \(reason)"
    case .noEntry(let path, let name):
      "\(path): has no entry \"\(name)\"; get the file again"
    case .name(let path, let name, let reason):
      "\(path): \"\(name)\" cannot be the name of an entry: \(reason)"
    }
  }

  private static func sentence(_ path: String, _ archive: Packing.Archive, _ fitting: Int, _ names: [String]) -> String
  {
    let shown = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
    if fitting > 1 {
      return "\(path): is a \(archive) archive of \(fitting) files that may be meant (\(shown)); "
        + "unpack it, and name those that are meant"
    }
    return names.isEmpty
      ? "\(path): is a \(archive) archive without a file in it"
      : "\(path): is a \(archive) archive with no file that can be meant (\(shown)); "
        + "unpack it, and name the file that is meant"
  }
}
