/// Threads that live as long as one call.
package enum ThreadTeam {
  /// Calls a closure once on each thread, with the thread's number, and returns when all have returned.
  ///
  /// - Parameters:
  ///   - threads: How many; number 0 is the calling thread.
  ///   - body: Runs on all of them at once.
  package static func run(_ threads: Int, _ body: (Int) -> Void) {
    precondition(threads > 0, "a team of at least one thread")
    withoutActuallyEscaping(body) { body in
      let members = (1..<max(threads, 1)).map { number -> SystemThread in
        // The others would wait for it for ever, so there is no going on without.
        guard let member = SystemThread.start({ body(number) }) else {
          preconditionFailure("the system gives no more threads")
        }
        return member
      }
      body(0)
      for member in members { member.join() }
    }
  }
}
