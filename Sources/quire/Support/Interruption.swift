import Dispatch
import Foundation
import Notebook

/// Turns Ctrl-C into a request to end; a second one, or five seconds of no answer, ends the process at once.
///
/// Either way nothing is half-written: whatever a chapter has not finished lies in a folder that no reader looks at.
struct Interruption {
  private let sources: [any DispatchSourceSignal]

  init(raising cancellation: Cancellation) {
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if cancellation.isCancelled { _exit(130) }
        cancellation.cancel()
        Complaint.say("\ninterrupted; ending (once more to end at once)")
        DispatchQueue.global().asyncAfter(deadline: .now() + 5) { _exit(130) }
      }
      source.resume()
      return source
    }
  }
}
