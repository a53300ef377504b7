import Basics
import Foundation
import Notebook

/// What is said where `ulimit -v` counts memory by addresses: what chapters need, before they run, and one line in place
/// of a trace where the runtime is refused memory all the same.
enum ScarceMemory {
  /// Warns of chapters that ask for more than there is.
  static func warn(of chapters: [PreparedChapter]) {
    guard let left = AddressSpace.left else { return }
    for chapter in chapters where chapter.memory > left {
      Console.complain(
        "warning: \(chapter.slug) asks for about \(ByteCount.text(chapter.memory)) of memory, and `ulimit -v` leaves "
          + "\(ByteCount.text(left)); it may not get to its end")
    }
  }

  /// The least that any command needs, for its threads above all.
  private static let least = 96 << 20

  /// Ends the process with one line where memory is refused, now or later. The last good report stands, as after any kill.
  static func endInOneLine() {
    guard let left = AddressSpace.left else { return }
    guard left >= least else {
      Console.complain(
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
