public import Graphics

/// Why a figure cannot be drawn. Each case names the figure and the part.
public enum PlottingError: Error, Equatable, CustomStringConvertible {
  /// The name is not made of small letters, digits and hyphens.
  case id(figure: String)
  /// There is nothing to draw.
  case noPanels(figure: String)
  /// The size leaves no room for the panels.
  case size(figure: String, size: Size)
  /// Two lists that belong together have different lengths.
  case count(figure: String, part: String, expected: Int, found: Int)
  /// A value is infinite or not a number.
  case notFinite(figure: String, part: String, index: Int, value: String)
  /// A value on a logarithmic axis is zero or negative.
  case notPositive(figure: String, part: String, index: Int, value: Double)
  /// Limits that hold no length, or none on a logarithmic axis.
  case limits(figure: String, part: String, limits: ClosedRange<Double>)
  /// Marks that cannot share axes.
  case mixed(figure: String, part: String)
  /// A saved figure cannot be read.
  case saved(figure: String, reason: String)
  /// Drawing or writing failed.
  case drawing(figure: String, reason: String)

  /// What is wrong, where, and what would be right.
  public var description: String {
    switch self {
    case .id(let figure):
      "figure \"\(figure)\": an id is made of small letters, digits and hyphens, since it names files"
    case .noPanels(let figure): "figure \"\(figure)\": give at least one panel"
    case .size(let figure, let size):
      "figure \"\(figure)\": \(size.width) × \(size.height) pt leaves no room for its panels; make it larger"
    case .count(let figure, let part, let expected, let found):
      "figure \"\(figure)\", \(part): expected \(expected) values, found \(found)"
    case .notFinite(let figure, let part, let index, let value):
      "figure \"\(figure)\", \(part): value \(index) is \(value); leave it out or find where it comes from"
    case .notPositive(let figure, let part, let index, let value):
      "figure \"\(figure)\", \(part): value \(index) is \(value), a logarithmic axis needs positive ones"
    case .limits(let figure, let part, let limits):
      "figure \"\(figure)\", \(part): limits \(limits.lowerBound)…\(limits.upperBound) hold no length on this scale"
    case .mixed(let figure, let part):
      "figure \"\(figure)\", \(part): bars share a panel only with bars of the same direction and labels"
    case .saved(let figure, let reason): "\(figure): is no figure that Quire saved: \(reason); run the chapter again"
    case .drawing(let figure, let reason): "figure \"\(figure)\": \(reason)"
    }
  }
}
