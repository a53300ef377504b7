import Foundation

/// Who may ask: a browser on this machine, for a page of this preview, by the address that was printed.
///
/// A page of anybody's can make a browser ask 127.0.0.1, and a name of anybody's can lead there (DNS rebinding): the `Host` must be
/// this machine's own, an `Origin` this preview's, and what a browser says of where a request comes from (`Sec-Fetch-Site`) this
/// preview or the person himself. Other people at the same machine have the address without its key.
package struct RequestGuard: Sendable {
  /// The port that is listened at.
  package let port: UInt16
  /// The first step of every path.
  package let key: String

  /// A guard of a preview by its port and its key.
  package init(port: UInt16, key: String) { (self.port, self.key) = (port, key) }

  /// A key that nobody guesses: 128 bits of the system's randomness.
  static func newKey() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
      let digits = String(generator.next(), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// Where the preview is opened.
  var address: String { "http://127.0.0.1:\(port)/\(key)/" }

  private var hosts: [String] {
    let names = ["127.0.0.1", "localhost", "[::1]"]
    // At the port of the web a browser names none.
    return names.map { "\($0):\(port)" } + (port == 80 ? names : [])
  }

  /// Refuses a request that no page of this preview sends.
  ///
  /// - Returns: The steps of the path after the key.
  package func check(_ request: HTTPRequest) throws(HTTPRequest.Fault) -> [String] {
    func refuse(_ reason: String) -> HTTPRequest.Fault { .init(status: .forbidden, reason: reason) }
    guard let host = request.fields["host"]?.lowercased(), hosts.contains(host) else {
      throw refuse("this preview is for this machine alone; open it by 127.0.0.1 or localhost")
    }
    if let origin = request.fields["origin"]?.lowercased(), !hosts.contains(where: { origin == "http://\($0)" }) {
      throw refuse("another page asks for this preview, and it answers none but its own")
    }
    if let site = request.fields["sec-fetch-site"], !["same-origin", "none"].contains(site) {
      // Somebody may follow a link to the preview, in a window of its own.
      let isVisit = request.fields["sec-fetch-mode"] == "navigate" && request.fields["sec-fetch-dest"] == "document"
      guard isVisit else { throw refuse("another page asks for this preview, and it answers none but its own") }
    }
    guard let first = request.path.first, Self.isSame(first, key) else {
      throw .init(
        status: .notFound, reason: "there is no preview at this address; open the one that `quire preview` printed")
    }
    return Array(request.path.dropFirst())
  }

  /// Compares without telling by the time taken how much agrees.
  private static func isSame(_ first: String, _ second: String) -> Bool {
    guard first.utf8.count == second.utf8.count else { return false }
    return zip(first.utf8, second.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
