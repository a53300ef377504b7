import Foundation

extension WatchedPlace {
  /// A name in a folder, and whether it is known to be a folder's; links are none.
  struct Entry {
    var name: String
    var isFolder: Bool
  }

  /// The names of the folders in a folder, but for hidden ones; none where it cannot be read.
  static func folders(in path: String) -> [String] { entries(in: path).filter(\.isFolder).map(\.name).sorted() }

  /// Whether a folder is an output of Quire's, by the record that it bears: of this report or of another way to render it.
  func isGenerated(_ path: String) -> Bool { path != self.path && access(path + "/.quire.json", F_OK) == 0 }

  /// What is in a folder, but for what editors leave there.
  ///
  /// `readdir` says of most file systems what kind a name is, so that ten thousand files need no `stat`.
  static func entries(in path: String) -> [Entry] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var entries: [Entry] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
      }
      guard !Change.isNoise(name) else { continue }
      var isFolder = Int(entry.pointee.d_type) == Int(DT_DIR)
      if Int(entry.pointee.d_type) == Int(DT_UNKNOWN) {
        var status = stat()
        isFolder = lstat(path + "/" + name, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      }
      entries.append(Entry(name: name, isFolder: isFolder))
    }
    return entries
  }
}
