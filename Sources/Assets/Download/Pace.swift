/// How slow a download may be as a whole, with its waits, new tries and new beginnings.
///
/// A server that drips, or that closes the connection after each byte, brings something new for ever.
struct Pace {
  /// The seconds that are given in any case.
  let grace: Double
  /// The bytes that each further second has to bring.
  let slowest: Double
  /// The clock that stands still while the machine sleeps.
  private let start = SuspendingClock.now

  init(grace: Double, slowest: Double) { (self.grace, self.slowest) = (grace, slowest) }

  private var elapsed: Double { (SuspendingClock.now - start) / .seconds(1) }

  /// Whether so many bytes are too few by now.
  func isTooSlow(_ received: Int64) -> Bool { elapsed > grace + Double(received) / slowest }

  /// The reason, to follow the address.
  func complaint(_ received: Int64) -> String {
    "is too slow: \(received) bytes in \(Int(elapsed.rounded())) s; what has come is kept where the server names its version"
  }
}
