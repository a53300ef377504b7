/// How the report is printed: what of it, and on which paper.
public struct PaperSettings: Sendable, Equatable {
  /// What of the report the PDF has.
  public enum Form: String, Sendable, CaseIterable {
    /// Each question with its answer and the figures and tables that these name.
    case compact
    /// Everything that the HTML has.
    case full
    /// Each question with its answer, nothing else.
    case answers
  }

  /// Where title and authors stand.
  public enum Cover: String, Sendable, CaseIterable {
    /// On a page of their own.
    case page
    /// At the head of the first page.
    case block
    /// Nowhere: the report gets a cover of somebody else's.
    case none
  }

  /// The size of a page.
  public enum Format: String, Sendable, CaseIterable {
    case a4, letter

    /// Width and height in points.
    public var size: (width: Double, height: Double) {
      switch self {
      case .a4: (595.276, 841.89)
      case .letter: (612, 792)
      }
    }
  }

  /// The space around the text, in points.
  public struct Margin: Sendable, Equatable {
    /// Above and below.
    public var vertical: Double
    /// Left and right.
    public var horizontal: Double
  }

  /// What is printed.
  public var form = Form.compact
  /// Where title and authors stand; by the form where nothing is said.
  public var cover: Cover?
  /// The size of a page.
  public var format = Format.a4
  /// The space around the text: 25 mm at the sides, 26 mm above and below.
  public var margin = Margin(vertical: 26 * millimetre, horizontal: 25 * millimetre)
  /// The size of running text, in points.
  public var fontSize = 11.0

  /// In points.
  private static let millimetre = 72 / 25.4

  /// The settings of a report that says nothing.
  public init() {}

  /// Where title and authors stand.
  public var coverKind: Cover { cover ?? (form == .full ? .page : .block) }

  /// The width of the part of a page that holds text, in points.
  public var textWidth: Double { format.size.width - 2 * margin.horizontal }
  /// Its height, in points.
  public var textHeight: Double { format.size.height - 2 * margin.vertical }

  /// Reads the keys of `report.yml` that are about paper.
  init(reading reader: inout SettingsReader) {
    reader.read("form", &form)
    var cover = coverKind
    reader.read("cover", &cover)
    self.cover = cover == coverKind ? nil : cover
    reader.read("paper", &format)
    var size = Self.text(fontSize)
    reader.read("font_size", &size)
    if let points = Self.length(size), (6...24).contains(points) {
      fontSize = points
    } else {
      reader.report("font_size", "must be a size from 6pt to 24pt such as 11pt, found “\(size)”")
    }
    var margins = "26mm 25mm"
    reader.read("margin", &margins)
    let lengths = margins.split(separator: " ").map { Self.length($0) }
    if (1...2).contains(lengths.count), let vertical = lengths.first ?? nil, let horizontal = lengths.last ?? nil,
      vertical >= 5 * Self.millimetre, horizontal >= 0, format.size.width - 2 * horizontal >= 144,
      format.size.height - 2 * vertical >= 216
    {
      margin = Margin(vertical: vertical, horizontal: horizontal)
    } else {
      reader.report(
        "margin",
        "must be a length such as 25mm, or two, above and at the sides, 5mm above at least, that leave 2 by 3 inches for the text; found “\(margins)”"
      )
    }
  }

  private static func text(_ points: Double) -> String { "\(points)pt" }

  /// A length in points: a number and mm, cm, in or pt, which is meant where no unit stands.
  private static func length(_ text: some StringProtocol) -> Double? {
    let units = ["mm": millimetre, "cm": 10 * millimetre, "in": 72, "pt": 1]
    let unit = units.keys.first { text.hasSuffix($0) }
    let number = text.dropLast(unit?.count ?? 0)
    guard let value = Double(number), value.isFinite else { return nil }
    return value * (unit.flatMap { units[$0] } ?? 1)
  }
}
