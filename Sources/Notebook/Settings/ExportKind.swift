/// What tables and figures are written as beside the report, to be pasted into other documents.
public enum ExportKind: String, Sendable, CaseIterable {
  /// Tables as comma-separated values.
  case csv
  /// Tables, and with ``pdf`` figures too, as LaTeX that is read by `\input`.
  case latex
  /// Figures as SVG.
  case svg
  /// Figures as PDF, one page of their own size each.
  case pdf
}
