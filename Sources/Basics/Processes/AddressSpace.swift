internal import Foundation

/// How much memory the system lets this process have.
public enum AddressSpace {
  /// What `ulimit -v` leaves, in bytes; `nil` where it sets no limit.
  public static var left: Int? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < UInt(Int.max) else {
      return nil
    }
    let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ").first
      .flatMap { Int($0) }
    return max(0, Int(limit.rlim_cur) - (pages ?? 0) * 4096)
  }
}
