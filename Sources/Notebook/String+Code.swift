extension String {
  /// The text as code in Markdown, its backquotes as apostrophes.
  public var asCode: String { "`" + replacing("`", with: "'") + "`" }
}
