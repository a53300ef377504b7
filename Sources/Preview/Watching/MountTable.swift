import Foundation

/// The file systems of this machine and where they are, as `/proc/self/mountinfo` lists them (proc(5)).
package struct MountTable: Sendable {
  /// The types by the place, later lines over earlier ones.
  private let mounts: [(place: [UInt8], type: String)]

  /// Reads the lines; what is none of that form is passed over.
  package init(_ text: String) {
    mounts = text.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ", omittingEmptySubsequences: false)
      // Between the options and the type stand fields of any number, then a dash.
      guard fields.count > 6, let dash = fields[6...].firstIndex(of: "-"), dash + 1 < fields.count else { return nil }
      return (Self.unescaped(fields[4]), String(fields[dash + 1]))
    }
  }

  /// That of this process.
  static var present: MountTable {
    MountTable((try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)) ?? "")
  }

  /// The type of the file system that a real path lies on; `nil` where that is not known.
  package func type(of path: String) -> String? {
    let path = Array(path.utf8)
    let slash = UInt8(ascii: "/")
    let holding = mounts.filter { mount in
      mount.place == [slash] || path == mount.place || path.starts(with: mount.place + [slash])
    }
    let longest = holding.map(\.place.count).max()
    return holding.last { $0.place.count == longest }?.type
  }

  /// What a file system is to a reader, where it tells nobody what another machine, or another system, changes on it.
  package static func silentName(_ type: String) -> String? {
    switch type {
    case "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "lustre", "ncpfs", "gpfs", "glusterfs":
      "the report's folder is on another machine (\(type))"
    case "9p", "virtiofs", "vboxsf", "vmhgfs", "prl_fs", "drvfs":
      "the report's folder belongs to another system (\(type))"
    default:
      type.hasPrefix("fuse.") ? "the report's folder is another program's (\(type))" : nil
    }
  }

  /// A place as it is: blanks and the like are written as three octal digits.
  private static func unescaped(_ field: Substring) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = field.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\\"), let code = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8) {
        bytes.append(code)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }
}
