internal import Foundation

/// A thread of the system's with a stack of its own: a pool may run its tasks one after another, and tasks that wait for each
/// other would then wait for ever.
package struct SystemThread: Sendable {
  let thread: pthread_t

  /// Starts work on a new thread, which is to be joined or detached.
  ///
  /// - Returns: nil where there is no room for one, which Foundation's own threads would not say.
  package static func start(_ work: @escaping () -> Void) -> SystemThread? {
    let context = Unmanaged.passRetained(Work(work))
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    // As much as a main thread has: chapters parse and draw on it.
    pthread_attr_setstacksize(&attributes, 8 << 20)
    var thread = pthread_t()
    let failure = pthread_create(
      &thread, &attributes,
      { context in
        Unmanaged<Work>.fromOpaque(context!).takeRetainedValue().body()
        return nil
      }, context.toOpaque())
    guard failure == 0 else {
      context.release()
      return nil
    }
    return SystemThread(thread: thread)
  }

  /// Starts work that nobody waits for.
  ///
  /// - Returns: Whether there was room for a thread.
  package static func detach(_ work: @escaping @Sendable () -> Void) -> Bool {
    guard let started = start(work) else { return false }
    pthread_detach(started.thread)
    return true
  }

  /// The thread that asks.
  package static var current: SystemThread { SystemThread(thread: pthread_self()) }

  /// Waits until the work is done. Once only.
  package func join() { pthread_join(thread, nil) }

  private final class Work {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }
}
