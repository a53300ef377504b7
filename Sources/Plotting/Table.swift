/// Rows of text, numbers and bars, set as a figure.
public struct Table: Sendable {
  /// One column.
  public struct Column: Sendable {
    /// What stands in a column's cells.
    public enum Cells: Sendable {
      /// Texts, from the left.
      case text([String])
      /// Numbers, from the right.
      case numbers([Double], NumberFormat)
      /// Numbers with a bar each; the range is what a full bar means, 0 to the largest unless said.
      case bars([Double], NumberFormat, range: ClosedRange<Double>? = nil)
    }

    /// Heading.
    public var title: String
    /// What stands below it.
    public var cells: Cells

    /// One column.
    public init(_ title: String, _ cells: Cells) {
      self.title = title
      self.cells = cells
    }

    /// How many rows the column has.
    public var count: Int {
      switch cells {
      case .text(let texts): texts.count
      case .numbers(let numbers, _), .bars(let numbers, _, _): numbers.count
      }
    }
  }

  /// The columns from the left.
  public var columns: [Column]
  /// Rows set in bold, counted from 0.
  public var emphasized: Set<Int>

  /// Rows of text, numbers and bars.
  public init(_ columns: [Column], emphasized: Set<Int> = []) {
    self.columns = columns
    self.emphasized = emphasized
  }
}
