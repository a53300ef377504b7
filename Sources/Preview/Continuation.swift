import Foundation

/// Where a preview goes on once its program has been built anew, so that pages which are open live on.
public struct Continuation: Sendable, Equatable {
  /// The port.
  public let port: UInt16
  /// The key in the address: 32 hexadecimal digits.
  let key: String
  /// The number of the last page.
  let version: Int

  init(port: UInt16, key: String, version: Int) { (self.port, self.key, self.version) = (port, key, version) }

  /// Reads what `text` wrote; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 3, let port = UInt16(parts[0]), port > 0, let version = Int(parts[2]), version >= 0,
      parts[1].utf8.count == 32, parts[1].allSatisfy({ $0.isASCII && $0.isHexDigit })
    else { return nil }
    self.init(port: port, key: String(parts[1]), version: version)
  }

  /// The form in which one program hands it to the next.
  public var text: String { "\(port) \(key) \(version)" }
}
