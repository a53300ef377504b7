internal import Foundation

/// A thread of its own for one piece of work.
public enum WorkerThread {
  /// Starts the work on a new thread.
  ///
  /// - Returns: Whether there was room for one: where memory is short there may not be, and `Thread` would not say so.
  public static func start(_ work: @escaping @Sendable () -> Void) -> Bool {
    let context = Unmanaged.passRetained(Work(work))
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    // As much as a main thread has: chapters parse and draw on it.
    pthread_attr_setstacksize(&attributes, 8 << 20)
    var thread = pthread_t()
    let failure = pthread_create(
      &thread, &attributes,
      { context in
        Unmanaged<Work>.fromOpaque(context!).takeRetainedValue().body()
        return nil
      }, context.toOpaque())
    if failure != 0 { context.release() }
    return failure == 0
  }

  private final class Work {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
