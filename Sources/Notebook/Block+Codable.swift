internal import Basics

extension Block: Codable {
  private enum Key: String, CodingKey {
    case kind, text, figure, table, code, callout, formula, question
  }

  /// Reads a block by its `kind`; an unknown kind is an error, since leaving it out would lose content silently.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    switch try values.decode(String.self, forKey: .kind) {
    case "markdown": self = .markdown(try values.decode(Markdown.self, forKey: .text))
    case "figure": self = .figure(try values.decode(FigureBlock.self, forKey: .figure))
    case "table": self = .table(try values.decode(TableBlock.self, forKey: .table))
    case "code": self = .code(try values.decode(CodeBlock.self, forKey: .code))
    case "callout": self = .callout(try values.decode(Callout.self, forKey: .callout))
    case "formula": self = .formula(try values.decode(FormulaBlock.self, forKey: .formula))
    case "question": self = .question(try values.decode(String.self, forKey: .question))
    case let kind:
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: values, debugDescription: "unknown kind of block “\(kind)”")
    }
  }

  /// Writes the kind and its payload.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    switch self {
    case .markdown(let text):
      try values.encode("markdown", forKey: .kind)
      try values.encode(text, forKey: .text)
    case .figure(let figure):
      try values.encode("figure", forKey: .kind)
      try values.encode(figure, forKey: .figure)
    case .table(let table):
      try values.encode("table", forKey: .kind)
      try values.encode(table, forKey: .table)
    case .code(let code):
      try values.encode("code", forKey: .kind)
      try values.encode(code, forKey: .code)
    case .callout(let callout):
      try values.encode("callout", forKey: .kind)
      try values.encode(callout, forKey: .callout)
    case .formula(let formula):
      try values.encode("formula", forKey: .kind)
      try values.encode(formula, forKey: .formula)
    case .question(let id):
      try values.encode("question", forKey: .kind)
      try values.encode(id, forKey: .question)
    }
  }
}
