import Basics
import Assets
import Foundation
import TestSupport
import Testing

@Suite struct DownloadTests {
  static let content = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
  static let sum = SHA256.hex(of: content)

  private static var quick: TransferSettings {
    var settings = TransferSettings()
    settings.firstWait = 0.01
    settings.stallTimeout = 1
    settings.retries = 2
    return settings
  }

  private static func whole(_ headers: [String] = []) -> TestServer.Answer {
    .init("200 OK", ["Content-Length: \(content.count)"] + headers, body: content)
  }

  private static func rest(from start: Int, _ headers: [String] = []) -> TestServer.Answer {
    .init(
      "206 Partial Content",
      [
        "Content-Length: \(content.count - start)",
        "Content-Range: bytes \(start)-\(content.count - 1)/\(content.count)",
      ] + headers, body: Array(content[start...]))
  }

  private static func cut(at end: Int, _ headers: [String] = []) -> TestServer.Answer {
    .init("200 OK", ["Content-Length: \(content.count)"] + headers, body: Array(content[..<end]))
  }

  private func run(
    _ server: TestServer, in scratch: borrowing Scratch, path: String = "/a", size: Int? = nil, sum: String? = nil,
    settings: TransferSettings = quick, isCancelled: @escaping () -> Bool = { false }
  ) -> Result<Download.Receipt, Download.Failure> {
    let download = Download(
      server.address + path, to: scratch.file("a"), size: size.map(Int64.init), sha256: sum, settings: settings)
    do throws(Download.Failure) {
      return .success(try download.run(isCancelled: isCancelled))
    } catch {
      return .failure(error)
    }
  }

  private func reason(_ result: Result<Download.Receipt, Download.Failure>) -> String {
    switch result {
    case .failure(.reason(let reason)), .failure(.status(_, let reason)): reason
    default: "no failure"
    }
  }

  private static let receipt = Download.Receipt(size: Int64(content.count), sha256: sum)

  @Test func `a file arrives whole`() throws {
    let scratch = try Scratch()
    let server = TestServer { _ in Self.whole() }
    #expect(run(server, in: scratch) == .success(Self.receipt))
    #expect(try Array(Data(contentsOf: scratch.file("a"))) == Self.content)
  }

  @Test func `a broken transfer goes on where it stopped`() throws {
    let scratch = try Scratch()
    let server = TestServer { request in
      request.start.map { Self.rest(from: $0, ["ETag: \"1\""]) } ?? Self.cut(at: 70_000, ["ETag: \"1\""])
    }
    #expect(run(server, in: scratch) == .success(Self.receipt))
    #expect(server.requests.map(\.start) == [nil, 70_000])
    #expect(server.requests[1].headers["if-range"] == "\"1\"")
  }

  @Test func `bytes of a version that nobody can name are not built upon`() throws {
    let scratch = try Scratch()
    let server = TestServer { $0.number == 0 ? Self.cut(at: 70_000) : Self.whole() }
    #expect(run(server, in: scratch) == .success(Self.receipt))
    #expect(server.requests.map(\.start) == [nil, nil])
  }

  @Test func `the next run goes on where a stopped one left`() throws {
    let scratch = try Scratch()
    let server = TestServer { request in
      request.number < 3 ? Self.cut(at: 70_000, ["ETag: \"1\""]) : Self.rest(from: request.start ?? 0, ["ETag: \"1\""])
    }
    #expect(reason(run(server, in: scratch)).contains("70000 of 200000 bytes"))
    #expect(run(server, in: scratch) == .success(Self.receipt))
    #expect(server.requests.last?.start == 70_000)
  }

  @Test func `a server that ignores the range starts over`() throws {
    let scratch = try Scratch()
    let server = TestServer { $0.number == 0 ? Self.cut(at: 70_000, ["ETag: \"1\""]) : Self.whole(["ETag: \"1\""]) }
    #expect(run(server, in: scratch) == .success(Self.receipt))
    #expect(server.requests.map(\.start) == [nil, 70_000])
  }

