import Foundation
import TestSupport
import Testing

/// The captions chapter on pictures of every kind, files and addresses, through the built tool.
@Suite struct PictureTests {
  private static let cats = Bench.root.appending(path: "assets/two-cats.png")

  /// A report whose only chapter is the captions.
  private func bench() throws -> Bench {
    let bench = try Bench()
    let settings = """
      title: A test
      author: Ada
      outputs: [md, html]
      chapters: [captions]
      captions:
        descriptions: [two cats]
        false: [a boat]
      """
    try bench.write(settings, to: "report.yml")
    return bench
  }

  private func render(_ bench: Bench, _ image: String) throws -> Bench.Outcome {
    try bench.quire("render", "-P", "captions.image=\(image)", environment: ["no_proxy": "127.0.0.1"])
  }

  /// A picture of the tests of decoding, put into the report's folder.
  private func put(_ fixture: String, into bench: Bench) throws {
    let file = Bench.root.appending(path: "Tests/ImagesTests/Fixtures/decoding").appending(path: fixture)
    try FileManager.default.copyItem(at: file, to: bench.report.appending(path: fixture))
  }

  private func attachment(_ bench: Bench, _ name: String) throws -> Data {
    try Data(contentsOf: bench.output.appending(path: "chapters/captions/attachments").appending(path: name))
  }

  /// Expects one clear error, and the good chapter that was there before untouched.
  private func expectRefusal(_ bench: Bench, _ image: String, _ message: String) throws {
    if !FileManager.default.fileExists(atPath: bench.output.path) { #expect(try bench.quire("render").code == 0) }
    let good = try bench.files().filter { $0.key.hasPrefix("chapters/") }
    #expect(good.count > 5)
    let outcome = try render(bench, image)
    #expect(outcome.code == 1)
    let lines = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("captions: failed: ") }
    #expect(lines.map(String.init) == ["captions: failed: \(message)"], "\(outcome.errors)")
    #expect(try bench.files().filter { $0.key.hasPrefix("chapters/") } == good)
    #expect(try bench.read("report.md").contains("failed"))
    let cache = bench.folder.appending(path: "cache/quire").path
    let kept = (try? FileManager.default.contentsOfDirectory(atPath: cache)) ?? []
    #expect(kept.allSatisfy { $0.hasSuffix(".lock") }, "\(kept)")
  }

  @Test func `a picture by its address comes through a redirection, once, whatever the address says of its type`()
    throws
  {
    let bytes = Array(try Data(contentsOf: Self.cats))
    let server = TestServer { request in
      request.target == "/cats.jpg"
        ? .init("302 Found", ["Location: /stored/7"])
        : .init("200 OK", ["Content-Type: image/jpeg", "Content-Length: \(bytes.count)"], body: bytes)
    }
    let bench = try bench()
    let address = server.address + "/cats.jpg"
    let outcome = try render(bench, address)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(try Array(attachment(bench, "picture.png")) == bytes)
    #expect(try bench.read("report.md").contains(address))
    #expect(server.requests.map(\.target) == ["/cats.jpg", "/stored/7"])
    #expect(try render(bench, address).output.hasPrefix("nothing to do"))
    #expect(server.requests.count == 2)
  }

  @Test func `a report's own word is not enough to ask this machine's servers for anything`() throws {
    let server = TestServer { _ in .init("200 OK") }
    let bench = try bench()
    let captions = "{image: \"\(server.address)/cats.png\", descriptions: [two cats], false: [a boat]}"
    try bench.write("title: A\nchapters: [captions]\ncaptions: \(captions)\n", to: "report.yml")
    let outcome = try bench.quire("render", "--to", "md", environment: ["no_proxy": "*"])
    #expect(outcome.code == 1)
    #expect(outcome.errors.contains("one of its own network, which only you may name"), "\(outcome.errors)")
    #expect(server.requests.isEmpty)
  }

