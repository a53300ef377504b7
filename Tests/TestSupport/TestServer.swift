internal import Foundation

/// A web server on this machine that misbehaves as it is told, for one test.
package final class TestServer: Sendable {
  /// A request's head.
  package struct Request {
    /// Which request this is, from 0.
    package let number: Int
    /// The target of the request line.
    package let target: String
    /// The header fields, names in lower case.
    package let headers: [String: String]

    /// Where the range asked for starts.
    package var start: Int? { headers["range"].flatMap { Int($0.dropFirst("bytes=".count).dropLast()) } }
  }

  /// What to send back, byte for byte, how, and how long to hold the line after it.
  package struct Answer {
    package var bytes: [UInt8]
    package var hold = 0.0
    /// So many bytes at a time, with so many seconds between; all at once where it is `nil`.
    package var drip: (bytes: Int, seconds: Double)?

    package init(_ status: String, _ headers: [String] = [], body: [UInt8] = [], hold: Double = 0) {
      let head = (["HTTP/1.1 \(status)", "Connection: close"] + headers).joined(separator: "\r\n")
      bytes = Array((head + "\r\n\r\n").utf8) + body
      self.hold = hold
    }
  }

  private let listener: Int32
  private let log = RequestLog()

  /// The address of the server's root.
  package let address: String

  /// A server that sends back what `answer` says.
  package init(_ answer: @escaping @Sendable (Request) -> Answer) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        precondition(bind(listener, generic, length) == 0 && listen(listener, 16) == 0)
        getsockname(listener, generic, &length)
      }
    }
    address = "http://127.0.0.1:\(UInt16(bigEndian: place.sin_port))"
    self.listener = listener
    let log = log
    Thread.detachNewThread {
      while true {
        let connection = accept(listener, nil, nil)
        if connection < 0 { return }
        Thread.detachNewThread { Self.serve(connection, log, answer) }
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  /// The requests so far.
  package var requests: [Request] { log.all }

  private static func serve(_ connection: Int32, _ log: RequestLog, _ answer: (Request) -> Answer) {
    defer { close(connection) }
    var head: [UInt8] = []
    var byte: UInt8 = 0
    while !head.suffix(4).elementsEqual([13, 10, 13, 10]) {
      guard recv(connection, &byte, 1, 0) == 1 else { return }
      head.append(byte)
    }
    let lines = String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n")
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
    }
    let request = log.add(target: lines[0].components(separatedBy: " ")[1], headers: headers)
    let reply = answer(request)
    var sent = 0
    reply.bytes.withUnsafeBytes { bytes in
      while sent < bytes.count {
        let piece = min(bytes.count - sent, reply.drip?.bytes ?? .max)
        let count = send(connection, bytes.baseAddress! + sent, piece, Int32(MSG_NOSIGNAL))
        if count <= 0 { return }
        sent += count
        if let drip = reply.drip { Thread.sleep(forTimeInterval: drip.seconds) }
      }
    }
    if reply.hold > 0 { Thread.sleep(forTimeInterval: reply.hold) }
  }
}

/// The requests of a server, from all its threads.
private final class RequestLog: @unchecked Sendable {
  private let lock = NSLock()
  private var requests: [TestServer.Request] = []

  var all: [TestServer.Request] { lock.withLock { requests } }

  func add(target: String, headers: [String: String]) -> TestServer.Request {
    lock.withLock {
      requests.append(.init(number: requests.count, target: target, headers: headers))
      return requests.last!
    }
  }
}
