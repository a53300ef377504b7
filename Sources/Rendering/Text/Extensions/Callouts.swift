/// The kinds of boxes, and what other programs call them.
enum Callouts {
  /// Those of GitHub.
  static let kinds: Set<String> = ["note", "tip", "important", "warning", "caution"]

  /// The kind that a class of a fenced div or the name of a directive means; `nil` for any other.
  static func kind(of name: String) -> String? {
    var name = name.lowercased()
    if name.hasPrefix("callout-") { name.removeFirst("callout-".count) }
    return kinds.contains(name) ? name : others[name]
  }

  private static let others = [
    "info": "note", "seealso": "note", "callout": "note", "admonition": "note", "hint": "tip", "success": "tip",
    "attention": "warning", "danger": "caution", "error": "caution",
  ]
}
