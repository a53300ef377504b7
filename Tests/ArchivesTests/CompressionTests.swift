import Archives
import Basics
import Foundation
import TestSupport
import Testing

@Suite struct CompressionTests {
  /// "one " and "two", compressed by Python's gzip, bz2 and lzma and by the `zstd` command.
  private static func parts(_ kind: Compression) throws -> (one: [UInt8], two: [UInt8]) {
    func bytes(_ name: String) throws -> [UInt8] { try InputFile.bytes(of: fixture(name + kind.ending)) }
    return (try bytes("one"), try bytes("two"))
  }

  private func contents(
    of bytes: [UInt8], limit: Int? = nil, piece: Int = 64, bufferSize: Int = 4096
  ) throws -> String {
    let scratch = try Scratch()
    let url = try scratch.file("data", holding: bytes)
    var reader = try UnpackedReader(url, limit: limit, bufferSize: bufferSize)
    let output = UnsafeMutableRawBufferPointer.allocate(byteCount: piece, alignment: 1)
    defer { output.deallocate() }
    var text: [UInt8] = []
    while case let count = try reader.read(into: output), count > 0 { text += output[..<count] }
    #expect(reader.fileOffset == bytes.count)
    return String(decoding: text, as: UTF8.self)
  }

  /// The error that reading gives, in words, without the path of the temporary file.
  private func failure(of bytes: [UInt8], limit: Int? = nil) -> String {
    do {
      return "read: " + (try contents(of: bytes, limit: limit))
    } catch {
      let words = String(describing: error)
      return String(words[words.range(of: ": ")!.upperBound...])
    }
  }

  @Test(arguments: Compression.allCases)
  func `concatenated members are one stream, however small the pieces`(kind: Compression) throws {
    let (one, two) = try Self.parts(kind)
    for piece in [1, 2, 3, 64] {
      for bufferSize in [2, 3, 7, 4096] {
        #expect(
          try contents(of: one + two, piece: piece, bufferSize: bufferSize) == "one two", "\(piece) \(bufferSize)")
      }
    }
  }

  @Test func `frames of zstd without a check sum, and with others that are passed over, come out whole`() throws {
    #expect(try contents(of: InputFile.bytes(of: fixture("skipped.zst"))) == "one two")
    let digits = String(repeating: "0123456789", count: 20_000)
    for piece in [1_000, 4_096, 1 << 20] {
      #expect(try contents(of: InputFile.bytes(of: fixture("unchecked.zst")), piece: piece) == digits)
    }
  }

  @Test(arguments: Compression.allCases)
  func `zero padding after and between members is skipped where the format has it`(kind: Compression) throws {
    let (one, two) = try Self.parts(kind)
    let zeros = [UInt8](repeating: 0, count: 10_000)
    let padded = one + zeros + two + zeros
    if kind == .gzip || kind == .xz {
      #expect(try contents(of: padded) == "one two")
    } else {
      #expect(failure(of: padded).contains("byte \(one.count) follows the \(kind) stream"))
    }
  }

  @Test(arguments: Compression.allCases)
  func `every truncation is an error that names the end of the file`(kind: Compression) throws {
    let (one, two) = try Self.parts(kind)
    let whole = one + two
    for length in 6..<whole.count where length != one.count {
      let message = failure(of: Array(whole[..<length]))
      #expect(message.contains("the \(kind) stream breaks off at byte \(length);"), "\(length): \(message)")
    }
  }

  @Test(arguments: Compression.allCases)
  func `damage never gives another content`(kind: Compression) throws {
    let (one, _) = try Self.parts(kind)
    var noticed = 0
    // Of what does not begin so, nobody knows that it was compressed.
    for index in Compression.longestMark..<one.count {
      var damaged = one
      damaged[index] ^= 0x10
      let message = failure(of: damaged)
      // Some bits mean nothing: the time in gzip, what fills up the last byte.
      #expect(message == "read: one " || !message.hasPrefix("read: "), "byte \(index): \(message)")
      if message != "read: one " { noticed += 1 }
    }
    #expect(noticed * 2 > one.count - Compression.longestMark)
  }

  @Test func `a wrong check sum and wrong data are errors with an offset`() throws {
    let (one, two) = try Self.parts(.gzip)
    var sum = one
    sum[18] ^= 1
    #expect(failure(of: sum).contains("incorrect data check"))
    var length = one
    length[20] ^= 1
    #expect(failure(of: length).contains("incorrect length check"))
    var block = one + two
    block[one.count + 10] = 0xFF
    #expect(failure(of: block).contains("damaged at byte \(one.count + 11) "))
  }

  @Test(arguments: Compression.allCases)
  func `what follows the last member must be a member`(kind: Compression) throws {
    let (one, _) = try Self.parts(kind)
    #expect(failure(of: one + Array("garbage".utf8)).contains("byte \(one.count) follows"))
  }

  @Test(arguments: Compression.allCases)
  func `what unpacks to more than the limit is refused`(kind: Compression) throws {
    let (one, two) = try Self.parts(kind)
    #expect(try contents(of: one + two, limit: 7) == "one two")
    #expect(failure(of: one + two, limit: 6) == "unpacks to more than 6 bytes, as much as is allowed of it; refused")
  }

  @Test func `plain files pass, also those that begin like others`() throws {
    #expect(try contents(of: Array("plain text".utf8), piece: 3) == "plain text")
    #expect(try contents(of: []) == "")
    #expect(try contents(of: [0x1F]) == "\u{1F}")
    #expect(try contents(of: Array("BZh91 is no block".utf8)) == "BZh91 is no block")
    #expect(try contents(of: Array("PKZIP".utf8)) == "PKZIP")
  }

  @Test func `a name loses the ending that says how it is compressed`() {
    #expect(Compression.stripped("a.json.GZ") == "a.json" && Compression.stripped("b.tsv.zstd") == "b.tsv")
    #expect(Compression.stripped("c.json") == "c.json" && Compression.stripped("d.bz2") == "d")
  }

  @Test func `a missing file and a folder say what they are`() throws {
    let scratch = try Scratch()
    let folder = scratch.folder
    #expect(throws: ArchiveError.file(FileError(path: folder.path, problem: "is a folder; name a file in it"))) {
      _ = try UnpackedReader(folder)
    }
    #expect(throws: ArchiveError.file(FileError(path: "/nowhere/x.gz", problem: "does not exist"))) {
      _ = try UnpackedReader(URL(filePath: "/nowhere/x.gz"))
    }
  }
}
