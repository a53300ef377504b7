extension Mark: Codable {
  private enum Key: String, CodingKey { case kind }

  /// Reads a mark by the `kind` that stands among its values.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    switch try values.decode(String.self, forKey: .kind) {
    case "scatter": self = .scatter(try Scatter(from: decoder))
    case "line": self = .line(try Line(from: decoder))
    case "bars": self = .bars(try Bars(from: decoder))
    case let kind:
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: values, debugDescription: "unknown kind of mark “\(kind)”")
    }
  }

  /// Writes the kind among the mark's values.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    switch self {
    case .scatter(let scatter):
      try values.encode("scatter", forKey: .kind)
      try scatter.encode(to: encoder)
    case .line(let line):
      try values.encode("line", forKey: .kind)
      try line.encode(to: encoder)
    case .bars(let bars):
      try values.encode("bars", forKey: .kind)
      try bars.encode(to: encoder)
    }
  }
}

extension Annotation: Codable {
  private enum Key: String, CodingKey { case kind, text, at, value, ink }

  /// Reads a note by its `kind`.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    let name = try values.decodeIfPresent(String.self, forKey: .text)
    switch try values.decode(String.self, forKey: .kind) {
    case "text": self = .text(name ?? "", at: try values.decode(Point.self, forKey: .at))
    case "heading":
      self = .heading(
        name ?? "", at: try values.decode(Point.self, forKey: .at), ink: try values.decode(Ink.self, forKey: .ink))
    case "horizontalLine": self = .horizontalLine(try values.decode(Double.self, forKey: .value), name)
    case "verticalLine": self = .verticalLine(try values.decode(Double.self, forKey: .value), name)
    case let kind:
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: values, debugDescription: "unknown kind of note “\(kind)”")
    }
  }

  /// Writes the kind, the text, and the place or the value.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    switch self {
    case .text(let text, let place):
      try values.encode("text", forKey: .kind)
      try values.encode(text, forKey: .text)
      try values.encode(place, forKey: .at)
    case .heading(let text, let place, let ink):
      try values.encode("heading", forKey: .kind)
      try values.encode(text, forKey: .text)
      try values.encode(place, forKey: .at)
      try values.encode(ink, forKey: .ink)
    case .horizontalLine(let value, let name):
      try values.encode("horizontalLine", forKey: .kind)
      try values.encode(value, forKey: .value)
      try values.encodeIfPresent(name, forKey: .text)
    case .verticalLine(let value, let name):
      try values.encode("verticalLine", forKey: .kind)
      try values.encode(value, forKey: .value)
      try values.encodeIfPresent(name, forKey: .text)
    }
  }
}
