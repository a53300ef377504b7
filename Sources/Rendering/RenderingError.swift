/// Everything that keeps a report from being stitched, collected over the whole report.
public struct RenderingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One fault, with the place to mend it.
  public struct Problem: Sendable, Hashable, CustomStringConvertible {
    /// The file, as a path that the reader of the message can open.
    public var file: String
    /// The line, counted from one; `nil` where the fault is the file's as a whole.
    public var line: Int?
    /// The column in characters, counted from one.
    public var column: Int?
    /// What is wrong and what to do.
    public var message: String

    /// A fault at a place.
    public init(file: String, line: Int? = nil, column: Int? = nil, message: String) {
      self.file = file
      self.line = line
      self.column = column
      self.message = message
    }

    /// The file with the line: `file:line`.
    package var place: String { file + (line.map { ":\($0)" } ?? "") }

    /// `file:line:column: message`.
    public var description: String {
      var place = file
      if let line { place += ":\(line)" }
      if line != nil, let column { place += ":\(column)" }
      return place + ": " + message
    }
  }

  /// The faults, in the order of the report.
  public var problems: [Problem]

  /// An error of one or more faults.
  public init(_ problems: [Problem]) { self.problems = problems }

  /// A single fault.
  init(file: String, line: Int? = nil, column: Int? = nil, _ message: String) {
    problems = [Problem(file: file, line: line, column: column, message: message)]
  }

  /// One line for each fault.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
