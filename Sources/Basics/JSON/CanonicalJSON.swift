public import Foundation

/// JSON whose bytes depend on the values alone: sorted keys, two spaces or none, a newline at the end.
public enum CanonicalJSON {
  /// Encodes a value.
  ///
  /// - Parameter isCompact: Whether it stands on one line, for what nobody compares line by line.
  /// - Throws: `EncodingError` for what JSON cannot say, such as NaN.
  public static func encode(_ value: some Encodable, isCompact: Bool = false) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if !isCompact { encoder.outputFormatting.insert(.prettyPrinted) }
    return try encoder.encode(value) + Data("\n".utf8)
  }

  /// Decodes a file of a chapter; the error names it.
  public static func decode<Value: Decodable>(_ type: Value.Type, from file: URL) throws -> Value {
    let bytes = try InputFile.data(of: file, limit: 256 << 20)
    do {
      return try JSONDecoder().decode(type, from: bytes)
    } catch let error as DecodingError {
      throw FileError(file, "is damaged (\(fault(error))); render the chapter again")
    }
  }

  /// What `Codable` found wrong, and at which path.
  public static func fault(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return error.localizedDescription }
    func text(_ context: DecodingError.Context, _ what: String) -> String {
      let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? "." + $0.stringValue }.joined()
      return what + (path.isEmpty ? "" : " at " + path.drop { $0 == "." })
    }
    switch error {
    case .keyNotFound(let key, let context): return text(context, "“\(key.stringValue)” is missing")
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      return text(context, context.debugDescription)
    @unknown default: return "\(error)"
    }
  }
}
