import Basics
import Dispatch
import Foundation

/// Turns Ctrl-C, and whatever else asks a process to end, into a request to end, and sees to it that it is followed: within
/// a second, or within five while a training saves what it has.
///
/// Either way nothing is half-written: whatever is not finished lies where no reader looks.
struct Interruption {
  private let sources: [any DispatchSourceSignal]

  init(raising cancellation: Cancellation) {
    sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInteractive))
      source.setEventHandler {
        if cancellation.isCancelled { Self.end() }
        cancellation.cancel()
        Console.complain("interrupted; ending (once more to end at once)")
        let start = ContinuousClock.now
        while ContinuousClock.now - start < (cancellation.isSaving ? .seconds(5) : .milliseconds(800)) {
          usleep(10_000)
        }
        Self.end()
      }
      source.resume()
      return source
    }
  }

  private static func end() -> Never {
    ChildProcess.endAll()
    _exit(130)
  }
}
