import Basics
import Foundation

/// Tells of changes below some folders.
package protocol ChangeSource: AnyObject {
  /// What changed since the last call: at once where something did, else after some time, empty.
  func changes(within milliseconds: Int) -> Change
  /// What its user should know: that it looks instead of being told, or not everywhere.
  var remark: String? { get }
}

/// Follows files by what the system offers: events where the file system gives any, else by looking every second.
package enum FileWatcher {
  /// What tells of changes below some places.
  package static func source(_ places: [WatchedPlace]) -> any ChangeSource {
    let mounts = MountTable.present
    for place in places {
      guard let real = Enclosure.realPath(of: URL(filePath: place.path)), let type = mounts.type(of: real),
        let name = MountTable.silentName(type)
      else { continue }
      return Polling(places, because: "\(name), which tells nobody what is changed there")
    }
    do { return try KernelWatch(places) } catch { return Polling(places, because: error.reason) }
  }

  /// Waits for a change, and then until nothing more has changed for a moment: editors write a file in several steps.
  package static func change(of source: any ChangeSource, within milliseconds: Int) -> Change {
    var change = source.changes(within: milliseconds)
    guard !change.isEmpty else { return change }
    let end = ContinuousClock.now + .milliseconds(120)
    while ContinuousClock.now < end {
      let more = source.changes(within: 15)
      if more.isEmpty { break }
      change.add(more)
    }
    return change
  }
}
