import Basics
import Foundation

/// One line in place of a trace where `ulimit -v` counts memory by addresses and the runtime is refused some.
enum ScarceMemory {
  /// The least that any command needs, for its threads above all.
  private static let least = 96 << 20

  /// Ends the process with one line where memory is refused, now or later. The last good report stands, as after any kill.
  static func endInOneLine() {
    guard let left = AddressSpace.left else { return }
    guard left >= least else {
      Console.diagnose(
        "`ulimit -v` leaves \(ByteCount.text(left)) of memory, and no command gets to its end with less than "
          + "\(ByteCount.text(least)); raise it")
      _exit(1)
    }
    for number in [SIGABRT, SIGTRAP, SIGILL, SIGSEGV] {
      signal(number) { _ in
        // Nothing that allocates: only the write and the end.
        let line: StaticString =
          "quire ended for want of memory: `ulimit -v` allows too little; raise it, or take less data. The last good report stands.\n"
        _ = Foundation.write(STDERR_FILENO, line.utf8Start, line.utf8CodeUnitCount)
        _exit(1)
      }
    }
  }
}
