internal import Foundation
internal import Images

extension Picture: Codable {
  private enum Key: String, CodingKey { case image, overlay, style, scale, range, opacity, colorBar }

  /// Reads the picture from the bytes of a PNG file in base64.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    let bytes = try values.decode(Data.self, forKey: .image)
    let image: Image
    do { image = try PNG.decode([UInt8](bytes)) } catch {
      throw DecodingError.dataCorruptedError(forKey: .image, in: values, debugDescription: "\(error)")
    }
    self.init(
      image,
      overlay: try values.decodeIfPresent([[Double?]].self, forKey: .overlay)?.map { $0.map { $0 ?? .nan } } ?? [],
      style: try values.decodeIfPresent(Overlay.self, forKey: .style) ?? .cells,
      scale: try values.decodeIfPresent(ColorScale.self, forKey: .scale),
      range: try values.decodeIfPresent(ClosedRange<Double>.self, forKey: .range),
      opacity: try values.decode(Double.self, forKey: .opacity),
      colorBar: try values.decodeIfPresent(String.self, forKey: .colorBar))
  }

  /// Writes the picture as the bytes of a PNG file in base64, which keeps every pixel.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(Data(try PNG.encode(image)), forKey: .image)
    if !overlay.isEmpty { try values.encode(overlay, forKey: .overlay) }
    if style != .cells { try values.encode(style, forKey: .style) }
    try values.encodeIfPresent(scale, forKey: .scale)
    try values.encodeIfPresent(range, forKey: .range)
    try values.encode(opacity, forKey: .opacity)
    try values.encodeIfPresent(colorBar, forKey: .colorBar)
  }
}
