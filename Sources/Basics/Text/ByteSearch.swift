internal import Glibc

extension [UInt8] {
  /// Whether other bytes stand anywhere within these, one after another.
  package func contains(bytes pattern: [UInt8]) -> Bool {
    guard let first = pattern.first else { return true }
    return withUnsafeBytes { whole in
      pattern.withUnsafeBytes { part in
        var start = 0
        while start + part.count <= whole.count {
          let place = memchr(whole.baseAddress! + start, Int32(first), whole.count - start - part.count + 1)
          guard let place else { return false }
          if memcmp(place, part.baseAddress!, part.count) == 0 { return true }
          start = UnsafeRawPointer(place) - whole.baseAddress! + 1
        }
        return false
      }
    }
  }
}
