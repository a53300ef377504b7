internal import Foundation

/// What is to be known of an address of the web before it is asked.
enum WebAddress {
  /// Its scheme in lower case, as addresses are compared: "https".
  static func scheme(of address: String) -> String {
    address.prefix { $0 != ":" }.lowercased()
  }

  /// Scheme and host: all of an address that may be shown where the rest may be a key.
  static func origin(of address: String) -> String {
    let scheme = scheme(of: address)
    guard let authority = authority(of: address) else { return scheme + ":" }
    return "\(scheme)://\(address[authority].split(separator: "@", omittingEmptySubsequences: false).last ?? "")"
  }

  /// The address without a user's name and password.
  static func withoutUser(_ address: String) -> String {
    guard let authority = authority(of: address), let at = address[authority].lastIndex(of: "@") else { return address }
    return String(address[..<authority.lowerBound] + address[address.index(after: at)...])
  }

  /// Whether an address names this machine or its own network by what it says, without asking how it is resolved.
  static func isNearby(_ address: String) -> Bool {
    guard let named = URL(string: address)?.host(percentEncoded: false), !named.isEmpty else { return true }
    var host = named.lowercased()
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    while host.hasSuffix(".") { host.removeLast() }
    let endings = ["localhost", "local", "internal", "lan", "home.arpa"]
    if endings.contains(where: { host == $0 || host.hasSuffix("." + $0) }) { return true }
    // Numbers in any form that is read as one: 127.1, 0x7f000001, ::ffff:7f00:1.
    var hints = addrinfo()
    hints.ai_flags = AI_NUMERICHOST
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, nil, &hints, &found) == 0, let found else { return false }
    defer { freeaddrinfo(found) }
    return NearbyNetwork.holds(
      UnsafeRawBufferPointer(start: found.pointee.ai_addr, count: Int(found.pointee.ai_addrlen)))
  }

  /// Where host and port stand, with the user before them; `nil` where there are none.
  private static func authority(of address: String) -> Range<String.Index>? {
    guard let start = address.range(of: "://")?.upperBound else { return nil }
    let end = address[start...].firstIndex { "/?#\\".contains($0) } ?? address.endIndex
    return start..<end
  }
}
