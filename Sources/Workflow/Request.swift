public import Basics
internal import Notebook
internal import Rendering

/// What a command does, as a value: a request gives events while it is performed, and a result or an error.
///
/// Nothing here prints, chooses an exit code or looks at the process: the environment is handed in, the observer hears what
/// happens. A request can be performed again and again, from any thread, and several at a time; one that writes has the
/// report's output to itself until it ends.
public protocol Request: Sendable {
  /// What comes of it.
  associatedtype Result: Sendable

  /// The steps themselves; whoever wants the result calls `perform`, which says what every error means.
  func result(in context: Context) throws -> Result
}

/// What a request is performed with.
public struct Context: Sendable {
  /// What it may know of the machine and its user.
  public let environment: Environment
  /// Ends it when raised.
  public let cancellation: Cancellation
  /// Hears what happens, on whatever thread it happens.
  public let observer: @Sendable (Event) -> Void

  func warn(_ message: String) { observer(.warning(message, of: nil)) }
}

extension Request {
  /// Performs the request.
  ///
  /// - Parameters:
  ///   - environment: What it may know of the machine and its user.
  ///   - cancellation: Ends it when raised.
  ///   - observer: Hears what happens, on whatever thread it happens; it must not wait for the request.
  /// - Throws: What the request came to instead of a result.
  public func perform(
    in environment: Environment, cancellation: Cancellation = Cancellation(),
    observer: @escaping @Sendable (Event) -> Void = { _ in }
  ) throws(WorkflowError) -> Result {
    do {
      return try result(in: Context(environment: environment, cancellation: cancellation, observer: observer))
    } catch let error as WorkflowError {
      throw error
    } catch is CancellationError {
      throw .cancelled("interrupted")
    } catch let error as SettingsError {
      throw .settings(error.findings)
    } catch let error as RenderingError {
      throw .incomplete(error.problems.map(\.description))
    } catch {
      throw .settings(["\(error)"])
    }
  }
}

/// What a request came to instead of a result: messages for its user, by whose move it is.
public enum WorkflowError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What was asked for, or what `report.yml` says, cannot be meant.
  case settings([String])
  /// Answers, data or a program are missing.
  case incomplete([String])
  /// The work itself broke down.
  case failed([String])
  /// Somebody wanted it to end.
  case cancelled(String)

  /// The messages, one a finding.
  public var messages: [String] {
    switch self {
    case .settings(let messages), .incomplete(let messages), .failed(let messages): messages
    case .cancelled(let message): [message]
    }
  }

  /// The messages, one a line.
  public var description: String { messages.joined(separator: "\n") }

  static func settings(_ message: String) -> WorkflowError { .settings([message]) }
}
