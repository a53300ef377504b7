import Foundation

/// The head of a request, read strictly: what a browser never sends is refused rather than guessed at.
package struct HTTPRequest: Sendable, Equatable {
  /// `GET` or `HEAD`.
  package var method: String
  /// The steps of the path, percent-decoded; a slash at the end gives an empty last one.
  package var path: [String]
  /// What follows the question mark, as it stands.
  package var query: String
  /// The header fields, names in lower case; one that came twice has its values with a comma between.
  package var fields: [String: String]

  /// Why a request is refused: a status and a sentence.
  package struct Fault: Error, Equatable {
    package var status: HTTPStatus
    package var reason: String
  }

  /// The most bytes that a head may have.
  package static let longestHead = 16 << 10

  /// Reads a head, all bytes up to and with its empty line.
  ///
  /// - Throws: `Fault` for what is no request, or one that is not answered here.
  package init(_ head: some Sequence<UInt8>) throws(Fault) {
    guard let text = String(validating: Array(head), as: UTF8.self) else { throw Self.bad("the request is not UTF-8") }
    var lines = text.components(separatedBy: "\r\n")
    guard lines.count >= 3, lines.suffix(2) == ["", ""] else { throw Self.bad("the request has no end") }
    lines.removeLast(2)
    let parts = lines[0].split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, ["HTTP/1.1", "HTTP/1.0"].contains(parts[2]) else {
      throw Self.bad("this is no request of HTTP/1.1")
    }
    method = parts[0]
    guard ["GET", "HEAD"].contains(method) else {
      throw Fault(status: .methodNotAllowed, reason: "nothing can be changed here; only GET and HEAD are answered")
    }
    fields = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":"), colon != line.startIndex,
        line[..<colon].utf8.allSatisfy(Self.isToken),
        line.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F || $0 == "\t" })
      else { throw Self.bad("a header field cannot be read") }
      let name = line[..<colon].lowercased()
      let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      guard name != "host" || fields["host"] == nil else { throw Self.bad("the request names two hosts") }
      fields[name] = fields[name].map { "\($0), \(value)" } ?? value
    }
    guard fields["transfer-encoding"] == nil, fields["content-length"] ?? "0" == "0" else {
      throw Self.bad("a request with a body is not read")
    }
    let target = parts[1]
    let end = target.firstIndex(of: "?") ?? target.endIndex
    query = String(target[end...].dropFirst())
    path = try Self.steps(of: target[..<end])
  }

  private static func bad(_ reason: String) -> Fault { Fault(status: .badRequest, reason: reason) }

  /// The steps of a path: each decoded by itself, so that what was written `%2F` or `%2e%2e` leads nowhere.
  private static func steps(of path: Substring) throws(Fault) -> [String] {
    guard path.first == "/", path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw bad("the address is no path")
    }
    var steps: [String] = []
    for step in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      guard let decoded = decoded(step) else { throw bad("the address cannot be decoded") }
      guard decoded != ".", decoded != "..",
        !decoded.utf8.contains(where: { $0 == 0 || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") })
      else { throw Fault(status: .notFound, reason: "the address leads out of the report") }
      steps.append(decoded)
    }
    guard !steps.dropLast().contains("") else {
      throw Fault(status: .notFound, reason: "the address has an empty step")
    }
    return steps
  }

  private static func decoded(_ step: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = step.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else { return nil }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? { Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) } }

  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
