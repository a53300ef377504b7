internal import CFileSystem
import Foundation

/// A folder that is filled beside its place and then takes it in one step.
///
/// Until `commit()` the old folder stands untouched; a run that is killed leaves only a hidden folder behind, which
/// `removeLeftovers` clears away.
struct AtomicFolder: ~Copyable {
  private static let mark = ".unfinished-"

  /// Where to write.
  let workplace: URL
  private let place: URL

  /// Makes an empty workplace beside `place`.
  init(for place: URL) throws {
    self.place = place
    let parent = place.deletingLastPathComponent()
    workplace = parent.appending(path: Self.mark + place.lastPathComponent)
    try FileSystem.makeFolder(parent)
    try FileSystem.remove(workplace)
    try FileSystem.makeFolder(workplace)
  }

  /// Puts the workplace where the old folder stood.
  consuming func commit() throws {
    let new = workplace.path(percentEncoded: false)
    let old = place.path(percentEncoded: false)
    guard FileManager.default.fileExists(atPath: old) else {
      try FileSystem.rename(workplace, to: place)
      return
    }
    switch quire_exchange(new, old) {
    case 0:
      try FileSystem.remove(workplace)
    case EINVAL, ENOSYS, ENOTSUP:
      // A file system that cannot exchange: the window between the two renames is as short as it can be.
      let aside = place.deletingLastPathComponent().appending(path: Self.mark + "old-" + place.lastPathComponent)
      try FileSystem.remove(aside)
      try FileSystem.rename(place, to: aside)
      try FileSystem.rename(workplace, to: place)
      try FileSystem.remove(aside)
    case let code:
      throw NotebookError.file(path: old, problem: "cannot be replaced: \(FileSystem.message(code))")
    }
  }

  /// Gives the work up.
  consuming func discard() { try? FileSystem.remove(workplace) }

  /// Removes what killed runs left in `folder`; only under the folder's lock.
  static func removeLeftovers(in folder: URL) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []
    for name in names where name.hasPrefix(mark) {
      let old = mark + "old-"
      let place = folder.appending(path: String(name.dropFirst(old.count)))
      if name.hasPrefix(old), !FileManager.default.fileExists(atPath: place.path(percentEncoded: false)) {
        try? FileSystem.rename(folder.appending(path: name), to: place)
      } else {
        try? FileSystem.remove(folder.appending(path: name))
      }
    }
  }
}
