import Archives
import Basics
import Foundation
import TestSupport
import Testing

@Suite struct ZipReaderTests {
  private static let golden = fixture("written-by-python.zip")

  @Test func `an archive by Python is read as Python reads it`() throws {
    let zip = try ZipReader(Self.golden)
    #expect(
      zip.entries.map(\.name) == [
        "archive/data.pkl", "archive/text.txt", "archive/empty/", "archive/café 手機.txt", "archive/large.bin",
      ])
    #expect(try zip.read(zip.entry("archive/data.pkl")) == (0..<64).map { UInt8($0) })
    #expect(
      try zip.read(zip.entry("archive/text.txt")) == Array(String(repeating: "stick good ", count: 1000).utf8))
    #expect(try zip.read(zip.entry("archive/café 手機.txt")) == Array(String(repeating: "手機", count: 40).utf8))
    #expect(try zip.entry("archive/empty/").isDirectory)
    #expect(try zip.entry("archive/large.bin").size == 100)
  }

  @Test func `a stored entry lies where its offset says`() throws {
    let bytes = try Array(Data(contentsOf: Self.golden))
    let zip = try ZipReader(Self.golden)
    for name in ["archive/data.pkl", "archive/large.bin"] {
      let entry = try zip.entry(name)
      let content = bytes[Int(entry.dataOffset)..<Int(entry.dataOffset + entry.size)]
      #expect(try zip.read(entry) == Array(content))
    }
  }

  @Test func `an entry is extracted whole`() throws {
    let scratch = try Scratch()
    let zip = try ZipReader(Self.golden)
    try zip.extract(zip.entry("archive/text.txt"), to: scratch.file("text.txt"))
    #expect(try Data(contentsOf: scratch.file("text.txt")).count == 11_000)
    #expect(try scratch.names() == ["text.txt"])
  }

  @Test func `an unknown entry is named`() throws {
    let zip = try ZipReader(Self.golden)
    var message = ""
    do { _ = try zip.entry("archive/version") } catch { message = "\(error)" }
    #expect(
      message
        == "\(FileSystem.shown(Self.golden)): has no entry \"archive/version\"; get the file again"
    )
  }

  @Test func `every cut is noticed`() throws {
    let scratch = try Scratch()
    let bytes = try Array(Data(contentsOf: Self.golden))
    for length in 0..<bytes.count {
      let file = try scratch.file("cut.zip", holding: Array(bytes[..<length]))
      #expect(throws: ArchiveError.self) { _ = try ZipReader(file) }
    }
  }

  @Test func `a flipped byte never gives other content`() throws {
    let scratch = try Scratch()
    let bytes = try Array(Data(contentsOf: Self.golden))
    let whole = try contents(of: Self.golden)
    var refused = 0
    for place in bytes.indices {
      var damaged = bytes
      damaged[place] ^= 0x41
      let file = try scratch.file("damaged.zip", holding: damaged)
      // Names and times may change, since no checksum covers them; contents may not.
      do { #expect(try contents(of: file).isSubset(of: whole)) } catch { refused += 1 }
    }
    #expect(refused > bytes.count / 2)
  }

  private func contents(of url: URL) throws -> Set<[UInt8]> {
    let zip = try ZipReader(url)
    return try Set(zip.entries.map { try zip.read($0) })
  }

  @Test func `what is no archive is called so`() throws {
    let scratch = try Scratch()
    let file = try scratch.file("page.zip", holding: Array("<html>not found</html>".utf8))
    let error = #expect(throws: ArchiveError.self) { _ = try ZipReader(file) }
    #expect(error == .notAnArchive(path: file.path, expected: "zip"))
  }

  @Test func `a comment that looks like an end record misleads nobody`() throws {
    let scratch = try Scratch()
    var bytes = try Array(Data(contentsOf: Self.golden))
    let comment = Array("PK\u{5}\u{6} is how an end record starts, and this is none".utf8)
    bytes.removeLast("a comment".utf8.count)
    bytes[bytes.count - 2] = UInt8(comment.count)
    let file = try scratch.file("comment.zip", holding: bytes + comment)
    #expect(try ZipReader(file).entries.count == 5)
  }
}
