internal import Synchronization

/// A flag by which work is asked to end, safe to raise from any thread.
public final class Cancellation: Sendable {
  private let flag = Atomic<Bool>(false)
  private let savers = Atomic<Int>(0)
  private let whole: Cancellation?

  /// A flag that is down.
  ///
  /// - Parameter whole: The flag of a larger work of which this one's is a part: raising it ends the part as well, and not the
  ///   other way round.
  public init(partOf whole: Cancellation? = nil) { self.whole = whole }

  /// Whether the work should end.
  public var isCancelled: Bool { flag.load(ordering: .relaxed) || whole?.isCancelled == true }

  /// Asks the work to end.
  public func cancel() { flag.store(true, ordering: .relaxed) }

  /// Ends the work here when somebody wants it to end.
  public func check() throws(CancellationError) { if isCancelled { throw CancellationError() } }

  /// Whether work is going on that saves what it has when it is asked to end.
  public var isSaving: Bool { savers.load(ordering: .relaxed) > 0 }

  /// Does work that saves what it has when it is asked to end: whoever asks waits a little longer for it.
  public func saving<Value>(_ body: () throws -> Value) rethrows -> Value {
    savers.add(1, ordering: .relaxed)
    defer { savers.subtract(1, ordering: .relaxed) }
    return if let whole { try whole.saving(body) } else { try body() }
  }
}
