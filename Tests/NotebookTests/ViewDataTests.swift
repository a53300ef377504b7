import Archives
import Foundation
import Notebook
import Plotting
import TestSupport
import Testing

@Suite struct ViewDataTests {
  /// The file of a view inflated.
  private func inflated(_ data: Data) throws -> [UInt8] {
    let scratch = try Scratch()
    let file = scratch.folder.appending(path: "data")
    try data.write(to: file)
    let script = "import sys, zlib; sys.stdout.write(zlib.decompress(open(sys.argv[1], 'rb').read(), 31).hex())"
    let result = try run("python3", ["-c", script, file.path])
    let digits = Array(result.output.utf8)
    return stride(from: 0, to: digits.count, by: 2).map {
      UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)!
    }
  }

  @Test func `numbers lie in planes behind a header that names them`() throws {
    var data = try ViewData(values: ["name": "</script>"])
    data.add("a", .u16([1, 258, 65283]))
    data.add("b", .i8([-1, 5]))
    data.add("c", .f16([1.5, -2, 5.960_464_5e-8]))
    data.add("d", .f32([1]))
    data.add("e", .i16([-1]))
    data.add("f", .u32([1, 0x8000_0002]))
    let bytes = try inflated(data.file())
    #expect(bytes.prefix(4) == ArraySlice("QVW1".utf8))
    let length = Int(bytes[4]) | Int(bytes[5]) << 8
    let header = String(decoding: bytes[8..<8 + length], as: UTF8.self)
    #expect(header.hasSuffix(#""values":{"name":"</script>"}}"#))
    #expect(header.contains(#"{"count":3,"name":"a","type":"u16"}"#))
    // The same bytes as in Tests/Browser/logic/core.test.js, where JavaScript reads them.
    let numbers: [UInt8] =
      [1, 2, 3, 0, 1, 255] + [255, 5] + [0, 0, 1, 0x3e, 0xc0, 0] + [0, 0, 0x80, 0x3f] + [0xff, 0xff]
      + [1, 2, 0, 0, 0, 0, 0, 128]
    #expect(Array(bytes[(8 + length)...]) == numbers)
  }

  @Test func `the same numbers give the same bytes`() throws {
    func file() throws -> Data {
      var data = try ViewData(values: ["b": 1, "a": 2, "c": 3])
      data.add("x", .f32((0..<1000).map { Float($0) / 7 }))
      return try data.file()
    }
    #expect(try file() == file())
  }

  @Test func `what JSON cannot say is refused`() {
    #expect(throws: (any Error).self) { try ViewData(values: [Double.nan]) }
  }

  @Test(arguments: [("5", true), ("6", false), ("-1", false), ("05", false), ("x", false), ("", false)])
  func `a count allows its places`(value: String, isAllowed: Bool) {
    #expect(FigureView.Parameter.count(6).allows(value) == isAllowed)
  }

  @Test(arguments: [("0.3.5", true), ("5", true), ("", false), ("0..1", false), ("0.6", false), ("1.x", false)])
  func `counts allow several places`(value: String, isAllowed: Bool) {
    #expect(FigureView.Parameter.counts(6).allows(value) == isAllowed)
  }

  @Test(arguments: [
    ("0", true), ("0.25", true), ("1", true), ("1.01", false), ("-0.1", false), ("nan", false), ("", false),
  ])
  func `a share is from 0 to 1`(value: String, isAllowed: Bool) {
    #expect(FigureView.Parameter.share.allows(value) == isAllowed)
  }

  @Test(arguments: [
    ("water", true), ("1", true), ("@1", true), ("2", false), ("@2", false), ("@", false), ("Water", false),
  ])
  func `names allow themselves and their places`(value: String, isAllowed: Bool) {
    #expect(FigureView.Parameter.names(["the", "water"]).allows(value) == isAllowed)
  }

  @Test(arguments: [("two cats", true), ("", true), ("two cats on", false)])
  func `a text may be so long`(value: String, isAllowed: Bool) {
    #expect(FigureView.Parameter.text(10).allows(value) == isAllowed)
  }
}
