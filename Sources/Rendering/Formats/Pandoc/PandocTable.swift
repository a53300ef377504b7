import Basics

/// A table of pandoc's tree: a row of headings and rows as long.
struct PandocTable {
  /// Where the cells of a column stand.
  enum Alignment: String {
    case none = "AlignDefault"
    case left = "AlignLeft"
    case right = "AlignRight"
    case center = "AlignCenter"
  }

  /// What links point to.
  var id: String
  var caption: [JSONValue]
  var alignments: [Alignment]
  var header: [[JSONValue]]
  var rows: [[[JSONValue]]]
  /// How many characters the cells of each row have, the headings first.
  var lengths: [[Int]]

  /// Lines of more characters than this are wider than a page, so the columns share it.
  private static let widest = 78

  /// The table as a node.
  var node: JSONValue {
    let widths = self.widths
    let columns = alignments.enumerated().map { index, alignment -> JSONValue in
      .array([
        .node(alignment.rawValue), widths.map { .node("ColWidth", .number($0[index])) } ?? .node("ColWidthDefault"),
      ])
    }
    let body = JSONValue.array([.attributes(), .integer(0), .array([]), .array(rows.map(row))])
    return .node(
      "Table",
      .array([
        .attributes(id: id), .array([.null, .array(caption.isEmpty ? [] : [.node("Plain", .array(caption))])]),
        .array(columns), .array([.attributes(), .array([row(header)])]), .array([body]),
        .array([.attributes(), .array([])]),
      ]))
  }

  /// Each column's share of the page, `nil` where all of them fit as they are.
  private var widths: [Double]? {
    let longest = alignments.indices.map { column in
      max(3, lengths.map { column < $0.count ? $0[column] : 0 }.max() ?? 0)
    }
    guard longest.reduce(0, +) + 2 * longest.count > Self.widest else { return nil }
    // A column of long text takes what the short ones leave, and none less than a tenth of its share.
    let weights = longest.map { Double(min($0, 60)) + 3 }
    let sum = weights.reduce(0, +)
    return weights.map { ($0 / sum * 1000).rounded() / 1000 }
  }

  private func row(_ cells: [[JSONValue]]) -> JSONValue {
    .array([
      .attributes(),
      .array(
        alignments.indices.map { index in
          let cell = index < cells.count ? cells[index] : []
          return .array([
            .attributes(), .node(Alignment.none.rawValue), .integer(1), .integer(1),
            .array(cell.isEmpty ? [] : [.node("Plain", .array(cell))]),
          ])
        }),
    ])
  }
}
