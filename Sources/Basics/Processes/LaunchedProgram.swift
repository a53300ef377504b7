internal import CSpawn
import Foundation
internal import Synchronization

/// Another program, started, with pipes to and from it. The kernel ends it when the thread that started it ends, so that
/// nothing works on for a process that was killed.
struct LaunchedProgram {
  let pid: pid_t
  /// What it reads, what it prints, and what it says of itself.
  let input, output, errors: FileHandle
  private let end = End()

  /// How it ended, from the thread that waits for it.
  private final class End: Sendable {
    let semaphore = DispatchSemaphore(value: 0)
    let status = Atomic<Int32>(0)
  }

  /// Starts a program.
  ///
  /// - Throws: `ChildProcess.Failure.start`.
  init(_ program: URL, _ arguments: [String], environment: [String: String]) throws(ChildProcess.Failure) {
    func failure(_ reason: String) -> ChildProcess.Failure {
      .start(program: FileSystem.shown(program), reason: reason)
    }
    var ends: [Int32] = []
    for _ in 0..<3 {
      var pair: [Int32] = [-1, -1]
      let code = quire_pipe(&pair)
      guard code == 0 else {
        for end in ends { close(end) }
        throw failure(FileSystem.message(code))
      }
      ends += pair
    }
    let path = program.path(percentEncoded: false)
    let words = ([path] + arguments).map { strdup($0) } + [nil]
    let variables = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var child: pid_t = -1
    let code = quire_spawn(path, words, variables, ends[0], ends[3], ends[5], &child)
    let pid = child
    for index in [0, 3, 5] { close(ends[index]) }
    guard code == 0 else {
      for index in [1, 2, 4] { close(ends[index]) }
      // It ended before it was another program.
      if pid > 0 { waitpid(pid, nil, 0) }
      throw failure(FileSystem.message(code))
    }
    self.pid = pid
    func handle(_ index: Int) -> FileHandle { FileHandle(fileDescriptor: ends[index], closeOnDealloc: true) }
    (input, output, errors) = (handle(1), handle(2), handle(4))
    let isAwaited = SystemThread.detach { [end] in
      var status: Int32 = 0
      while waitpid(pid, &status, 0) < 0, errno == EINTR {}
      // A signal's number, or what the program gave to `exit`.
      let signal = status & 0x7F
      end.status.store(signal != 0 ? signal : status >> 8 & 0xFF, ordering: .relaxed)
      end.semaphore.signal()
    }
    guard isAwaited else {
      kill(pid, SIGKILL)
      waitpid(pid, nil, 0)
      throw failure("there is no memory for its threads")
    }
  }

  /// Waits a while for its end.
  ///
  /// - Returns: Its exit status, or the number of the signal that ended it; `nil` while it runs.
  func status(within milliseconds: Int) -> Int32? {
    guard end.semaphore.wait(timeout: .now() + .milliseconds(milliseconds)) == .success else { return nil }
    return end.status.load(ordering: .relaxed)
  }
}
