internal import Foundation
package import FuzzSupport
internal import Preview

extension FuzzReader {
  /// The readers of `Preview`.
  package static let preview: [FuzzReader] = [.request]

  /// The port and the key of a preview.
  private static let guardian = RequestGuard(port: 8000, key: "0123456789abcdef")

  /// What a browser, or somebody who is none, sends to a preview.
  ///
  /// Whoever is let in has named this machine and the key, and no step of his path leads anywhere else.
  package static let request = FuzzReader("request", mutator: RequestMutator()) { bytes, _ in
    let sent = Result { try received(bytes) }
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound else {
      if case .success(let request?) = sent { throw BrokenPromise("a request without an end is read: \(request)") }
      return try sent.map { _ in }.get()
    }
    guard end <= HTTPRequest.longestHead else { return try sent.map { _ in }.get() }
    let whole = Result { try HTTPRequest(bytes[..<end]) }
    try BrokenPromise.unless(
      (try? sent.get()) == (try? whole.get()), "a request that comes in pieces is read otherwise than one that is whole"
    )
    let request = try whole.get()
    try BrokenPromise.unless(["GET", "HEAD"].contains(request.method), "\(request.method) is answered")
    for (place, step) in request.path.enumerated() {
      let isPlain = !step.utf8.contains { $0 == 0 || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
      try BrokenPromise.unless(isPlain && step != "." && step != "..", "a step leads out: \(request.path)")
      try BrokenPromise.unless(!step.isEmpty || place == request.path.count - 1, "a step is empty: \(request.path)")
    }
    let rest = try guardian.check(request)
    try BrokenPromise.unless(request.path == [guardian.key] + rest, "a request without the key is let in")
    // The head again, as a much simpler reader has it.
    let lines = String(decoding: bytes[..<end], as: UTF8.self).lowercased().components(separatedBy: "\r\n")
    let hosts = lines.filter { $0.hasPrefix("host:") }.map { $0.dropFirst(5).trimmingCharacters(in: .whitespaces) }
    try BrokenPromise.unless(
      hosts.count == 1 && ["127.0.0.1:8000", "localhost:8000", "[::1]:8000"].contains(hosts[0]),
      "a request to \(hosts) is let in")
    let origins = lines.filter { $0.hasPrefix("origin:") }.map { $0.dropFirst(7).trimmingCharacters(in: .whitespaces) }
    try BrokenPromise.unless(
      origins.allSatisfy { ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"].contains($0) },
      "a request of \(origins) is let in")
  }

  /// The request as a connection reads it, some of it first and the rest after that.
  private static func received(_ bytes: [UInt8]) throws -> HTTPRequest? {
    var ends: [Int32] = [0, 0]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else { throw CocoaError(.fileNoSuchFile) }
    let connection = Connection(ends[0])
    defer { close(ends[1]) }
    // More than a connection reads before it refuses may find no room.
    let sent = bytes.prefix(2 * HTTPRequest.longestHead)
    _ = sent.withUnsafeBytes { send(ends[1], $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    shutdown(ends[1], Int32(SHUT_WR))
    return try connection.request()
  }
}
