extension Color: Codable {
  /// Reads `"#rrggbb"`, or a list of red, green, blue and alpha from 0 to 1.
  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let text = try? value.decode(String.self) {
      let digits = text.dropFirst()
      guard text.hasPrefix("#"), digits.count == 6, digits.allSatisfy(\.isHexDigit), let hex = UInt32(digits, radix: 16)
      else { throw DecodingError.dataCorruptedError(in: value, debugDescription: "“\(text)” is no colour") }
      self.init(hex)
      return
    }
    let channels = try value.decode([Double].self)
    guard channels.count == 4, channels.allSatisfy((0...1).contains) else {
      throw DecodingError.dataCorruptedError(in: value, debugDescription: "a colour is four numbers from 0 to 1")
    }
    self.init(red: channels[0], green: channels[1], blue: channels[2], alpha: channels[3])
  }

  /// Writes the short form where it says all.
  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    let bytes = bytes
    let hex = UInt32(bytes.red) << 16 | UInt32(bytes.green) << 8 | UInt32(bytes.blue)
    if Color(hex) == self {
      let digits = String(hex, radix: 16)
      try value.encode("#" + String(repeating: "0", count: 6 - digits.count) + digits)
    } else {
      try value.encode([red, green, blue, alpha])
    }
  }
}
