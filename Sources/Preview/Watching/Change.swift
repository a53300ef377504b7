/// What has changed on the disk since somebody last asked.
package struct Change: Sendable, Equatable {
  /// The paths that changed, or the folders in which something did.
  package var paths: Set<String> = []
  /// Whether more changed than is told.
  package var isWhole = false

  /// Whether nothing did.
  package var isEmpty: Bool { paths.isEmpty && !isWhole }

  /// More paths than these are told as one change of everything.
  private static let most = 1000

  /// A path more.
  mutating func add(_ path: String) {
    guard !isWhole else { return }
    paths.insert(path)
    if paths.count > Self.most { (paths, isWhole) = ([], true) }
  }

  /// Adds another change.
  mutating func add(_ other: Change) {
    if other.isWhole { (paths, isWhole) = ([], true) }
    for path in other.paths { add(path) }
  }

  /// Whether a file with this name is one that editors and file managers leave for a moment, or that nobody reads.
  static func isNoise(_ name: some StringProtocol) -> Bool {
    name.hasPrefix(".") || name.hasSuffix("~") || name.hasSuffix(".swp") || name == "4913"
  }
}

/// A folder to be followed.
package struct WatchedPlace: Sendable, Equatable {
  /// Its path, without a slash at the end.
  var path: String
  /// Whether the folders in it are followed too; hidden ones are not, and no link is.
  var isDeep: Bool
  /// Folders below it that are not followed.
  var except: Set<String> = []

  /// A place.
  package init(path: String, isDeep: Bool, except: Set<String> = []) {
    (self.path, self.isDeep, self.except) = (path, isDeep, except)
  }

  /// The folders of the place, itself first, breadth first.
  ///
  /// - Parameter most: No more than these.
  func folders(startingAt start: String, most: Int) -> (paths: [String], isCut: Bool) {
    var found = [start]
    var next = 0
    while isDeep, next < found.count {
      for name in Self.folders(in: found[next]) {
        let path = found[next] + "/" + name
        guard !except.contains(path), !isGenerated(path) else { continue }
        guard found.count < most else { return (found, true) }
        found.append(path)
      }
      next += 1
    }
    return (found, false)
  }
}
