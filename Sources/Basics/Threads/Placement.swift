internal import CProcessor

/// Keeps other threads off the processor of the one that leads them.
///
/// Left to itself, Linux was seen to put both on one: a thread that is woken often looks as if it belonged beside who wakes it.
package struct Placement {
  private var last: (processor: Int32, threads: Int) = (-1, 0)

  package init() {}

  /// Lets threads run everywhere but where the caller runs now; cheap where nothing has changed since it was called last.
  package mutating func keepOff(_ threads: [SystemThread]) {
    let processor = processor_current()
    guard (processor, threads.count) != last else { return }
    last = (processor, threads.count)
    processor_keep_off(processor, threads.map(\.thread), threads.count)
  }
}
