import Basics
import Foundation

/// Changes as the kernel tells of them (inotify(7)): a watch for each folder.
///
/// Folders that appear are followed from then on, those that go away no longer; a place that is not there is looked for again each
/// time somebody asks.
package final class KernelWatch: ChangeSource {
  /// Why the kernel cannot be asked, as the beginning of a sentence.
  package struct Unavailable: Error {
    var reason: String
  }

  private struct Watched {
    var path: String
    var place: Int
  }

  private let places: [WatchedPlace]
  private let descriptor: Int32
  private var watched: [Int32: Watched] = [:]
  /// The places whose own folder is not followed now.
  private var missing: Set<Int> = []
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)

  package private(set) var remark: String?

  /// More folders than these are not followed.
  private static let mostFolders = 4096

  /// What is told: a file that was written and closed, and names that come and go. Not each write: half a file is no change.
  private static let events = UInt32(
    IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF)

  /// Follows places.
  ///
  /// - Throws: `Unavailable` where the kernel gives no watch.
  package init(_ places: [WatchedPlace]) throws(Unavailable) {
    self.places = places
    descriptor = inotify_init1(Int32(O_NONBLOCK) | Int32(O_CLOEXEC))
    guard descriptor >= 0 else { throw Unavailable(reason: "the system follows no more files for this user") }
    for index in places.indices {
      guard follow(places[index].path, index) else {
        throw Unavailable(reason: "the system follows no more folders for this user")
      }
    }
  }

  deinit { close(descriptor) }

  package func changes(within milliseconds: Int) -> Change {
    var change = Change()
    for index in missing.sorted() where isFolder(places[index].path) {
      missing.remove(index)
      _ = follow(places[index].path, index)
      change.add(places[index].path)
    }
    guard change.isEmpty else { return change }
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, Int32(milliseconds)) > 0 else { return change }
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { return change }
      take(count, &change)
    }
  }

  /// Takes in what was read: events of 16 bytes, each with a name of its own length.
  private func take(_ count: Int, _ change: inout Change) {
    var position = 0
    while position + 16 <= count {
      let (watch, mask, length) = buffer.withUnsafeBytes { bytes in
        (
          bytes.loadUnaligned(fromByteOffset: position, as: Int32.self),
          bytes.loadUnaligned(fromByteOffset: position + 4, as: UInt32.self),
          Int(bytes.loadUnaligned(fromByteOffset: position + 12, as: UInt32.self))
        )
      }
      let name = String(
        decoding: buffer[(position + 16)..<min(count, position + 16 + length)].prefix { $0 != 0 }, as: UTF8.self)
      position += 16 + length
      take(watch, mask, name, &change)
    }
  }

  private func take(_ watch: Int32, _ mask: UInt32, _ name: String, _ change: inout Change) {
    func has(_ bit: some BinaryInteger) -> Bool { mask & UInt32(truncatingIfNeeded: bit) != 0 }
    if has(IN_Q_OVERFLOW) {
      // Folders may have come among what was lost.
      for index in places.indices where !missing.contains(index) { _ = follow(places[index].path, index) }
      change.add(Change(isWhole: true))
      return
    }
    guard let folder = watched[watch] else { return }
    if has(IN_IGNORED) || has(IN_DELETE_SELF) || has(IN_MOVE_SELF) {
      lose(watch, folder)
      change.add(folder.path)
      return
    }
    guard !name.isEmpty, !Change.isNoise(name) else { return }
    let path = folder.path + "/" + name
    let place = places[folder.place]
    if has(IN_ISDIR), place.isDeep, !place.except.contains(path), !place.isGenerated(path) {
      if has(IN_MOVED_FROM) { forget(below: path) }
      if has(IN_CREATE) || has(IN_MOVED_TO) { _ = follow(path, folder.place) }
    }
    if !place.except.contains(path) { change.add(path) }
  }

  /// Follows a folder of a place and those in it.
  ///
  /// - Returns: Whether the system had a watch for each.
  private func follow(_ start: String, _ index: Int) -> Bool {
    let place = places[index]
    guard isFolder(start) else {
      if start == place.path { missing.insert(index) }
      return true
    }
    let (folders, isCut) = place.folders(startingAt: start, most: max(1, Self.mostFolders - watched.count))
    if isCut {
      remark =
        "\(FileSystem.shown(URL(filePath: place.path))) has more than \(Self.mostFolders) folders; what changes in those "
        + "beyond is not noticed"
    }
    for path in folders {
      // The place itself may be called by a link; below it none is followed.
      let kind = UInt32(IN_ONLYDIR) | (path == place.path ? 0 : UInt32(IN_DONT_FOLLOW))
      let watch = inotify_add_watch(descriptor, path, Self.events | kind)
      if watch >= 0 {
        watched[watch] = Watched(path: path, place: index)
      } else if errno == ENOSPC {
        return false
      }
    }
    return true
  }

  /// A folder is not at its place any more.
  private func lose(_ watch: Int32, _ folder: Watched) {
    watched[watch] = nil
    inotify_rm_watch(descriptor, watch)
    if places[folder.place].path == folder.path {
      missing.insert(folder.place)
      forget(below: folder.path)
    }
  }

  private func forget(below path: String) {
    for (watch, folder) in watched where folder.path == path || folder.path.hasPrefix(path + "/") {
      watched[watch] = nil
      inotify_rm_watch(descriptor, watch)
    }
  }

  private func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
