internal import Graphics

extension Ink: Codable {
  private enum Key: String, CodingKey { case series, color }

  /// Reads `"automatic"`, `"muted"`, `{"series": 2}` or `{"color": "#0072b2"}`.
  public init(from decoder: any Decoder) throws {
    if let name = try? decoder.singleValueContainer().decode(String.self) {
      switch name {
      case "automatic": self = .automatic
      case "muted": self = .muted
      default:
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: "unknown ink “\(name)”"))
      }
      return
    }
    let values = try decoder.container(keyedBy: Key.self)
    guard let series = try values.decodeIfPresent(Int.self, forKey: .series) else {
      self = .color(try values.decode(Color.self, forKey: .color))
      return
    }
    guard series >= 0 else {
      throw DecodingError.dataCorruptedError(
        forKey: .series, in: values, debugDescription: "series are counted from 0, found \(series)")
    }
    self = .series(series)
  }

  /// Writes the name, or the name with its value.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .automatic:
      var value = encoder.singleValueContainer()
      try value.encode("automatic")
    case .muted:
      var value = encoder.singleValueContainer()
      try value.encode("muted")
    case .series(let series):
      var values = encoder.container(keyedBy: Key.self)
      try values.encode(series, forKey: .series)
    case .color(let color):
      var values = encoder.container(keyedBy: Key.self)
      try values.encode(color, forKey: .color)
    }
  }
}

extension NumberFormat: Codable {
  private enum Key: String, CodingKey { case fixed, percent }

  /// Reads `"automatic"`, `{"fixed": 2}` or `{"percent": 0}`.
  public init(from decoder: any Decoder) throws {
    if let name = try? decoder.singleValueContainer().decode(String.self) {
      guard name == "automatic" else {
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: "unknown form of numbers “\(name)”"))
      }
      self = .automatic
      return
    }
    let values = try decoder.container(keyedBy: Key.self)
    self =
      if let decimals = try values.decodeIfPresent(Int.self, forKey: .fixed) {
        .fixed(decimals)
      } else {
        .percent(try values.decode(Int.self, forKey: .percent))
      }
  }

  /// Writes the name, or the name with the number of decimals.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .automatic:
      var value = encoder.singleValueContainer()
      try value.encode("automatic")
    case .fixed(let decimals):
      var values = encoder.container(keyedBy: Key.self)
      try values.encode(decimals, forKey: .fixed)
    case .percent(let decimals):
      var values = encoder.container(keyedBy: Key.self)
      try values.encode(decimals, forKey: .percent)
    }
  }
}

extension ColorScale: Codable {
  private static let named: [(name: String, scale: ColorScale)] = [
    ("viridis", .viridis), ("cividis", .cividis), ("paper", .paper), ("diverging", .diverging),
    ("sequentialOnDark", .sequentialOnDark), ("divergingOnDark", .divergingOnDark),
  ]

  /// Reads the name of a scale, or the colours that one goes through.
  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let name = try? value.decode(String.self) {
      guard let scale = Self.named.first(where: { $0.name == name })?.scale else {
        throw DecodingError.dataCorruptedError(in: value, debugDescription: "unknown scale of colours “\(name)”")
      }
      self = scale
      return
    }
    let stops = try value.decode([Color].self)
    guard stops.count >= 2 else {
      throw DecodingError.dataCorruptedError(in: value, debugDescription: "a scale of colours has at least two")
    }
    self.init(stops)
  }

  /// Writes the name of a scale that has one, and of others the colours that it goes through.
  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    if let name = Self.named.first(where: { $0.scale.stops == stops })?.name {
      try value.encode(name)
    } else {
      try value.encode(stops)
    }
  }
}

extension Marker: Codable {
  private static let names: [(marker: Marker, name: String)] = [
    (.circle, "circle"), (.square, "square"), (.triangle, "triangle"), (.diamond, "diamond"),
    (.triangleDown, "triangleDown"), (.plus, "plus"), (.star, "star"), (.pentagon, "pentagon"),
  ]

  /// Reads the marker's name.
  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    let name = try value.decode(String.self)
    guard let found = Self.names.first(where: { $0.name == name }) else {
      throw DecodingError.dataCorruptedError(in: value, debugDescription: "unknown marker “\(name)”")
    }
    self = found.marker
  }

  /// Writes the marker's name.
  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    for (marker, name) in Self.names where marker == self { try value.encode(name) }
  }
}
