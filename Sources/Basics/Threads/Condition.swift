internal import Glibc

/// A condition variable and its lock: `Synchronization` has none.
final class Condition: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Does something while the lock is held.
  func locked<Result>(_ body: () throws -> Result) rethrows -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body()
  }

  /// Gives the lock, which is held, back until somebody wakes all who sleep.
  func sleepLocked() { pthread_cond_wait(condition, mutex) }

  /// Wakes all who sleep, with the lock held.
  func wakeAllLocked() { pthread_cond_broadcast(condition) }

  /// Sleeps until woken at a time when the condition no longer holds.
  func sleep(while isEarly: () -> Bool) {
    locked { while isEarly() { sleepLocked() } }
  }

  /// Lets all who sleep look again.
  func wakeAll() {
    locked { wakeAllLocked() }
  }
}
