import Basics

/// The names by which an answer refers to its own figures, tables, equations and sections: `fig:loss`, `fig-loss`.
enum Labels {
  /// What pandoc-crossref and Quarto write before the name, and the kind of thing that it stands for.
  private static let prefixes = [
    "fig": "figure", "tbl": "table", "tab": "table", "eq": "equation", "sec": "section",
  ]

  /// The kind of thing that a label names; `nil` for the key of a citation.
  static func kind(of label: String) -> String? { split(label)?.kind }

  /// A label without what stands before the name.
  static func name(of label: String) -> String { split(label)?.name ?? label }

  /// The kind and the name; `fig:a` and `fig-a` are the same.
  static func split(_ label: String) -> (kind: String, name: String)? {
    guard let sign = label.firstIndex(where: { $0 == ":" || $0 == "-" }), let kind = prefixes[String(label[..<sign])],
      label.index(after: sign) < label.endIndex
    else { return nil }
    return (kind, String(label[label.index(after: sign)...]))
  }
}
