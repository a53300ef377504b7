import Basics
import Foundation
import TestSupport
import Testing

@Suite struct SHA256Tests {
  @Test func `the standard's examples have the standard's sums`() {
    #expect(SHA256.hex(of: [UInt8]()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(SHA256.hex(of: "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      SHA256.hex(of: Data(repeating: 0x61, count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func `pieces give the sum of the whole`() {
    var sum = SHA256()
    sum.update("a")
    sum.update([UInt8]())
    sum.update(Data("bc".utf8))
    #expect(sum.finalizeHex() == SHA256.hex(of: "abc"))
  }

  @Test func `a file longer than the buffer has the sum of its bytes`() throws {
    let bytes = (0..<700_001).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let scratch = try Scratch()
    let file = try scratch.file("long", holding: bytes)
    #expect(try SHA256.hex(ofFile: file) == SHA256.hex(of: bytes))
  }

  @Test func `a missing file is named in the error`() {
    let file = URL(filePath: "/nowhere/corpus.gz")
    let error = #expect(throws: FileError.self) { try SHA256.hex(ofFile: file) }
    #expect(error.map { "\($0)" } == "/nowhere/corpus.gz: does not exist")
  }
}
