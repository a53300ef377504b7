/// One axis of a plot: what it measures and how.
public struct Axis: Codable, Sendable {
  private enum CodingKeys: String, CodingKey { case label, scale, limits, ticks, format }

  /// How values become lengths.
  public enum Scale: String, Codable, Sendable {
    /// Equal differences are equal lengths.
    case linear
    /// Equal ratios are equal lengths; values must be positive.
    case log
  }

  /// Where ticks stand.
  public enum Ticks: Sendable {
    /// At round numbers, as many as there is room for.
    case automatic
    /// At these values.
    case at([Double])
    /// At these values, each with a text of its own.
    case named([Tick])
    /// No ticks and no grid, as on a map whose units mean nothing.
    case none
  }

  /// A place on an axis with a text in the place of its number.
  public struct Tick: Codable, Sendable, Equatable {
    /// The place, in data units.
    public var value: Double
    /// The text.
    public var label: String

    /// A place with its text.
    public init(_ value: Double, _ label: String) {
      self.value = value
      self.label = label
    }
  }

  /// What is measured, with its unit.
  public var label: String?
  /// How values become lengths; bars make their own axis of categories.
  public var scale: Scale
  /// Smallest and largest value shown; taken from the data unless said. What lies outside is cut off.
  public var limits: ClosedRange<Double>?
  /// Where ticks stand.
  public var ticks: Ticks
  /// How values are written.
  public var format: NumberFormat

  /// An axis.
  public init(
    _ label: String? = nil, scale: Scale = .linear, limits: ClosedRange<Double>? = nil, ticks: Ticks = .automatic,
    format: NumberFormat = .automatic
  ) {
    self.label = label
    self.scale = scale
    self.limits = limits
    self.ticks = ticks
    self.format = format
  }
}
