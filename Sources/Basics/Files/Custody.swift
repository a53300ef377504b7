public import Foundation

/// Whose hands a file is in: this user's, the administrator's, or also others'.
public enum Custody {
  /// Why what lies at a place may have been changed by others than this user and the administrator, as a clause; `nil` where it may
  /// not, or nothing lies there.
  ///
  /// Every folder on the way counts, since who may write one can put another in its place. In a folder with the sticky bit, such as
  /// `/tmp`, nobody can move what is not theirs, so it counts only where it is the place itself.
  public static func doubt(about place: URL) -> String? {
    guard let path = Enclosure.realPath(of: place) else { return nil }
    var here = ""
    let steps = path.split(separator: "/")
    for (index, step) in ([""] + steps).enumerated() {
      here += index == 0 ? "/" : index == 1 ? step : "/" + step
      if let doubt = doubt(at: here, isPlace: index == steps.count) { return doubt }
    }
    return nil
  }

  private static func doubt(at path: String, isPlace: Bool) -> String? {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    let shown = FileSystem.shown(URL(filePath: path))
    guard status.st_uid == 0 || status.st_uid == geteuid() else {
      return "\(shown) belongs to \(name(ofUser: status.st_uid))"
    }
    let mode = status.st_mode
    if !isPlace && mode & S_ISVTX != 0 { return nil }
    let octal = String(mode & 0o7777, radix: 8)
    if mode & S_IWOTH != 0 { return "\(shown) may be written by everybody (mode \(octal))" }
    if mode & S_IWGRP != 0, !isPrivate(group: status.st_gid) {
      return "\(shown) may be written by the group \(name(ofGroup: status.st_gid)) (mode \(octal))"
    }
    return nil
  }

  /// Whether a group has nobody in it but this user, as a user's own group has on most systems, or is the administrator's.
  private static func isPrivate(group id: gid_t) -> Bool {
    if id == 0 { return true }
    var storage = passwd()
    let own = looked { buffer, length, found in
      getpwuid_r(geteuid(), &storage, buffer, length, found)
    } with: { entry in
      entry.pw_gid == id ? String(cString: entry.pw_name) : nil
    }
    guard let own = own ?? nil else { return false }
    var group = group()
    let isAlone = looked { buffer, length, found in
      getgrgid_r(id, &group, buffer, length, found)
    } with: { entry in
      guard String(cString: entry.gr_name) == own else { return false }
      var member = entry.gr_mem
      while let next = member?.pointee {
        if String(cString: next) != own { return false }
        member = member?.advanced(by: 1)
      }
      return true
    }
    return isAlone ?? false
  }

  private static func name(ofUser id: uid_t) -> String {
    var storage = passwd()
    let name = looked { buffer, length, found in
      getpwuid_r(id, &storage, buffer, length, found)
    } with: { entry in
      String(cString: entry.pw_name)
    }
    return "the user \(name ?? "\(id)")"
  }

  private static func name(ofGroup id: gid_t) -> String {
    var storage = group()
    let name = looked { buffer, length, found in
      getgrgid_r(id, &storage, buffer, length, found)
    } with: { entry in
      String(cString: entry.gr_name)
    }
    return name ?? "\(id)"
  }

  /// An entry of the system's lists of users and groups, asked for in the way that threads may; `nil` where there is none.
  private static func looked<Entry, Value>(
    _ ask: (UnsafeMutablePointer<CChar>, Int, UnsafeMutablePointer<UnsafeMutablePointer<Entry>?>) -> Int32,
    with use: (Entry) -> Value
  ) -> Value? {
    // The members of the largest groups take some tens of kilobytes; a longer answer is none.
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1 << 18) { buffer in
      var found: UnsafeMutablePointer<Entry>?
      guard ask(buffer.baseAddress!, buffer.count, &found) == 0, let found else { return nil }
      return use(found.pointee)
    }
  }
}
