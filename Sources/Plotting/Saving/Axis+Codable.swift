extension Axis.Ticks: Codable {
  /// Reads `"automatic"`, `"none"`, a list of values, or a list of values with their texts.
  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    switch try? value.decode(String.self) {
    case nil:
      if let ticks = try? value.decode([Axis.Tick].self), !ticks.isEmpty {
        self = .named(ticks)
      } else {
        self = .at(try value.decode([Double].self))
      }
    case "automatic": self = .automatic
    case "none": self = .none
    case let name?:
      throw DecodingError.dataCorruptedError(in: value, debugDescription: "unknown places of ticks “\(name)”")
    }
  }

  /// Writes the name, or the values.
  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .automatic: try value.encode("automatic")
    case .none: try value.encode("none")
    case .at(let values): try value.encode(values)
    case .named(let ticks): try value.encode(ticks)
    }
  }
}
