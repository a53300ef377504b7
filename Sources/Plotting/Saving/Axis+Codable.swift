extension Axis.Ticks: Codable {
  /// Reads `"automatic"`, `"none"` or a list of values.
  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    switch try? value.decode(String.self) {
    case nil: self = .at(try value.decode([Double].self))
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
    }
  }
}
