import Basics
import Foundation

/// Changes found by looking: the size, the time and the number of every file, compared with what they were.
package final class Polling: ChangeSource {
  /// What tells one state of a file from another.
  private struct Stamp: Equatable {
    var size, seconds, nanoseconds: Int
    var number: UInt
  }

  private let places: [WatchedPlace]
  private let interval: Duration
  private var known: [String: Stamp]
  private var last = ContinuousClock.now
  package private(set) var remark: String?

  /// More files than these are not looked at.
  private static let mostFiles = 20_000

  /// Looks at places.
  ///
  /// - Parameters:
  ///   - reason: Why the kernel is not asked, as the beginning of a sentence.
  ///   - interval: How long to wait from one look to the next.
  package init(_ places: [WatchedPlace], because reason: String, every interval: Duration = .seconds(1)) {
    self.places = places
    self.interval = interval
    let (stamps, isCut) = Self.look(at: places)
    known = stamps
    remark = "\(reason); Quire looks every second instead" + (isCut ? Self.limit : "")
  }

  private static let limit = ", at the first \(mostFiles) files"

  package func changes(within milliseconds: Int) -> Change {
    let due = last + interval
    let now = ContinuousClock.now
    guard due <= now + .milliseconds(milliseconds) else {
      usleep(UInt32(milliseconds) * 1000)
      return Change()
    }
    if due > now { usleep(UInt32(max(0, (due - now) / .microseconds(1)))) }
    let (stamps, _) = Self.look(at: places)
    last = .now
    var change = Change()
    for (path, stamp) in stamps where known[path] != stamp { change.add(path) }
    for path in known.keys where stamps[path] == nil { change.add(path) }
    known = stamps
    return change
  }

  private static func look(at places: [WatchedPlace]) -> (stamps: [String: Stamp], isCut: Bool) {
    var stamps: [String: Stamp] = [:]
    for place in places {
      for folder in place.folders(startingAt: place.path, most: mostFiles).paths {
        for entry in WatchedPlace.entries(in: folder) {
          guard stamps.count < mostFiles else { return (stamps, true) }
          let path = folder + "/" + entry.name
          guard !place.except.contains(path) else { continue }
          var status = stat()
          guard lstat(path, &status) == 0 else { continue }
          // Of a folder only that it is there: what is in it is looked at itself, and a shallow place tells by the number.
          stamps[path] = Stamp(
            size: entry.isFolder ? 0 : Int(status.st_size),
            seconds: entry.isFolder && place.isDeep ? 0 : status.st_mtim.tv_sec,
            nanoseconds: entry.isFolder && place.isDeep ? 0 : status.st_mtim.tv_nsec, number: UInt(status.st_ino))
        }
      }
    }
    return (stamps, false)
  }
}