  @Test func `a version that changes in the middle is fetched from its start`() throws {
    let scratch = try Scratch()
    let server = TestServer { request in
      switch request.number {
      case 0: .init("200 OK", ["Content-Length: 200000", "ETag: \"old\""], body: [UInt8](repeating: 9, count: 500))
      case 1: Self.rest(from: 500, ["ETag: \"new\""])
      default: Self.whole(["ETag: \"new\""])
      }
    }
    #expect(run(server, in: scratch) == .success(Self.receipt))
    #expect(server.requests.map(\.start) == [nil, 500, nil])
  }

  @Test func `joined versions are found out by their sum`() throws {
    let scratch = try Scratch()
    let server = TestServer { request in
      switch request.number {
      case 0: .init("200 OK", ["Content-Length: 200000"], body: [UInt8](repeating: 9, count: 500))
      case 1: Self.rest(from: 500)
      default: Self.whole()
      }
    }
    #expect(run(server, in: scratch, sum: Self.sum) == .success(Self.receipt))
    #expect(server.requests.map(\.start) == [nil, 500, nil])
  }

  @Test func `404 is not tried again`() throws {
    let scratch = try Scratch()
    let server = TestServer { _ in .init("404 Not Found", ["Content-Length: 4"], body: Array("gone".utf8)) }
    #expect(reason(run(server, in: scratch)) == "answered 404 (Not Found): no such file there")
    #expect(server.requests.count == 1)
  }

