import Archives
import Basics
import Foundation
import TestSupport
import Testing

@Suite struct TarArchiveTests {
  private static let long = "package-1.0/" + String(repeating: "deep/", count: 24) + "rows.txt"

  @Test(arguments: ["ustar", "gnu", "pax"])
  func `chosen files come out`(format: String) throws {
    let scratch = try Scratch()
    try TarArchive.extract(
      [
        "package-1.0/a.txt": scratch.file("a"), Self.long: scratch.file("rows"),
        "package-1.0/empty": scratch.file("empty"),
      ],
      from: fixture("\(format).tar.gz"))
    #expect(try Data(contentsOf: scratch.file("a")) == Data("first\n".utf8))
    #expect(try Data(contentsOf: scratch.file("rows")) == Data(repeating: UInt8(ascii: "x"), count: 1500))
    #expect(try Data(contentsOf: scratch.file("empty")).isEmpty)
    #expect(try scratch.names() == ["a", "empty", "rows"])
  }

  @Test func `a missing file is named`() throws {
    let scratch = try Scratch()
    let archive = fixture("pax.tar.gz")
    #expect(throws: ArchiveError.noEntry(path: FileSystem.shown(archive), name: "package-1.0/b.txt")) {
      try TarArchive.extract(["package-1.0/b.txt": scratch.file("b")], from: archive)
    }
  }

  @Test func `every cut before the file's end is noticed and leaves nothing`() throws {
    let scratch = try Scratch()
    let bytes = try Array(Data(contentsOf: fixture("gnu.tar.gz")))
    for length in 0..<(bytes.count / 2) {
      let cut = try scratch.file("cut.tar.gz", holding: Array(bytes[..<length]))
      #expect(throws: ArchiveError.self) {
        try TarArchive.extract(["package-1.0/none": scratch.file("none")], from: cut)
      }
    }
    #expect(try scratch.names() == ["cut.tar.gz"])
  }

  @Test func `an archive over the limit is refused`() throws {
    let scratch = try Scratch()
    #expect(throws: ArchiveError.self) {
      try TarArchive.extract(
        ["package-1.0/a.txt": scratch.file("a")], from: fixture("pax.tar.gz"), limit: 100)
    }
  }
}
