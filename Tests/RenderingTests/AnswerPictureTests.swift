import Foundation
import Images
import Rendering
import TestSupport
import Testing

/// Pictures beside answers: as every format can show them, or named with file and line.
@Suite struct AnswerPictureTests {
  private func report(_ name: String, _ bytes: [UInt8]) throws -> MiniatureReport {
    let report = try MiniatureReport()
    try report.write(Data(bytes), to: report.folder.answers.appending(path: "embeddings/\(name)"))
    try report.answer("size", "Text.\n\n![A picture](\(name))\n")
    return report
  }

  /// A JPEG of one grey pixel with segments before it.
  private func jpeg(_ segments: [UInt8]) -> [UInt8] {
    let rest = Data(
      base64Encoded:
        "/+AAEEpGSUYAAQEAAAEAAQAA/9sAQwAIBgYHBgUIBwcHCQkICgwUDQwLCwwZEhMPFB0aHx4dGhwcICQuJyAiLCMcHCg3KSwwMTQ0NB8nOT04MjwuMzQy/8AACwgAAQABAQERAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAAgBAQAAPwDi6//Z"
    )!
    return [0xFF, 0xD8] + segments + [UInt8](rest)
  }

  /// EXIF with an orientation and a directory of GPS.
  private let exif: [UInt8] =
    Array("MM\0*".utf8) + [0, 0, 0, 8, 0, 2] + [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]
    + [0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38] + [0, 0, 0, 0] + [0, 0, 0, 0, 0, 0]

  @Test func `a picture that is cut short is named with its line`() throws {
    let whole = jpeg([])
    #expect(try report("a.jpg", whole).problems() == [])
    let cut = try report("a.jpg", Array(whole.prefix(whole.count - 20))).problems()
    #expect(cut.count == 1)
    #expect(cut.first?.hasPrefix("answers/embeddings/size.md:3: a.jpg cannot be read: ") == true, "\(cut)")
    let png = [UInt8](MiniatureReport.png)
    let half = try report("a.png", Array(png.prefix(50))).problems()
    #expect(half.first?.hasPrefix("answers/embeddings/size.md:3: a.png cannot be read: ") == true, "\(half)")
    #expect(
      try report("a.gif", Array("GIF89a".utf8) + [1, 0, 1, 0]).problems()
        == ["answers/embeddings/size.md:3: a.gif is cut short"])
  }

  @Test func `the place where a photo was taken is not in the report, and how it is turned still is`() throws {
    let segment = [0xFF, 0xE1, 0, UInt8(2 + 6 + exif.count)] + Array("Exif\0\0".utf8) + exif
    let report = try report("a.jpg", jpeg(segment))
    let result = try report.render([.markdown, .html])
    #expect(
      result.warnings == [
        "answers/embeddings/a.jpg: tells where it was taken; the report's copy does not, the file in answers still does"
      ])
    let copy = try [UInt8](Data(contentsOf: report.folder.output.appending(path: "media/embeddings/a.jpg")))
    #expect(copy.firstRange(of: [0x88, 0x25] as [UInt8]) == nil)
    #expect(copy.firstRange(of: [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6] as [UInt8]) != nil)
    #expect(try report.text(.html).contains(Data(copy).base64EncodedString()))
    #expect(Array(copy.suffix(200)) == Array(jpeg([]).suffix(200)))
  }

  private func fixture(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: Bench.root.appending(path: "Tests/ImagesTests/Fixtures").appending(path: name)))
  }

  @Test(arguments: ["formats/bits-24.bmp", "formats/rgb-8.tif", "formats/alpha.avif", "formats/rgb.heic"])
  func `a picture of a kind that few programs show is a PNG in the report`(file: String) throws {
    let bytes = try fixture(file)
    // What it is its content says, whatever its name.
    let report = try report("a.jpg", bytes)
    try report.write(Data("Another file.".utf8), to: report.folder.answers.appending(path: "embeddings/a.jpg.png"))
    #expect(try report.render([.markdown, .html]).warnings == [])
    let copy = try [UInt8](Data(contentsOf: report.folder.output.appending(path: "media/embeddings/a.jpg.png.png")))
    #expect(try PNG.decode(copy) == ImageFile.decode(bytes, name: "").image)
    #expect(try report.text(.markdown).contains("media/embeddings/a.jpg.png.png"))
    #expect(try report.text(.html).contains(Data(copy).base64EncodedString()))
  }

  @Test(arguments: ["photo.tif", "photo.heic"]) func `and tells no place any more`(file: String) throws {
    let report = try report(file, try fixture("located/\(file)"))
    #expect(
      try report.render([.markdown]).warnings == [
        "answers/embeddings/\(file): tells where it was taken; the report's copy does not, the file in answers still does"
      ])
    let copy = try [UInt8](Data(contentsOf: report.folder.output.appending(path: "media/embeddings/\(file).png")))
    #expect(try LocationData.removed(from: copy, name: "") == nil)
    #expect(try PNG.texts(copy).isEmpty)
  }

  @Test func `a picture that cannot be read is named with its line`() throws {
    let problems = try report("a.heic", Array(try fixture("formats/rgb.heic").prefix(900))).problems()
    #expect(problems.count == 1)
    #expect(problems.first?.hasPrefix("answers/embeddings/size.md:3: a.heic cannot be read: ") == true, "\(problems)")
  }

  @Test func `a photo that tells no place is copied as it is`() throws {
    let bytes = jpeg([0xFF, 0xE1, 0, 10] + Array("Exif\0\0".utf8) + [0, 0])
    let report = try report("a.jpg", bytes)
    #expect(try report.render([.markdown]).warnings == [])
    #expect(
      try [UInt8](Data(contentsOf: report.folder.output.appending(path: "media/embeddings/a.jpg"))) == bytes)
  }
}
