extension Panel: Codable {
  private enum Key: String, CodingKey { case title, titleLines, kind, content }

  /// Reads a panel by its `kind`; an unknown one is an error, since leaving it out would lose content silently.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    func content<Content: Decodable>(_ type: Content.Type) throws -> Content {
      try values.decode(type, forKey: .content)
    }
    let kind = try values.decode(String.self, forKey: .kind)
    let found: Content =
      switch kind {
      case "plot": .plot(try content(Plot.self))
      case "heatmap": .heatmap(try content(Heatmap.self))
      case "grid": .grid(try content(HeatmapGrid.self))
      case "table": .table(try content(Table.self))
      case "arcs": .arcs(try content(Arcs.self))
      case "shaded": .shaded(try content(ShadedText.self))
      case "picture": .picture(try content(Picture.self))
      default:
        throw DecodingError.dataCorruptedError(
          forKey: .kind, in: values, debugDescription: "unknown kind of panel “\(kind)”")
      }
    self.init(try values.decodeIfPresent(String.self, forKey: .title), found)
    titleLines = try values.decodeIfPresent(Int.self, forKey: .titleLines) ?? titleLines
  }

  /// Writes the title, the kind and what the panel holds.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encodeIfPresent(title, forKey: .title)
    if titleLines != Panel("", content).titleLines { try values.encode(titleLines, forKey: .titleLines) }
    func write(_ kind: String, _ content: some Encodable) throws {
      try values.encode(kind, forKey: .kind)
      try values.encode(content, forKey: .content)
    }
    switch content {
    case .plot(let plot): try write("plot", plot)
    case .heatmap(let heatmap): try write("heatmap", heatmap)
    case .grid(let grid): try write("grid", grid)
    case .table(let table): try write("table", table)
    case .arcs(let arcs): try write("arcs", arcs)
    case .shaded(let text): try write("shaded", text)
    case .picture(let picture): try write("picture", picture)
    }
  }
}
