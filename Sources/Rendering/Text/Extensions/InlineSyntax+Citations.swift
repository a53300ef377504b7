extension InlineSyntax {
  /// The citations of a text in which nothing else of other programs' syntax is read: a chapter's.
  ///
  /// What a chapter interpolates cannot be one: `MarkdownWriter` escapes its `@`.
  static func citations(of source: MarkdownSource) -> [(offset: Int, citation: Citation)] {
    guard source.bytes.contains(UInt8(ascii: "@")) else { return [] }
    return InlineSyntax(of: source).citations
  }

  /// The same syntax without anything but citations.
  var citationsAlone: InlineSyntax {
    var syntax = self
    syntax.constructs = constructs.filter { if case .citation = $0.value { true } else { false } }
    syntax.remarks = []
    syntax.figureEnds = []
    return syntax
  }

  /// The citations in the order of the text.
  var citations: [(offset: Int, citation: Citation)] {
    constructs.compactMap { offset, construct in
      if case .citation(let citation) = construct { (offset, citation) } else { nil }
    }.sorted { $0.offset < $1.offset }
  }
}
