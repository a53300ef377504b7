import Foundation
import Preview
import TestSupport
import Testing
import Workflow

/// A preview answers its own page and nobody else, and gives nothing but the report.
@Suite struct RefusalTests {
  @Test func `only a page of this preview is answered`() throws {
    let preview = try PreviewBench()
    try preview.start(runsChapters: false)
    _ = try preview.settled()
    let (port, key) = preview.place
    let host = "Host: 127.0.0.1:\(port)"
    func status(_ lines: [String], _ line: String = "GET /\(key)/ HTTP/1.1") throws -> Int {
      try preview.exchange(([line] + lines).joined(separator: "\r\n") + "\r\n\r\n").status
    }
    for good in ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"] {
      #expect(try status(["Host: \(good):\(port)"]) == 200, "\(good)")
    }
    // A name of somebody's that leads to this machine.
    for bad in [
      "evil.example", "evil.example:\(port)", "127.0.0.1", "127.0.0.1:\(port == 1 ? 2 : port - 1)", "localhost:80",
      "127.0.0.1.evil.example:\(port)", "127.0.0.1:\(port)@evil.example", "0.0.0.0:\(port)", "127.0.0.2:\(port)", "",
      "127.0.0.1:\(port), evil.example",
    ] {
      #expect(try status(["Host: \(bad)"]) == 403, "\(bad)")
    }
    #expect(try status([]) == 403)
    #expect(try status([host, host]) == 400)
    for origin in ["http://127.0.0.1:\(port)", "http://localhost:\(port)"] {
      #expect(try status([host, "Origin: \(origin)"]) == 200, "\(origin)")
    }
    for origin in [
      "http://evil.example", "null", "https://127.0.0.1:\(port)", "http://127.0.0.1",
      "http://127.0.0.1:\(port).evil.example",
      "http://localhost:80", "file://",
    ] {
      #expect(try status([host, "Origin: \(origin)"]) == 403, "\(origin)")
    }
    for (site, expected) in [("same-origin", 200), ("none", 200), ("same-site", 403), ("cross-site", 403), ("x", 403)] {
      #expect(try status([host, "Sec-Fetch-Site: \(site)"]) == expected, "\(site)")
    }
    // Somebody follows a link in another window; no page shows the preview in a frame of its own.
    let visit = [host, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"]
    #expect(try status(visit + ["Sec-Fetch-Dest: document"]) == 200)
    #expect(try status(visit + ["Sec-Fetch-Dest: iframe"]) == 403)
    let head = try preview.get("").head
    for field in [
      "frame-ancestors 'none'", "Cache-Control: no-store", "Referrer-Policy: no-referrer",
      "X-Content-Type-Options: nosniff",
    ] {
      #expect(head.contains(field), "\(field)")
    }
    #expect(!head.lowercased().contains("access-control-allow"))
  }

  @Test func `without the key there is nothing`() throws {
    let preview = try PreviewBench()
    try preview.start(runsChapters: false)
    _ = try preview.settled()
    let (port, key) = preview.place
    #expect(key.count == 32)
    for path in ["/", "/report.html", "/\(key.dropLast())0x/", "/\(key.uppercased())x", "/0/report.html", "//\(key)/"] {
      let answer = try preview.exchange("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n")
      #expect(answer.status == 404, "\(path)")
      #expect(!answer.head.contains(key) && !String(decoding: answer.body, as: UTF8.self).contains(key))
    }
  }

