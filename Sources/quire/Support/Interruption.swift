import Basics
import Foundation

/// Turns Ctrl-C, and whatever else asks a process to end, into a request to end, and sees to it that it is followed: within
/// a second, or within five while a training saves what it has. A second Ctrl-C ends the process at once.
///
/// Either way nothing is half-written: whatever is not finished lies where no reader looks.
struct Interruption {
  /// What the handler of signals may touch: it can be called between any two instructions.
  private nonisolated(unsafe) static var isRaised = false
  private nonisolated(unsafe) static var bell: Int32 = -1

  /// Watches for signals from a thread of its own, which is there before it is needed. Where there is no room for one, the
  /// signals end the process as they would anyway.
  init(raising cancellation: Cancellation) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let ear = ends[0]
    let isWatched = SystemThread.detach {
      // Whoever started this program may have had them blocked, and this is handed on.
      var signals = sigset_t()
      sigemptyset(&signals)
      for number in Self.numbers { sigaddset(&signals, number) }
      pthread_sigmask(SIG_UNBLOCK, &signals, nil)
      var byte: UInt8 = 0
      while read(ear, &byte, 1) < 0, errno == EINTR {}
      cancellation.cancel()
      Console.diagnose("interrupted; ending (once more to end at once)")
      let start = ContinuousClock.now
      while ContinuousClock.now - start < (cancellation.isSaving ? .seconds(5) : .milliseconds(800)) { usleep(10_000) }
      ChildProcess.endAll()
      TemporaryFolder.removeAll()
      _exit(130)
    }
    guard isWatched else { return }
    Self.bell = ends[1]
    for number in Self.numbers where !(number == SIGHUP && Self.isIgnored(SIGHUP)) {
      signal(number) { _ in
        if Interruption.isRaised { _exit(130) }
        Interruption.isRaised = true
        var byte: UInt8 = 1
        _ = write(Interruption.bell, &byte, 1)
      }
    }
  }

  private static let numbers = [SIGINT, SIGTERM, SIGHUP]

  /// Whether `nohup` or its like has asked that the end of the terminal should not matter.
  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    return sigaction(number, nil, &action) == 0
      && unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