  @Test func `an address of anything but a picture is one clear error`() throws {
    let answers: [String: (String, [UInt8])] = [
      "/page.png": ("200 OK", Array("<!doctype html><title>Sign in</title>".utf8)),
      "/film.png": ("200 OK", Array("GIF89a and so on".utf8)),
      "/cut.png": ("200 OK", Array(try Data(contentsOf: Self.cats).prefix(3000))),
      "/empty.png": ("200 OK", []),
      "/gone.png": ("404 Not Found", Array("<!doctype html>".utf8)),
    ]
    let server = TestServer { request in
      let (status, body) = answers[request.target] ?? ("404 Not Found", [])
      return .init(status, ["Content-Type: image/png", "Content-Length: \(body.count)"], body: body)
    }
    let bench = try bench()
    for (name, problem) in [
      ("page", "what it sent is HTML, SVG or other markup, not pixels; give a picture saved as PNG or JPEG"),
      ("film", "what it sent cannot be read: the file ends too early"),
      ("cut", "what it sent cannot be read: the file ends too early"),
      ("empty", "what it sent is empty; give a picture saved as PNG or JPEG"),
      ("gone", "gone.png: answered 404 (Not Found): no such file there"),
    ] {
      let address = "\(server.address)/\(name).png"
      try expectRefusal(bench, address, "\(address): \(problem)")
    }
  }

  @Test func `an animated PNG shows its still picture, CMYK its colours, and both say so`() throws {
    let bench = try bench()
    for (file, note) in [
      ("animated.png", "animated: only its still picture was read"),
      ("cmyk.jpg", "CMYK inks turned to RGB without a colour profile"),
    ] {
      try put(file, into: bench)
      let outcome = try render(bench, file)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(try bench.read("report.md").contains(note), "\(file)")
    }
  }

  @Test func `a picture of one pixel shows nothing to describe`() throws {
    let bench = try bench()
    #expect(try render(bench, "two-cats.png").code == 0)
    try put("one.png", into: bench)
    let problem = "is of one colour where the model looks, so it shows nothing to describe; give another"
    try expectRefusal(bench, "one.png", "the input “one.png” \(problem)")
  }

  @Test func `a file that is no whole picture is one clear error`() throws {
    // The start of a PNG whose header says 30,000 × 30,000 pixels, with the header's sum, and of its pixels.
    let huge =
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
      + [0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30, 8, 2, 0, 0, 0, 0xE9, 0x45, 0x6F, 0xED, 0, 0, 3, 0xC7]
      + Array("IDAT".utf8)
    let bench = try bench()
    let files: [(String, Data, String)] = [
      (
        "huge.png", Data(huge + [UInt8](repeating: 0, count: 1024 - huge.count)),
        "says that it has 30000 × 30000 pixels; at most 128000000 are read: save a smaller copy"
      ),
      ("cut.png", try Data(contentsOf: Self.cats).prefix(3000), "cannot be read: the file ends too early"),
      (
        "words.png", Data("two cats".utf8),
        "is not a picture that can be read; PNG, JPEG, WebP, GIF, TIFF, BMP, AVIF and HEIC can"
      ),
      (
        "page.jpg", Data("<svg/>".utf8), "is HTML, SVG or other markup, not pixels; give a picture saved as PNG or JPEG"
      ),
    ]
    for (name, bytes, problem) in files {
      try bytes.write(to: bench.report.appending(path: name))
      try expectRefusal(bench, name, "\(name): \(problem)")
    }
  }

  @Test func `words that MiniCLIP never learnt are said even to a quiet run`() throws {
    let bench = try bench()
    let outcome = try bench.quire("render", "--quiet", "-P", "captions.false=[a sofa]")
    #expect(outcome.code == 0)
    #expect(outcome.errors.contains("captions: warning: the model never learnt “sofa”"), "\(outcome.errors)")
    #expect(try bench.read("report.md").contains("Words that the model never learnt"))
  }
}
