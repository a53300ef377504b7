public import Foundation

/// The few steps on files that everything here is made of, with errors that name the path.
public enum FileSystem {
  /// Writes a file in one step: beside its place, to disk, then renamed.
  public static func write(_ bytes: some ContiguousBytes, to file: URL) throws {
    let partial = file.deletingLastPathComponent().appending(path: ".\(file.lastPathComponent).part")
    let path = partial.path(percentEncoded: false)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw NotebookError.file(path: shown(file), problem: "cannot be written: \(message(errno))")
    }
    let failure: Int32 = bytes.withUnsafeBytes { buffer in
      var offset = 0
      while offset < buffer.count {
        let count = Foundation.write(descriptor, buffer.baseAddress! + offset, buffer.count - offset)
        if count < 0 {
          if errno == EINTR { continue }
          return errno
        }
        offset += count
      }
      return fsync(descriptor) == 0 ? 0 : errno
    }
    close(descriptor)
    guard failure == 0 else {
      unlink(path)
      throw NotebookError.file(path: shown(file), problem: "cannot be written: \(message(failure))")
    }
    try rename(partial, to: file)
  }

  /// Reads a whole file.
  public static func read(_ file: URL) throws -> Data {
    do {
      return try Data(contentsOf: file)
    } catch {
      let exists = FileManager.default.fileExists(atPath: file.path(percentEncoded: false))
      throw NotebookError.file(path: shown(file), problem: exists ? "cannot be read" : "does not exist")
    }
  }

  /// Whether there is a file or folder.
  public static func exists(_ place: URL) -> Bool {
    FileManager.default.fileExists(atPath: place.path(percentEncoded: false))
  }

  /// Makes a folder and those above it.
  public static func makeFolder(_ folder: URL) throws {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw NotebookError.file(
        path: shown(folder), problem: "the folder cannot be made (\((error as NSError).localizedDescription))")
    }
  }

  /// Removes a file or a folder with all that it holds; nothing there is no error.
  public static func remove(_ place: URL) throws {
    guard exists(place) else { return }
    do {
      try FileManager.default.removeItem(at: place)
    } catch {
      throw NotebookError.file(
        path: shown(place), problem: "cannot be removed (\((error as NSError).localizedDescription))")
    }
  }

  /// Renames, replacing a file that is there.
  static func rename(_ old: URL, to new: URL) throws {
    guard Foundation.rename(old.path(percentEncoded: false), new.path(percentEncoded: false)) == 0 else {
      throw NotebookError.file(path: shown(new), problem: "cannot be put in place: \(message(errno))")
    }
  }

  /// The regular files below a folder by relative path, sorted by their bytes; hidden ones are left out.
  public static func files(below folder: URL) throws -> [String] {
    func list(_ folder: URL, _ prefix: String) throws -> [String] {
      var found: [String] = []
      let entries: [String]
      do {
        entries = try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
      } catch {
        throw NotebookError.file(path: shown(folder), problem: "the folder cannot be read")
      }
      for name in entries where !name.hasPrefix(".") {
        var isFolder: ObjCBool = false
        let path = folder.appending(path: name).path(percentEncoded: false)
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { continue }
        if isFolder.boolValue {
          found += try list(folder.appending(path: name), prefix + name + "/")
        } else {
          found.append(prefix + name)
        }
      }
      return found
    }
    return try list(folder, "").sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
  }

  /// A path as messages show it: relative to the working folder where it lies below that.
  public static func shown(_ place: URL) -> String {
    var path = place.path(percentEncoded: false)
    let here = FileManager.default.currentDirectoryPath
    if path.hasPrefix(here + "/") { path.removeFirst(here.count + 1) }
    if path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }

  static func message(_ code: Int32) -> String { String(cString: strerror(code)) }
}