  @Test func `what no browser sends is refused`() throws {
    let preview = try PreviewBench()
    try preview.start(runsChapters: false)
    _ = try preview.settled()
    let (port, key) = preview.place
    let host = "Host: 127.0.0.1:\(port)\r\n"
    let requests: [(String, Int)] = [
      ("POST /\(key)/ HTTP/1.1\r\n\(host)\r\n", 405), ("OPTIONS /\(key)/ HTTP/1.1\r\n\(host)\r\n", 405),
      ("GET /\(key)/ HTTP/1.1\r\n\(host)Content-Length: 5\r\n\r\nhello", 400),
      ("GET /\(key)/ HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n", 400),
      ("GET http://127.0.0.1:\(port)/\(key)/ HTTP/1.1\r\n\(host)\r\n", 400),
      ("GET /\(key)/ HTTP/2.0\r\n\(host)\r\n", 400), ("GET  /\(key)/ HTTP/1.1\r\n\(host)\r\n", 400),
      ("GET /\(key)/\r\n\(host)\r\n", 400), ("GET /\(key)/ HTTP/1.1\r\n\(host) x: y\r\n\r\n", 400),
      ("GET /\(key)/ HTTP/1.1\r\n\(host)x\r\n\r\n", 400), ("GET /\(key)/\u{e9} HTTP/1.1\r\n\(host)\r\n", 400),
      ("GET /\(key)/ HTTP/1.1\r\n\(host)X: " + String(repeating: "a", count: 1 << 15) + "\r\n\r\n", 431),
      ("HEAD /\(key)/ HTTP/1.1\r\n\(host)\r\n", 200), ("GET /\(key) HTTP/1.1\r\n\(host)\r\n", 301),
    ]
    for (request, expected) in requests {
      let answer = try preview.exchange(request)
      #expect(answer.status == expected, "\(request.prefix(80).debugDescription): \(answer.head)")
      if request.hasPrefix("HEAD") { #expect(answer.body.isEmpty) }
    }
    // Somebody who says nothing keeps nobody waiting.
    let silent = try (0..<20).map { _ in try Line(port: port) }
    #expect(try preview.get("").status == 200)
    withExtendedLifetime(silent) {}
  }

  @Test func `no address leads out of the report`() throws {
    let preview = try PreviewBench()
    try preview.bench.write("beside,1\n", to: "answers/embeddings/data.csv")
    try preview.bench.write("[The data](data.csv)\n", to: "answers/embeddings/parameters.md")
    try preview.start()
    _ = try preview.settled()
    let output = preview.bench.output
    try FileManager.default.createSymbolicLink(
      at: output.appending(path: "chapters/embeddings/link.txt"), withDestinationURL: URL(filePath: "/etc/hostname"))
    try FileManager.default.createSymbolicLink(
      at: output.appending(path: "chapters/link"), withDestinationURL: preview.bench.report)
    for path in [
      "../../etc/passwd", "..", "./", "%2e%2e/", "%2E%2e/report.yml", "..%2freport.yml", "%2e%2e%2freport.yml",
      "..%5creport.yml",
      "chapters/../report.html", "chapters/embeddings/../../../report.yml", "chapters/%2e%2e/%2e%2e/report.yml",
      "chapters/embeddings/..%2f..%2f..%2freport.yml", "chapters/embeddings/%2e%2e/%2e%2e/.quire.json",
      "chapters//etc/passwd",
      "chapters/embeddings//etc/passwd", "chapters/embeddings/link.txt", "chapters/link/report.yml",
      "chapters/embeddings/.hidden", "chapters/embeddings/", "chapters/embeddings", "chapters", "media/../report.yml",
      "media/embeddings/parameters.md", "media/embeddings/../../report.yml", "media", "report.yml",
      "answers/embeddings/parameters.md",
      "preview.js/", "preview.html", "part/../slim.html", "part/" + String(repeating: "0", count: 64), "part",
      "events/x",
      "chapters/embeddings/results.json%00.png", "chapters/embeddings/nothing.json", "chapters/%c0%ae%c0%ae/report.yml",
      "%%32%65%%32%65/", "chapters/embeddings/results.json%",
    ] {
      let answer = try preview.get(path)
      #expect([400, 404].contains(answer.status), "\(path): \(answer.status)")
    }
    let results = try preview.get("chapters/embeddings/results.json")
    #expect(
      try results.status == 200
        && results.body == Data(contentsOf: output.appending(path: "chapters/embeddings/results.json")))
    #expect(results.head.contains("Content-Disposition: attachment; filename=\"results.json\""))
    let data = try preview.get("media/embeddings/data.csv")
    #expect(data.status == 200 && data.body == Data("beside,1\n".utf8), "\(data.head)")
    #expect(try preview.get("media/embeddings/d%61ta.csv").status == 200)
  }

  @Test func `the long parts of a page are given one by one`() throws {
    let preview = try PreviewBench()
    try preview.start()
    let version = try preview.settled().version
    let page = try preview.get("report.html?v=\(version)").body
    let slim = try preview.get("slim.html")
    #expect(slim.head.contains("Quire-Version: \(version)"))
    var text = String(decoding: slim.body, as: UTF8.self)
    let names = Set(text.matches(of: /quire:([0-9a-f]{64})/).map { String($0.output.1) })
    #expect(!names.isEmpty && slim.body.count < page.count)
    for name in names {
      let part = try preview.get("part/\(name)")
      #expect(part.status == 200)
      text = text.replacing("quire:\(name)", with: String(decoding: part.body, as: UTF8.self))
    }
    #expect(Data(text.utf8) == page)
  }

  @Test func `a port that is taken is named, and another is found without one`() throws {
    let first = try PreviewBench()
    try first.start(runsChapters: false)
    let taken = first.place.port
    let second = try PreviewBench(first.bench)
    let error = try #require(throws: WorkflowError.self) { try second.start(port: taken, runsChapters: false) }
    #expect(
      error
        == .settings([
          "--port: \(taken) is taken by another program; name another, or leave --port out for any that is free"
        ]))
    let third = try PreviewBench(first.bench)
    try third.start(runsChapters: false)
    #expect(third.place.port != taken && third.place.key != first.place.key)
    try first.end()
    // What has ended leaves its port.
    let fourth = try PreviewBench(first.bench)
    try fourth.start(port: taken, runsChapters: false)
    #expect(fourth.place.port == taken)
  }
}
