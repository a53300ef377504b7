import Basics
import Foundation

/// One connection: a request in, an answer out, then it is closed with the value.
package struct Connection: ~Copyable {
  private let descriptor: Int32

  /// How long somebody may take to send or to receive, in seconds.
  private static let patience = 10

  package init(_ descriptor: Int32) {
    self.descriptor = descriptor
    var limit = timeval(tv_sec: Self.patience, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
  }

  deinit {
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }

  /// The head of the request, `nil` where the other side went away or took too long.
  ///
  /// - Throws: `Fault` for one that is too long, or no request.
  package func request() throws(HTTPRequest.Fault) -> HTTPRequest? {
    var head: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    let end = ContinuousClock.now + .seconds(Self.patience)
    while true {
      let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
      if count < 0, errno == EINTR { continue }
      guard count > 0, .now < end else { return nil }
      let from = max(0, head.count - 3)
      head += buffer[..<count]
      // The empty line may have come in two pieces.
      let blank: [UInt8] = [13, 10, 13, 10]
      if let start = (from...max(from, head.count - 4)).first(where: { head[$0...].starts(with: blank) }) {
        return try HTTPRequest(head[..<(start + 4)])
      }
      guard head.count < HTTPRequest.longestHead else {
        throw HTTPRequest.Fault(status: .tooLong, reason: "the request is longer than \(HTTPRequest.longestHead) bytes")
      }
    }
  }

  /// Sends an answer.
  func send(_ response: HTTPResponse, isHead: Bool = false) {
    if send(response.head()), !isHead { _ = send(response.body) }
  }

  /// Sends an answer to what was not read to its end: without hearing the rest out, the system would take the answer back.
  func refuse(_ response: HTTPResponse) {
    send(response)
    shutdown(descriptor, Int32(SHUT_WR))
    var limit = timeval(tv_sec: 0, tv_usec: 200_000)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var rounds = 0
    while rounds < 64, buffer.withUnsafeMutableBytes({ recv(descriptor, $0.baseAddress, $0.count, 0) }) > 0 {
      rounds += 1
    }
  }

  /// Sends bytes.
  ///
  /// - Returns: Whether the other side is still there.
  func send(_ data: Data) -> Bool {
    data.withUnsafeBytes { bytes in
      var sent = 0
      while sent < bytes.count {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[sent...])
        let count = Foundation.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
        if count > 0 { sent += count } else if errno != EINTR { return false }
      }
      return true
    }
  }
}
