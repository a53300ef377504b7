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

  /// Ends the process with one line where memory is refused. The last good report stands, as after any kill.
  static func endInOneLine() {
    guard AddressSpace.left != nil else { return }
    for number in [SIGABRT, SIGTRAP, SIGILL, SIGSEGV, SIGBUS] {
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
