internal import CFileSystem
public import Foundation

/// The few steps on files and folders that everything here is made of, with errors that name the path.
public enum FileSystem {
  /// Whether there is a file or folder, or a link that leads to one.
  public static func exists(_ place: URL) -> Bool { FileKind(of: place, followingLinks: true) != nil }

  /// The names in a folder, in order of their bytes; none where it cannot be read.
  public static func names(in folder: URL) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []).sorted {
      Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8))
    }
  }

  /// Makes a folder and those above it.
  public static func makeFolder(_ folder: URL) throws(FileError) {
    if FileKind(of: folder, followingLinks: true) == .folder { return }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw FileError(folder, "the folder cannot be made (\((error as NSError).localizedDescription))")
    }
  }

  /// Removes a file, a link or a folder with all that it holds; nothing there is no error. Links are not followed.
  public static func remove(_ place: URL) throws(FileError) {
    guard FileKind(of: place) != nil else { return }
    do {
      try FileManager.default.removeItem(at: place)
    } catch {
      throw FileError(place, "cannot be removed (\((error as NSError).localizedDescription))")
    }
  }

  /// Renames, replacing a file that is there.
  public static func rename(_ old: URL, to new: URL) throws(FileError) {
    guard Foundation.rename(old.path(percentEncoded: false), new.path(percentEncoded: false)) == 0 else {
      throw FileError(new, "cannot be put in place: \(message(errno))")
    }
  }

  /// Writes a file that is needed only while this program runs: nothing waits for the disk.
  public static func writeScratch(_ bytes: some ContiguousBytes, to file: URL) throws(FileError) {
    let descriptor = open(
      file.path(percentEncoded: false), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .system(file, "make") }
    defer { close(descriptor) }
    let fault = bytes.withUnsafeBytes { bytes -> Int32 in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count >= 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return errno }
      }
      return 0
    }
    guard fault == 0 else { throw .system(file, "write", fault) }
  }

  /// Exchanges two files or folders in one step.
  ///
  /// - Returns: 0, or the error's number: `EINVAL`, `ENOSYS` or `ENOTSUP` where the file system cannot.
  public static func exchange(_ first: URL, _ second: URL) -> Int32 {
    quire_exchange(first.path(percentEncoded: false), second.path(percentEncoded: false))
  }

  /// Opens a file without a name in a folder, readable by its owner alone and gone with its last descriptor, however the process ends.
  ///
  /// - Returns: The descriptor; -1, with `errno`, where there can be none.
  public static func openUnnamed(in folder: URL) -> Int32 {
    // Linux's O_TMPFILE, which Swift does not show.
    let unnamed = 0o20_000_000 | O_DIRECTORY
    let descriptor = open(folder.path(percentEncoded: false), O_RDWR | unnamed | O_CLOEXEC, 0o600)
    if descriptor >= 0 || ![EOPNOTSUPP, EISDIR, ENOENT, EINVAL].contains(errno) { return descriptor }
    // A file system without them: the name lives for a moment.
    var template = Array(folder.appending(path: "quire-XXXXXX").path(percentEncoded: false).utf8CString)
    let named = mkstemp(&template)
    if named >= 0 {
      unlink(template)
      _ = fcntl(named, F_SETFD, FD_CLOEXEC)
    }
    return named
  }

  /// Sees to it that what was renamed in a folder stays renamed when the machine stops.
  static func synchronize(_ folder: URL) {
    let descriptor = open(folder.path(percentEncoded: false), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// A path as messages show it: relative to the working folder where it lies below that.
  public static func shown(_ place: URL) -> String {
    let path = place.path(percentEncoded: false)
    let here = FileManager.default.currentDirectoryPath + "/"
    // By bytes: as Strings, "é" composed and decomposed would be the same folder.
    var shown = path.utf8.starts(with: here.utf8) ? Substring(path.utf8.dropFirst(here.utf8.count)) : path[...]
    if shown.utf8.count > 1, shown.hasSuffix("/") { shown.removeLast() }
    return String(shown)
  }

  /// What the system calls an error.
  public static func message(_ code: Int32) -> String { String(cString: strerror(code)) }

  /// The permissions that new files do not get. It can only be read by setting it, so it is read once.
  static let mask: mode_t = {
    let mask = umask(0o077)
    umask(mask)
    return mask
  }()
}

extension FileSystem {
  /// The regular files below a folder by relative path, in order of their bytes; hidden ones are left out.
  ///
  /// - Parameter enclosure: Where links may lead, which are then followed; without one, a link is an error.
  /// - Throws: `FileError` for a link that leads out or round in a circle, and for what is neither file nor folder.
  public static func files(below folder: URL, within enclosure: Enclosure? = nil) throws(FileError) -> [String] {
    var found: [String] = []
    try list(folder, "", above: [], enclosure, &found)
    return found.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
  }

  /// Links may lead to one folder by many ways; no report has as many files as this.
  private static let mostFiles = 100_000

  private static func list(
    _ folder: URL, _ prefix: String, above: [String], _ enclosure: Enclosure?, _ found: inout [String]
  ) throws(FileError) {
    guard let real = Enclosure.realPath(of: folder) else { throw FileError(folder, "the folder cannot be read") }
    guard !above.contains(where: { $0.utf8.elementsEqual(real.utf8) }) else {
      throw FileError(folder, "is a link to a folder above it, so it has no end; remove the link")
    }
    guard found.count < mostFiles else {
      throw FileError(folder, "holds more than \(mostFiles) files, counted through links")
    }
    for name in names(in: folder) where !name.hasPrefix(".") {
      let place = folder.appending(path: name)
      var kind = FileKind(of: place)
      if kind == .link {
        guard let enclosure else { throw FileError(place, "is a link; put the file itself there") }
        try enclosure.check(place)
        kind = FileKind(of: place, followingLinks: true)
      }
      switch kind {
      case .file: found.append(prefix + name)
      case .folder: try list(place, prefix + name + "/", above: above + [real], enclosure, &found)
      // Its bytes are no UTF-8, so the name that was read is not the name that it has; or it has gone meanwhile.
      case nil:
        guard name.unicodeScalars.contains("\u{fffd}") else { continue }
        throw FileError(folder, "holds a file whose name is not UTF-8 (“\(name)”); rename it")
      case let other?: throw FileError(place, other.refusal)
      }
    }
  }
}
