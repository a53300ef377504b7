internal import Glibc

/// Threads that live as long as one call.
///
/// Real threads, each with its own stack: a pool may run its tasks one after another, and tasks that wait for each other
/// would then wait for ever.
package enum ThreadTeam {
  /// Calls a closure once on each thread, with the thread's number, and returns when all have returned.
  ///
  /// - Parameters:
  ///   - threads: How many; number 0 is the calling thread.
  ///   - body: Runs on all of them at once.
  package static func run(_ threads: Int, _ body: (Int) -> Void) {
    precondition(threads > 0, "a team of at least one thread")
    withoutActuallyEscaping(body) { body in
      let members = (1..<max(threads, 1)).map { number -> pthread_t in
        let job = Unmanaged.passRetained(Job(number: number, body: body))
        var thread = pthread_t()
        let status = pthread_create(&thread, nil, runJob, job.toOpaque())
        // The others would wait for it for ever, so there is no going on without.
        precondition(status == 0, "the system gives no more threads")
        return thread
      }
      body(0)
      for member in members { pthread_join(member, nil) }
    }
  }
}

private final class Job {
  let number: Int
  let body: (Int) -> Void

  init(number: Int, body: @escaping (Int) -> Void) {
    self.number = number
    self.body = body
  }
}

private func runJob(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  let job = Unmanaged<Job>.fromOpaque(argument!).takeRetainedValue()
  job.body(job.number)
  return nil
}
