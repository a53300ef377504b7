import Archives
import Basics
import Foundation
import TestSupport
import Testing

@Suite struct ZipWriterTests {
  static let moment = Date(timeIntervalSince1970: 1_767_323_046)

  /// An archive with an entry of every kind.
  private func write(_ url: URL, zip64From: UInt64 = 0xFFFF_FFFF, modified: Date = moment) throws {
    let text = url.deletingLastPathComponent().appending(path: "answers.txt")
    try Data(String(repeating: "they look good and stick good ", count: 20_000).utf8).write(to: text)
    var zip = try ZipWriter(url, modified: modified, zip64From: zip64From)
    try zip.add("report/answers.txt", contentsOf: text)
    try zip.add("report/figures/café 手機.png", [UInt8]((0..<200).map { UInt8($0) }))
    try zip.add("report/results.json", Array("{}".utf8), method: .stored)
    try zip.add("report/empty", [UInt8]())
    try zip.finish()
  }

  @Test func `what is written is read back`() throws {
    let scratch = try Scratch()
    try write(scratch.file("a.zip"))
    let zip = try ZipReader(scratch.file("a.zip"))
    #expect(
      zip.entries.map(\.name) == [
        "report/answers.txt", "report/figures/café 手機.png", "report/results.json", "report/empty",
      ])
    let answers = try zip.entry("report/answers.txt")
    #expect(answers.method == .deflated)
    #expect(try zip.read(answers) == Array(Data(contentsOf: scratch.file("answers.txt"))))
    #expect(try zip.read(zip.entry("report/empty")) == [])
  }

  @Test func `the same entries give the same bytes`() throws {
    let scratch = try Scratch()
    try write(scratch.file("a.zip"))
    try write(scratch.file("b.zip"))
    #expect(try Data(contentsOf: scratch.file("a.zip")) == Data(contentsOf: scratch.file("b.zip")))
  }

  @Test func `an entry that deflate would lengthen is stored`() throws {
    let scratch = try Scratch()
    try write(scratch.file("a.zip"))
    let zip = try ZipReader(scratch.file("a.zip"))
    let figure = try zip.entry("report/figures/café 手機.png")
    #expect(figure.method == .stored)
    #expect(try zip.read(figure) == (0..<200).map { UInt8($0) })
  }

  @Test(
    .enabled(if: isInstalled("/usr/bin/unzip"), "unzip is not installed"),
    arguments: [0xFFFF_FFFF, 0, 1000] as [UInt64])
  func `unzip finds nothing wrong`(zip64From: UInt64) throws {
    let scratch = try Scratch()
    try write(scratch.file("a.zip"), zip64From: zip64From)
    let (status, output) = try run("/usr/bin/unzip", ["-t", scratch.file("a.zip").path])
    #expect(status == 0, "\(output)")
  }

  @Test(
    .enabled(if: isInstalled("/usr/bin/python3"), "the system has no Python"),
    arguments: [0xFFFF_FFFF, 0, 1000] as [UInt64])
  func `Python reads the same names, bytes, time and permissions`(zip64From: UInt64) throws {
    let scratch = try Scratch()
    try write(scratch.file("a.zip"), zip64From: zip64From)
    let script = """
      import sys, zipfile, hashlib
      with zipfile.ZipFile(sys.argv[1]) as z:
        assert z.testzip() is None
        for i in z.infolist():
          print(i.filename, i.date_time, oct(i.external_attr >> 16), hashlib.sha256(z.read(i)).hexdigest())
      """
    let (status, output) = try run(
      "/usr/bin/python3", ["-X", "utf8", "-c", script, scratch.file("a.zip").path])
    let zip = try ZipReader(scratch.file("a.zip"))
    var expected = ""
    for entry in zip.entries {
      expected += "\(entry.name) (2026, 1, 2, 3, 4, 6) 0o100644 \(SHA256.hex(of: try zip.read(entry)))\n"
    }
    #expect(status == 0)
    #expect(output == expected)
  }

  @Test func `more entries than 16 bits can count need no other care`() throws {
    let scratch = try Scratch()
    var writer = try ZipWriter(scratch.file("a.zip"), modified: Self.moment)
    for number in 0..<65_600 { try writer.add("\(number)", [UInt8(truncatingIfNeeded: number)]) }
    try writer.finish()
    let zip = try ZipReader(scratch.file("a.zip"))
    #expect(zip.entries.count == 65_600)
    #expect(try zip.read(zip.entry("65599")) == [UInt8(truncatingIfNeeded: 65_599)])
  }

  @Test func `a time before 1980 becomes 1980`() throws {
    let scratch = try Scratch()
    try write(scratch.file("a.zip"), modified: Date(timeIntervalSince1970: 0))
    let bytes = try Array(Data(contentsOf: scratch.file("a.zip")))
    // Time and date of the first local header: midnight, 1 January of year 0.
    #expect(Array(bytes[10..<14]) == [0, 0, 0x21, 0])
  }

  @Test(arguments: ["", "/etc/passwd", "../up", "a/../../up", "a\\b", "C:/x", "a//b", "./a", "a\0b"])
  func `a name that could leave its folder is refused`(name: String) throws {
    let scratch = try Scratch()
    var zip = try ZipWriter(scratch.file("a.zip"), modified: Self.moment)
    var refusal: (any Error)?
    do { try zip.add(name, [1]) } catch { refusal = error }
    guard case .name = refusal as? ArchiveError else {
      Issue.record("\(name) was accepted")
      return
    }
  }

  @Test func `a name is taken once`() throws {
    let scratch = try Scratch()
    var zip = try ZipWriter(scratch.file("a.zip"), modified: Self.moment)
    try zip.add("a", [1])
    var message = ""
    do { try zip.add("a", [2]) } catch { message = "\(error)" }
    #expect(message == "\(scratch.file("a.zip").path): \"a\" cannot be the name of an entry: it is taken")
  }

  @Test func `an unfinished archive leaves the old one and nothing beside it`() throws {
    let scratch = try Scratch()
    let url = try scratch.file("a.zip", holding: [1, 2, 3])
    do {
      var zip = try ZipWriter(url, modified: Self.moment)
      try zip.add("a", [1])
    }
    #expect(try Array(Data(contentsOf: url)) == [1, 2, 3])
    #expect(try scratch.names() == ["a.zip"])
  }

  @Test func `a missing file is named and nothing is left`() throws {
    let scratch = try Scratch()
    var message = ""
    do {
      var zip = try ZipWriter(scratch.file("a.zip"), modified: Self.moment)
      try zip.add("figure.png", contentsOf: scratch.file("figure.png"))
    } catch { message = "\(error)" }
    #expect(message == "\(scratch.file("figure.png").path): does not exist")
    #expect(try scratch.names() == [])
  }
}
