/// Two columns of tokens joined by lines whose opacity is a weight, as attention is shown.
///
/// The heaviest line drawn is opaque, the others in proportion; those below a fiftieth of it are left out. Layers lie over each
/// other, or side by side with the names of the tokens at both ends.
public struct Arcs: Codable, Sendable {
  /// The lines of one colour, as one head's.
  public struct Layer: Codable, Sendable {
    private enum CodingKeys: String, CodingKey { case name, weights, ink }

    /// Name in the legend.
    public var name: String?
    /// `[left][right]`, not negative.
    public var weights: [[Double]]
    /// Colour; the next of twelve unless said.
    public var ink: Ink

    /// The lines of one colour.
    public init(_ name: String? = nil, _ weights: [[Double]], ink: Ink = .automatic) {
      self.name = name
      self.weights = weights
      self.ink = ink
    }
  }

  private enum CodingKeys: String, CodingKey { case left, right, layers, leftTitle, rightTitle, selected, sideBySide }

  /// Tokens that look, from the top.
  public var left: [String]
  /// Tokens that are looked at.
  public var right: [String]
  /// The lines.
  public var layers: [Layer]
  /// Heading of the left column.
  public var leftTitle: String?
  /// Heading of the right column.
  public var rightTitle: String?
  /// The one token on the left whose lines are drawn; all of them unless said.
  public var selected: Int?
  /// Whether each layer has a strip of its own below its name; all lie over each other unless said.
  public var sideBySide: Bool?

  /// Two columns of tokens joined by weighted lines.
  public init(
    left: [String], right: [String], layers: [Layer], leftTitle: String? = nil, rightTitle: String? = nil,
    selected: Int? = nil, sideBySide: Bool? = nil
  ) {
    self.left = left
    self.right = right
    self.layers = layers
    self.leftTitle = leftTitle
    self.rightTitle = rightTitle
    self.selected = selected
    self.sideBySide = sideBySide
  }
}
