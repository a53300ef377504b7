internal import Glibc

/// A value behind a lock, and a place to wait until it is as one wants it (Hoare 1974; Mesa's rules: who is woken looks again).
package final class Monitor<Value>: @unchecked Sendable {
  // Unchecked: the value is touched only while the lock is held.

  private let condition = Condition()
  private var value: Value

  package init(_ value: Value) { self.value = value }

  /// Changes the value and lets all who wait look again.
  package func update<Result>(_ change: (inout Value) throws -> Result) rethrows -> Result {
    try condition.locked {
      defer { condition.wakeAllLocked() }
      return try change(&value)
    }
  }

  /// Waits until `take` gives something; it may change the value as it does, and nobody is woken for that.
  package func wait<Result>(_ take: (inout Value) -> Result?) -> Result {
    condition.locked {
      while true {
        if let result = take(&value) { return result }
        condition.sleepLocked()
      }
    }
  }
}
