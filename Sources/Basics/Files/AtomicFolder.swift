public import Foundation

/// A folder that is filled beside its place and then takes it in one step.
///
/// Until `commit()` the old folder stands untouched; a process that is killed leaves only the workplace behind, a folder of
/// a name known beforehand: ``workplaces(for:)``.
public struct AtomicFolder: ~Copyable {
  /// Where to write.
  public let workplace: URL
  private let place: URL

  /// The folders that replacing `place` makes beside it for a while, relative to the folder around it.
  public static func workplaces(for place: URL) -> [String] {
    [".unfinished-", ".unfinished-old-"].map { $0 + place.lastPathComponent }
  }

  /// Makes an empty workplace beside `place`.
  ///
  /// - Throws: `FileError` where there is something in its place: whoever called has removed what was his.
  public init(for place: URL) throws(FileError) {
    self.place = place
    let parent = place.deletingLastPathComponent()
    workplace = parent.appending(path: Self.workplaces(for: place)[0])
    try FileSystem.makeFolder(parent)
    guard mkdir(workplace.path(percentEncoded: false), 0o777) == 0 else { throw .system(workplace, "make") }
  }

  /// Puts the workplace where the old folder stood.
  public consuming func commit() throws(FileError) {
    guard FileSystem.exists(place) else { return try FileSystem.rename(workplace, to: place) }
    switch FileSystem.exchange(workplace, place) {
    case 0:
      try FileSystem.remove(workplace)
    case EINVAL, ENOSYS, ENOTSUP:
      // A file system that cannot exchange: the window between the two renames is as short as it can be.
      let aside = place.deletingLastPathComponent().appending(path: Self.workplaces(for: place)[1])
      try FileSystem.rename(place, to: aside)
      try FileSystem.rename(workplace, to: place)
      try FileSystem.remove(aside)
    case let code:
      throw FileError(place, "cannot be replaced: \(FileSystem.message(code))")
    }
  }

  /// Clears away what a killed process left of replacing `place`; the old folder goes back where it stood alone.
  public static func removeLeftovers(of place: URL) throws(FileError) {
    let folders = workplaces(for: place).map { place.deletingLastPathComponent().appending(path: $0) }
    if FileKind(of: place) == nil, FileKind(of: folders[1]) == .folder { try FileSystem.rename(folders[1], to: place) }
    for folder in folders { try FileSystem.remove(folder) }
  }
}
