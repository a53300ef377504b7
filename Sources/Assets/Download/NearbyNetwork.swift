internal import Foundation

/// The addresses of sockets that are no machine of the internet: this machine, its own network, groups of machines, and what is kept for
/// other uses.
///
/// What is named by a stranger must not reach them: a router's or a notebook's own pages act on a mere request, and what they
/// answer is not for a report.
package enum NearbyNetwork {
  /// Whether an address is one of these; one that is neither of IPv4 nor of IPv6 is.
  ///
  /// - Parameter address: A `sockaddr` and what follows it.
  static func holds(_ address: UnsafeRawBufferPointer) -> Bool {
    guard address.count >= MemoryLayout<sa_family_t>.size else { return true }
    let family = Int32(address.loadUnaligned(as: sa_family_t.self))
    switch family {
    case AF_INET where address.count >= 8: return isNearby4(Array(address[4..<8]))
    case AF_INET6 where address.count >= 24: return isNearby6(Array(address[8..<24]))
    default: return true
    }
  }

  /// The same for the four bytes of an address of IPv4 (RFC 6890).
  package static func isNearby4(_ bytes: [UInt8]) -> Bool {
    switch (bytes[0], bytes[1], bytes[2]) {
    case (0, _, _), (10, _, _), (127, _, _): true
    case (100, 64...127, _): true
    case (169, 254, _), (172, 16...31, _), (192, 168, _): true
    case (192, 0, 0), (192, 0, 2), (198, 51, 100), (203, 0, 113): true
    case (224..., _, _): true
    default: false
    }
  }

  /// The same for the sixteen bytes of an address of IPv6; one that holds an address of IPv4 is as near as that.
  package static func isNearby6(_ bytes: [UInt8]) -> Bool {
    let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xff && bytes[11] == 0xff
    if isMapped || bytes[..<12].elementsEqual([0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0]) {
      return isNearby4(Array(bytes[12...]))
    }
    // Relays of IPv6 within IPv4 (6to4).
    if bytes[0] == 0x20, bytes[1] == 0x02 { return isNearby4(Array(bytes[2..<6])) }
    // What is given out to the internet is 2000::/3, of which 2001:db8::/32 is for examples.
    return bytes[0] & 0xe0 != 0x20 || bytes[..<4].elementsEqual([0x20, 0x01, 0x0d, 0xb8])
  }
}
