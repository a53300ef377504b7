extension Markdown: ExpressibleByStringInterpolation {
  /// Markdown, as a literal says it.
  public init(stringLiteral source: String) { self.init(source: source) }

  /// Markdown with values in it.
  public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.writer.markdown }

  /// What may stand in a literal, and what becomes of it.
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var writer = MarkdownWriter()

    /// An empty text.
    public init(literalCapacity: Int, interpolationCount: Int) {}

    /// The literal's own Markdown.
    public mutating func appendLiteral(_ source: String) {
      if source.isEmpty { return }
      writer.finishValue(before: source.utf8)
      writer.write(source: source)
    }

    /// `\(value)`: the value's text, shown as it is.
    ///
    /// Not favoured, so that the literals of `\(isOne ? "*one*" : "more")` are Markdown like the literal around them.
    @_disfavoredOverload
    public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      writer.write(text: value.description)
    }

    /// `\(markdown)`: Markdown, as it stands.
    public mutating func appendInterpolation(_ markdown: Markdown) { writer.write(markdown) }

    /// `\(markdown: text)`: what a person wrote as Markdown, as it stands.
    public mutating func appendInterpolation(markdown source: String) { writer.write(Markdown(source: source)) }

    /// `\(code: value)`: the value's text as code, whatever backquotes it holds.
    public mutating func appendInterpolation(code value: some CustomStringConvertible) {
      writer.write(code: value.description)
    }

    /// `\(reference: "embeddings.size")`: the result of that name, or the figure, table, section or question.
    public mutating func appendInterpolation(reference name: String) {
      writer.write(source: "{{\(name)}}")
    }

    /// `[title](\(destination: path))`: where a link or a picture leads, relative to the text's own folder.
    public mutating func appendInterpolation(destination path: String) {
      writer.write(source: LinkDestination.of(path: path))
    }
  }
}
