/// A text several times over, its words on grounds that are the darker the more each weighs: where one word looks, head by head.
public struct ShadedText: Codable, Sendable {
  /// The text once.
  public struct Line: Codable, Sendable {
    /// Name of the line, left of it.
    public var label: String
    /// One number for each word, negative only where the range begins below 0.
    public var weights: [Double]
    /// What stands right of it.
    public var note: String

    /// The text once.
    public init(_ label: String, _ weights: [Double], note: String = "") {
      self.label = label
      self.weights = weights
      self.note = note
    }
  }

  private enum CodingKeys: String, CodingKey { case words, lines, marked, labelTitle, noteTitle, range }

  /// The words in their order.
  public var words: [String]
  /// The lines from the top.
  public var lines: [Line]
  /// A word that is framed in each line.
  public var marked: Int?
  /// Heading of the names.
  public var labelTitle: String?
  /// Heading of the notes.
  public var noteTitle: String?
  /// Numbers at the ends of the colours; 0 to the largest unless said. From below 0, colours go from one hue to another.
  public var range: ClosedRange<Double>?

  /// A text several times over.
  public init(
    words: [String], lines: [Line], marked: Int? = nil, labelTitle: String? = nil, noteTitle: String? = nil,
    range: ClosedRange<Double>? = nil
  ) {
    self.words = words
    self.lines = lines
    self.marked = marked
    self.labelTitle = labelTitle
    self.noteTitle = noteTitle
    self.range = range
  }
}
