/// Changes requests line by line: addresses, hosts, and fields that come twice.
package struct RequestMutator: Mutator {
  private static let lines = [
    "Host: 127.0.0.1:8000", "Host: localhost:8000", "host:[::1]:8000", "Host: evil.example:8000",
    "Host : 127.0.0.1:8000",
    " Host: 127.0.0.1:8000", "Origin: http://127.0.0.1:8000", "Origin: http://evil.example", "Origin: null",
    "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document",
    "Sec-Fetch-Dest: iframe", "Content-Length: 0", "Content-Length: 5", "Transfer-Encoding: chunked", "Cookie: a=b", "",
    "GET http://127.0.0.1:8000/0123456789abcdef/ HTTP/1.1",
  ]
  private static let pieces = [
    "/", "//", "..", "%2e%2e", "%2E.", "%2f", "%5c", "\\", "%00", "%", "%f", "%c0%ae", "%u002e", "?", "#", ";", "\t",
    " ",
    "0123456789abcdef", "report.html", "slim.html", "events", "chapters/embeddings/figure.png", "media/x", "part/1",
    "HEAD", "POST", "HTTP/1.0", "HTTP/1.1", "HTTP/2", "\r", "\n", "\r\n", "\r\n\r\n", "\u{0}", "é", "%C3%A9", ":", "@",
  ]

  package init() {}

  package func mutated(_ bytes: [UInt8], limit: Int, by random: inout MutationRandom) -> [UInt8] {
    guard !random.isOne(in: 6) else { return random.bytes(bytes, limit: limit) }
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    for _ in 0...random.below(3) {
      let place = random.below(lines.count)
      switch random.below(7) {
      case 0 where lines.count > 1: lines.remove(at: place)
      case 1: lines.insert(lines[place], at: random.below(lines.count))
      case 2: lines.insert(Array((random.one(of: Self.lines) + "\r").utf8), at: place)
      case 3: lines[place] = random.bytes(lines[place], limit: lines[place].count + 32)
      default:
        let piece = Array(random.one(of: Self.pieces).utf8)
        lines[place].insert(contentsOf: piece, at: random.below(lines[place].count + 1))
      }
      if lines.isEmpty { break }
    }
    return Array(lines.joined(separator: [0x0A]).prefix(limit))
  }
}
