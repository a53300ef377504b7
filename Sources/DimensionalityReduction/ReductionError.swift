/// What can go wrong in reducing dimensions.
public enum ReductionError: Error, Equatable, CustomStringConvertible {
  /// A parameter has a value that cannot work: its name as in the settings and what it must be.
  case parameter(String, String)
  /// The data cannot be reduced, and why.
  case data(String)

  /// What is wrong, in one line.
  public var description: String {
    switch self {
    case .parameter(let name, let problem): "\(name) \(problem)"
    case .data(let problem): problem
    }
  }
}
