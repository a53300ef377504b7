public import Basics
public import Foundation

/// The Python interpreter that sets PDF pages: one with Typst installed, and pandoc beside it.
public struct PDFEngine: Sendable {
  /// The interpreter.
  public var python: URL
  /// The variables that it sees.
  public var environment: [String: String]
  /// Ends it when raised.
  public var cancellation: Cancellation
  /// The most seconds that a script may take.
  public var timeLimit: Double

  /// An engine by its interpreter.
  public init(
    python: URL, environment: [String: String] = [:], cancellation: Cancellation = Cancellation(),
    timeLimit: Double = 600
  ) {
    self.python = python
    self.environment = environment
    self.cancellation = cancellation
    self.timeLimit = timeLimit
  }

  /// Runs a script with a request on its standard input.
  ///
  /// Python runs isolated (`-I`): no module comes from the working folder, the user's own packages or the environment.
  ///
  /// - Throws: `RenderingError` where the interpreter cannot be started or takes too long, `CancellationError`.
  func run(_ script: URL, request: Data) throws -> ChildProcess.Outcome {
    let child = ChildProcess(
      python, ["-I", "-B", script.path(percentEncoded: false)], environment: environment, timeLimit: timeLimit)
    do {
      return try child.run(input: request, isCancelled: { cancellation.isCancelled })
    } catch .cancelled {
      throw CancellationError()
    } catch {
      throw RenderingError(file: script.lastPathComponent, "\(error)")
    }
  }
}