  @Test func `headers without end are given up, and so is what comes beside an error`() throws {
    let scratch = try Scratch()
    let many = (0..<10_000).map { "X-\($0): \(String(repeating: "a", count: 60))" }
    let server = TestServer { request in
      request.target == "/a"
        ? .init("200 OK", many) : .init("404 Not Found", body: Array(repeating: 97, count: 1 << 20))
    }
    // Some versions of curl have a limit of their own.
    let headers = reason(run(server, in: scratch))
    #expect(headers == "sends more than 256 KiB of headers" || headers.hasPrefix("Too large"))
    #expect(
      reason(run(server, in: scratch, path: "/b"))
        == "answered 404 (Not Found), and sends more than 256 KiB beside it")
  }

  @Test func `a version that would begin a line of its own is none`() throws {
    let scratch = try Scratch()
    let server = TestServer {
      $0.number == 0 ? Self.cut(at: 1000, ["ETag: \"a\u{1}b\""]) : Self.whole()
    }
    #expect(run(server, in: scratch, sum: Self.sum) == .success(Self.receipt))
    #expect(server.requests.allSatisfy { $0.headers["if-range"] == nil })
  }

  @Test func `500 is tried again`() throws {
    let scratch = try Scratch()
    let server = TestServer { $0.number < 2 ? .init("500 Internal Server Error") : Self.whole() }
    #expect(run(server, in: scratch) == .success(Self.receipt))
    #expect(server.requests.count == 3)
  }

  @Test func `500 for ever ends with a reason`() throws {
    let scratch = try Scratch()
    let server = TestServer { _ in .init("503 Service Unavailable", ["Retry-After: 0"]) }
    #expect(
      reason(run(server, in: scratch))
        == "answered 503 (Service Unavailable); gave up after 3 tries that brought nothing new")
    #expect(server.requests.count == 3)
  }

  @Test(arguments: ["nan", "-nan(1)", "inf", "-1", "1e400", "Fri, 13 Feb 2026 10:00:00 GMT", ""])
  func `a wait that is no time is not waited for`(_ wait: String) throws {
    let scratch = try Scratch()
    let server = TestServer {
      $0.number == 0 ? .init("503 Service Unavailable", ["Retry-After: \(wait)"]) : Self.whole()
    }
    var settings = Self.quick
    settings.longestWait = .greatestFiniteMagnitude
    #expect(run(server, in: scratch, settings: settings) == .success(Self.receipt))
    #expect(server.requests.count == 2)
  }

  @Test func `416 behind the last byte means that all is here`() throws {
    let scratch = try Scratch()
    let server = TestServer { request in
      request.start == Self.content.count
        ? .init("416 Range Not Satisfiable", ["Content-Range: bytes */\(Self.content.count)"])
        : Self.whole(["ETag: \"1\""])
    }
    #expect(run(server, in: scratch) == .success(Self.receipt))
    #expect(run(server, in: scratch) == .success(Self.receipt))
    #expect(server.requests.map(\.start) == [nil, 200_000])
  }

  @Test func `416 for a file that got shorter starts over`() throws {
    let scratch = try Scratch()
    let server = TestServer { request in
      switch request.number {
      case 0: Self.cut(at: 70_000, ["ETag: \"1\""])
      case 1: .init("416 Range Not Satisfiable", ["Content-Range: bytes */9"])
      default: Self.whole()
      }
    }
    #expect(run(server, in: scratch) == .success(Self.receipt))
    #expect(server.requests.map(\.start) == [nil, 70_000, nil])
  }

  @Test func `a stall is cut off and gone on from`() throws {
    let scratch = try Scratch()
    let server = TestServer { request in
      if let start = request.start { return Self.rest(from: start, ["ETag: \"1\""]) }
      var answer = Self.cut(at: 70_000, ["ETag: \"1\""])
      answer.hold = 4
      return answer
    }
    #expect(run(server, in: scratch) == .success(Self.receipt))
    #expect(server.requests.map(\.start) == [nil, 70_000])
  }

  @Test func `a server that never answers is given up at once`() throws {
    let scratch = try Scratch()
    let server = TestServer { _ in
      var answer = TestServer.Answer("200 OK")
      (answer.bytes, answer.hold) = ([], 4)
      return answer
    }
    #expect(reason(run(server, in: scratch)) == "does not answer")
    #expect(server.requests.count == 1)
  }

  @Test func `redirections are followed, and loops end`() throws {
    let scratch = try Scratch()
    let server = TestServer { request in
      switch request.target {
      case "/a": .init("302 Found", ["Location: /b", "Content-Length: 0"])
      case "/b": Self.whole()
      default: .init("302 Found", ["Location: /loop", "Content-Length: 0"])
      }
    }
    #expect(run(server, in: scratch) == .success(Self.receipt))
    #expect(reason(run(server, in: scratch, path: "/loop")) == "redirects more than 8 times")
  }

  @Test func `a redirection to another protocol is refused`() throws {
    let scratch = try Scratch()
    let server = TestServer { _ in .init("302 Found", ["Location: file:///etc/passwd", "Content-Length: 0"]) }
    #expect(reason(run(server, in: scratch)).hasPrefix("redirects to file:"))
    #expect(try !scratch.names().contains("a"))
  }

  @Test(arguments: ["ftp://127.0.0.1/a?key=secret", "gopher://127.0.0.1/_x?key=secret", "data:text/plain,secret"])
  func `whatever it is called, another protocol is refused, and a key in its address is not shown`(_ next: String)
    throws
  {
    let scratch = try Scratch()
    let server = TestServer { _ in .init("302 Found", ["Location: \(next)", "Content-Length: 0"]) }
    let reason = reason(run(server, in: scratch))
    #expect(reason.hasPrefix("redirects to ") && reason.hasSuffix("only http and https are followed"), "\(reason)")
    #expect(!reason.contains("secret"))
  }

  @Test func `a scheme is the same in capitals`() throws {
    let scratch = try Scratch()
    let server = TestServer {
      $0.target == "/a"
        ? .init("302 Found", ["Location: HTTP://\($0.headers["host"]!)/b", "Content-Length: 0"]) : Self.whole()
    }
    #expect(run(server, in: scratch) == .success(Self.receipt))
    var settings = Self.quick
    settings.proxies = Proxies(https: server.address)
    let download = Download("HTTPS://data.invalid/a", to: scratch.file("b"), settings: settings)
    #expect(throws: Download.Failure.self) { try download.run() }
    #expect(server.requests.last?.target == "data.invalid:443")
  }

  @Test func `a user's name and password go to no other server, and are not kept`() throws {
    let scratch = try Scratch()
    let other = TestServer { _ in Self.cut(at: 70_000, ["ETag: \"1\""]) }
    let server = TestServer { _ in .init("302 Found", ["Location: \(other.address)/b", "Content-Length: 0"]) }
    let address = server.address.replacingOccurrences(of: "//", with: "//ada:secret@")
    let download = Download(address + "/a", to: scratch.file("a"), settings: Self.quick)
    #expect(throws: Download.Failure.self) { try download.run() }
    #expect(server.requests.first?.headers["authorization"] == "Basic YWRhOnNlY3JldA==")
    #expect(!other.requests.isEmpty && other.requests.allSatisfy { $0.headers["authorization"] == nil })
    let note = try String(contentsOf: scratch.file("a.part.note"), encoding: .utf8)
    #expect(note.contains("127.0.0.1") && !note.contains("secret"), "\(note)")
  }

  @Test func `a drip is given up, and so is a byte for each try`() throws {
    let scratch = try Scratch()
    let drip = TestServer { _ in
      var answer = Self.whole(["ETag: \"1\""])
      answer.drip = (100, 0.05)
      return answer
    }
    var settings = Self.quick
    (settings.stallSpeed, settings.grace, settings.slowestPace) = (1, 0.5, 1e6)
    #expect(reason(run(drip, in: scratch, settings: settings)).hasPrefix("is too slow: "))

    // Without the limit as a whole this goes on until the file is there.
    let byByte = TestServer { request in
      let start = request.start ?? 0
      let head = ["Content-Length: \(Self.content.count - start)", "ETag: \"1\""]
      return start == 0
        ? .init("200 OK", head, body: [Self.content[0]])
        : .init(
          "206 Partial Content",
          head + ["Content-Range: bytes \(start)-\(Self.content.count - 1)/\(Self.content.count)"],
          body: start < 500 ? [Self.content[start]] : Array(Self.content[start...]))
    }
    let other = try Scratch()
    #expect(reason(run(byByte, in: other, settings: settings)).hasPrefix("is too slow: "))
  }

  @Test(arguments: [
    "http://127.0.0.1", "http://localhost", "http://127.1", "http://0x7f000001", "http://2130706433", "http://[::1]",
    "http://[::ffff:127.0.0.1]", "http://10.0.0.1", "http://192.168.1.1", "http://169.254.169.254",
    "http://printer.local",
    "http://0", "http://[fe80::1]", "http://[fd00::1]", "http://224.0.0.1", "http://LOCALHOST.",
  ])
  func `what a stranger names is not asked for on this machine or its network`(_ host: String) throws {
    let scratch = try Scratch()
    let server = TestServer { _ in Self.whole() }
    let port = server.address.split(separator: ":").last!
    var settings = Self.quick
    settings.reachesInternetOnly = true
    let download = Download("\(host):\(port)/a", to: scratch.file("a"), settings: settings)
    #expect(reason(Result { () throws(Download.Failure) in try download.run() }).contains("one of its own network"))
    #expect(server.requests.isEmpty)
  }

  /// A name that says nothing of where it is, and is this machine's.
  private static let ownName: String? = {
    var buffer = [CChar](repeating: 0, count: 256)
    gethostname(&buffer, 255)
    let own = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return ["ip6-loopback", own].first { name in
      var found: UnsafeMutablePointer<addrinfo>?
      defer { if let found { freeaddrinfo(found) } }
      return getaddrinfo(name, nil, nil, &found) == 0 && name != "localhost"
    }
  }()

  @Test(.enabled(if: ownName != nil, "this machine has no name that leads to it"))
  func `nor by a name that leads there`() throws {
    let scratch = try Scratch()
    var settings = Self.quick
    settings.reachesInternetOnly = true
    let download = Download("http://\(try #require(Self.ownName)):9/a", to: scratch.file("a"), settings: settings)
    #expect(reason(Result { () throws(Download.Failure) in try download.run() }).contains("one of its own network"))
  }

  @Test func `nor by a redirection, and through a proxy not either`() throws {
    let scratch = try Scratch()
    let server = TestServer {
      .init("302 Found", ["Location: http://127.0.0.1:\($0.headers["host"]!.count)/x", "Content-Length: 0"])
    }
    var settings = Self.quick
    settings.reachesInternetOnly = true
    settings.proxies = Proxies(http: server.address, exceptions: "*")
    let download = Download("http://data.invalid/a", to: scratch.file("a"), settings: settings)
    #expect(reason(Result { () throws(Download.Failure) in try download.run() }).contains("one of its own network"))
    #expect(server.requests.map(\.target) == ["http://data.invalid/a"])
  }

  @Test(arguments: [
    ("8.8.8.8", false), ("1.1.1.1", false), ("172.15.0.1", false), ("172.16.0.1", true), ("172.31.255.255", true),
    ("172.32.0.1", false), ("100.63.0.1", false), ("100.64.0.1", true), ("255.255.255.255", true), ("0.1.2.3", true),
  ])
  func `addresses of the internet are told from others`(_ text: String, _ isNearby: Bool) {
    #expect(NearbyNetwork.isNearby4(text.split(separator: ".").map { UInt8($0)! }) == isNearby)
  }

  @Test(arguments: [
    ("2606:4700:4700::1111", false), ("::1", true), ("::", true), ("::ffff:10.0.0.1", true), ("::ffff:8.8.8.8", false),
    ("64:ff9b::7f00:1", true), ("64:ff9b::808:808", false), ("2002:7f00:1::", true), ("2002:808:808::", false),
    ("fe80::1", true), ("fd12::1", true), ("ff02::1", true), ("2001:db8::1", true),
  ])
  func `and those of IPv6 as well`(_ text: String, _ isNearby: Bool) {
    var bytes = [UInt8](repeating: 0, count: 16)
    #expect(inet_pton(AF_INET6, text, &bytes) == 1)
    #expect(NearbyNetwork.isNearby6(bytes) == isNearby)
  }

  @Test func `another size than the expected one is refused before it is fetched`() throws {
    let scratch = try Scratch()
    let server = TestServer { _ in Self.whole() }
    #expect(reason(run(server, in: scratch, size: 9)) == "offers a file of 200000 bytes, expected 9")
  }

  @Test func `a body longer than the limit is cut off`() throws {
    let scratch = try Scratch()
    let server = TestServer { _ in .init("200 OK", body: Self.content) }
    var settings = Self.quick
    settings.maximumSize = 1000
    #expect(reason(run(server, in: scratch, settings: settings)) == "sends more than 1000 bytes")
  }

  @Test func `a body without a length that ends early is noticed`() throws {
    let scratch = try Scratch()
    let server = TestServer { _ in .init("200 OK", body: Array(Self.content[..<500])) }
    #expect(reason(run(server, in: scratch, size: Self.content.count)).hasPrefix("ended after 500 of 200000 bytes"))
  }

  @Test func `a wrong sum is an error that tells both, and nothing stays`() throws {
    let scratch = try Scratch()
    let server = TestServer { _ in Self.whole() }
    let expected = String(repeating: "0", count: 64)
    #expect(
      reason(run(server, in: scratch, sum: expected)) == "sent a file with SHA-256 \(Self.sum), expected \(expected)")
    #expect(try scratch.names() == [])
  }

  @Test func `a proxy is asked unless the host is an exception`() throws {
    let scratch = try Scratch()
    let server = TestServer { _ in Self.whole() }
    var settings = Self.quick
    settings.proxies = Proxies(environment: ["http_proxy": server.address])
    let download = Download("http://data.invalid/a", to: scratch.file("a"), settings: settings)
    #expect(try download.run() == Self.receipt)
    #expect(server.requests.map(\.target) == ["http://data.invalid/a"])
    settings.proxies.exceptions = "data.invalid"
    let direct = Download("http://data.invalid/a", to: scratch.file("b"), settings: settings)
    #expect(throws: Download.Failure.self) { try direct.run() }
    #expect(server.requests.count == 1)
  }

  @Test func `a cancelled download keeps what has arrived`() throws {
    let scratch = try Scratch()
    let server = TestServer { _ in
      var answer = Self.cut(at: 70_000, ["ETag: \"1\""])
      answer.hold = 4
      return answer
    }
    let part = scratch.file("a.part")
    let result = run(
      server, in: scratch,
      isCancelled: { ((try? Data(contentsOf: part))?.count ?? 0) == 70_000 })
    #expect(result == .failure(.cancelled))
    #expect(try scratch.names() == ["a.part", "a.part.note"])
  }
}
