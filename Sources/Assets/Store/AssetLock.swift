internal import Foundation

/// A lock on one asset, held by one process at a time: given back when the work is done or the process ends.
enum AssetLock {
  /// Does `work` while holding the lock at `url`, once it is free.
  ///
  /// - Throws: What `work` throws, or `AssetError.cancelled` where the caller does not want to wait any more.
  static func hold<Value>(
    _ url: URL, asset: String, isCancelled: () -> Bool, _ work: () throws(AssetError) -> Value
  ) throws(AssetError) -> Value {
    let descriptor = open(url.path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    if descriptor < 0 { throw .system(path: url.path, action: "write", code: errno) }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        throw .system(path: url.path, action: "lock", code: errno)
      }
      if isCancelled() { throw .cancelled(name: asset) }
      Thread.sleep(forTimeInterval: 0.05)
    }
    return try work()
  }
}
