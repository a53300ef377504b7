import Foundation

/// What a request comes to.
package enum HTTPStatus: Int, Sendable {
  case ok = 200
  case movedPermanently = 301
  case found = 302
  case badRequest = 400
  case forbidden = 403
  case notFound = 404
  case methodNotAllowed = 405
  case tooLong = 431
  case unavailable = 503

  /// The number with its name.
  var line: String {
    switch self {
    case .ok: "200 OK"
    case .movedPermanently: "301 Moved Permanently"
    case .found: "302 Found"
    case .badRequest: "400 Bad Request"
    case .forbidden: "403 Forbidden"
    case .notFound: "404 Not Found"
    case .methodNotAllowed: "405 Method Not Allowed"
    case .tooLong: "431 Request Header Fields Too Large"
    case .unavailable: "503 Service Unavailable"
    }
  }
}

/// An answer of the server.
struct HTTPResponse: Sendable {
  /// What the request comes to.
  var status = HTTPStatus.ok
  /// The media type.
  var type: String
  /// What a browser may do with it; nothing unless said.
  var policy = "default-src 'none'; frame-ancestors 'none'"
  /// Further header fields.
  var fields: [(name: String, value: String)] = []
  /// The bytes.
  var body = Data()

  /// A sentence in plain text.
  static func text(_ status: HTTPStatus, _ sentence: String) -> HTTPResponse {
    HTTPResponse(status: status, type: "text/plain; charset=utf-8", body: Data((sentence + "\n").utf8))
  }

  /// The head that goes before the bytes.
  ///
  /// - Parameter isStream: Whether the bytes go on until somebody ends it.
  func head(isStream: Bool = false) -> Data {
    var lines = ["HTTP/1.1 \(status.line)", "Connection: close", "Content-Type: \(type)"]
    if !isStream { lines.append("Content-Length: \(body.count)") }
    // What a browser keeps, whom it tells of the address, and whose pages may hold these: nobody's but this server's.
    lines += [
      "Cache-Control: no-store", "Content-Security-Policy: \(policy)", "X-Content-Type-Options: nosniff",
      "Referrer-Policy: no-referrer", "Cross-Origin-Resource-Policy: same-origin",
      "Cross-Origin-Opener-Policy: same-origin",
      "X-Frame-Options: SAMEORIGIN",
    ]
    lines += fields.map { "\($0.name): \($0.value)" }
    return Data((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }
}
