internal import Basics
public import Foundation

/// JSON whose bytes depend on the values alone: sorted keys, two spaces, a newline at the end.
public enum CanonicalJSON {
  /// Encodes a value.
  ///
  /// - Throws: `EncodingError` for what JSON cannot say, such as NaN.
  public static func encode(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value) + Data("\n".utf8)
  }

  /// Decodes a file; the error names it.
  public static func decode<Value: Decodable>(_ type: Value.Type, from file: URL) throws -> Value {
    let bytes = try InputFile.data(of: file, limit: 256 << 20)
    do {
      return try JSONDecoder().decode(type, from: bytes)
    } catch let error as DecodingError {
      throw FileError(file, "is damaged (\(describe(error))); render the chapter again")
    }
  }

  private static func describe(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, _): "“\(key.stringValue)” is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      context.debugDescription
    @unknown default: "\(error)"
    }
  }
}
