public import Foundation
internal import Synchronization

/// Another program at work for this one: what it is given, how long it may take, and what came of it.
///
/// It gets the environment that it is given and nothing else, is ended when its time is up, the work is cancelled or this process
/// was killed, and what it prints is taken in while it runs, so that it never waits for a reader.
public struct ChildProcess: Sendable {
  /// What a program left behind.
  public struct Outcome: Sendable {
    /// Its exit status, or the number of the signal that ended it.
    public let status: Int32
    /// What it wrote to standard output.
    public let output: Data
    /// What it wrote to standard error.
    public let diagnostics: String

    /// The last line of that.
    public var lastDiagnostic: String { diagnostics.split(whereSeparator: \.isNewline).last.map(String.init) ?? "" }
  }

  /// Why there is no outcome.
  public enum Failure: Error, Equatable, CustomStringConvertible {
    /// The program cannot be started.
    case start(program: String, reason: String)
    /// It took longer than it may.
    case late(program: String, seconds: Double)
    /// The work was cancelled.
    case cancelled

    /// What, and why.
    public var description: String {
      switch self {
      case .start(let program, let reason): "\(program): cannot be started: \(reason)"
      case .late(let program, let seconds): "\(program): was ended, since it took longer than \(Int(seconds)) s"
      case .cancelled: "cancelled"
      }
    }
  }

  /// The program.
  public var program: URL
  /// What it is told.
  public var arguments: [String]
  /// The variables that it sees.
  public var environment: [String: String]
  /// The most seconds that it may take.
  public var timeLimit: Double

  /// A program to be run.
  public init(_ program: URL, _ arguments: [String], environment: [String: String], timeLimit: Double) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
    self.timeLimit = timeLimit
  }

  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - input: What it reads from standard input.
  ///   - isCancelled: Asked many times a second.
  public func run(input: Data = Data(), isCancelled: () -> Bool = { false }) throws(Failure) -> Outcome {
    guard !isCancelled() else { throw .cancelled }
    // A program that ends without reading all of its input must not end this one.
    signal(SIGPIPE, SIG_IGN)
    let launched = try LaunchedProgram(program, arguments, environment: environment)
    let pid = launched.pid
    Self.running.withLock { _ = $0.insert(pid) }
    defer { Self.running.withLock { _ = $0.remove(pid) } }
    let isFed = SystemThread.detach { [handle = launched.input] in
      try? handle.write(contentsOf: input)
      try? handle.close()
    }
    let (output, diagnostics) = (Drain(launched.output), Drain(launched.errors))
    guard isFed, output.isAtWork, diagnostics.isAtWork else {
      kill(pid, SIGKILL)
      throw .start(program: FileSystem.shown(program), reason: "there is no memory for its threads")
    }

    let end = ContinuousClock.now + .seconds(timeLimit)
    while true {
      if let status = launched.status(within: 20) {
        return Outcome(
          status: status, output: output.bytes(), diagnostics: String(decoding: diagnostics.bytes(), as: UTF8.self))
      }
      let isLate = ContinuousClock.now > end
      guard isLate || isCancelled() else { continue }
      Self.end(pid)
      if launched.status(within: 300) == nil { kill(pid, SIGKILL) }
      // What it started and left behind goes too.
      kill(-pid, SIGKILL)
      throw isLate ? .late(program: FileSystem.shown(program), seconds: timeLimit) : .cancelled
    }
  }

  /// The programs at work now.
  private static let running = Mutex<Set<pid_t>>([])

  /// Asks every program that is at work to end: for a process that ends at once.
  public static func endAll() {
    for pid in running.withLock({ $0 }) { end(pid) }
  }

  /// Asks a program and what it has started to end: each program is the first of a group of its own.
  private static func end(_ pid: pid_t) { if kill(-pid, SIGTERM) != 0 { kill(pid, SIGTERM) } }

  /// The variables of an environment that a program needs to find its files, speak the user's language and reach the
  /// network as the user does; none by which code could be slipped in.
  public static func cleaned(_ environment: [String: String], and prefixes: [String] = []) -> [String: String] {
    let kept: Set<String> = ["PATH", "HOME", "TMPDIR", "TZ", "LANG", "USER", "LOGNAME"]
    return environment.filter { name, _ in
      kept.contains(name) || name.hasPrefix("LC_") || prefixes.contains { name.lowercased().hasPrefix($0) }
    }
  }

  /// Takes in what a program prints.
  private final class Drain: Sendable {
    /// Whether there was room for the thread that does it.
    let isAtWork: Bool
    private let taken = Taken()
    private let end = DispatchSemaphore(value: 0)

    init(_ handle: FileHandle) {
      isAtWork = SystemThread.detach { [taken, end] in
        while let piece = try? handle.read(upToCount: 1 << 16), !piece.isEmpty { taken.append(piece) }
        end.signal()
      }
    }

    /// All that was printed. A program that has ended has printed it; one that it left behind is not waited for.
    func bytes() -> Data {
      _ = end.wait(timeout: .now() + .seconds(2))
      return taken.all
    }
  }

  private final class Taken: Sendable {
    private let bytes = Mutex(Data())
    var all: Data { bytes.withLock { $0 } }
    func append(_ piece: Data) { bytes.withLock { $0 += piece } }
  }
}
