extension Table: Codable {
  private enum CodingKeys: String, CodingKey { case columns, emphasized }

  /// Reads columns and the numbers of the rows in bold.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try values.decode([Column].self, forKey: .columns),
      emphasized: Set(try values.decodeIfPresent([Int].self, forKey: .emphasized) ?? []))
  }

  /// Writes columns and, in order, the numbers of the rows in bold.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(columns, forKey: .columns)
    if !emphasized.isEmpty { try values.encode(emphasized.sorted(), forKey: .emphasized) }
  }
}

extension Table.Column: Codable {
  private enum CodingKeys: String, CodingKey { case title, text, numbers, bars, format, range }

  /// Reads a heading with `text`, `numbers` or `bars` below it.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let title = try values.decode(String.self, forKey: .title)
    if let texts = try values.decodeIfPresent([String].self, forKey: .text) {
      self.init(title, .text(texts))
      return
    }
    let format = try values.decode(NumberFormat.self, forKey: .format)
    if let numbers = try values.decodeIfPresent([Double?].self, forKey: .numbers) {
      self.init(title, .numbers(numbers.map { $0 ?? .nan }, format))
    } else {
      let bars = try values.decode([Double?].self, forKey: .bars).map { $0 ?? .nan }
      self.init(
        title, .bars(bars, format, range: try values.decodeIfPresent(ClosedRange<Double>.self, forKey: .range)))
    }
  }

  /// Writes the heading, and the cells under their kind.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(title, forKey: .title)
    func numbers(_ list: [Double]) -> [Double?] { list.map { $0.isNaN ? nil : $0 } }
    switch cells {
    case .text(let texts): try values.encode(texts, forKey: .text)
    case .numbers(let list, let format):
      try values.encode(numbers(list), forKey: .numbers)
      try values.encode(format, forKey: .format)
    case .bars(let list, let format, let range):
      try values.encode(numbers(list), forKey: .bars)
      try values.encode(format, forKey: .format)
      try values.encodeIfPresent(range, forKey: .range)
    }
  }
}
