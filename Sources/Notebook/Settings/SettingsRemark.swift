/// What the user should know of a setting that was read, and perhaps otherwise than it is meant.
public struct SettingsRemark: Sendable, Equatable, CustomStringConvertible {
  /// The settings' file as messages name it, or the option of the command line.
  public let source: String
  /// The line of the file, counted from one.
  public let line: Int?
  /// The key, and what is to be said of it.
  public let message: String

  /// `file:line: message`.
  public var description: String { source + (line.map { ":\($0)" } ?? "") + ": " + message }
}
