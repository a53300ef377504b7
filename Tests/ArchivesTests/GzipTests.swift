import Archives
import Basics
import Foundation
import TestSupport
import Testing

@Suite struct GzipTests {
  /// "one " and "two", a member each, as Python's gzip writes them with `mtime=0`.
  static let one: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xCB, 0xCF, 0x4B, 0x55, 0x00, 0x00, 0x49, 0x61, 0xAC,
    0x23, 0x04, 0x00, 0x00, 0x00,
  ]
  static let two: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x2B, 0x29, 0xCF, 0x07, 0x00, 0x66, 0x8A, 0xCA, 0x11,
    0x03, 0x00, 0x00, 0x00,
  ]

  func contents(
    of bytes: [UInt8], plainFiles: GzipReader.PlainFiles = .passThrough, piece: Int = 64, bufferSize: Int = 4096
  ) throws -> String {
    let scratch = try Scratch()
    let url = try scratch.file("data.gz", holding: bytes)
    var reader = try GzipReader(url: url, plainFiles: plainFiles, bufferSize: bufferSize)
    let output = UnsafeMutableRawBufferPointer.allocate(byteCount: piece, alignment: 1)
    defer { output.deallocate() }
    var text: [UInt8] = []
    while case let count = try reader.read(into: output), count > 0 { text += output[..<count] }
    #expect(reader.compressedOffset == bytes.count)
    return String(decoding: text, as: UTF8.self)
  }

  /// The error that reading gives, in words, without the path of the temporary file.
  func failure(of bytes: [UInt8], plainFiles: GzipReader.PlainFiles = .passThrough) -> String {
    do {
      return "read: " + (try contents(of: bytes, plainFiles: plainFiles))
    } catch {
      let words = String(describing: error)
      return String(words[words.range(of: ": ")!.upperBound...])
    }
  }

  @Test(arguments: [1, 2, 3, 64], [2, 3, 7, 4096])
  func `concatenated members are one stream, however small the pieces`(piece: Int, bufferSize: Int) throws {
    #expect(try contents(of: Self.one + Self.two, piece: piece, bufferSize: bufferSize) == "one two")
  }

  @Test func `zero padding after and between members is skipped`() throws {
    let zeros = [UInt8](repeating: 0, count: 10_000)
    #expect(try contents(of: Self.one + zeros + Self.two + zeros) == "one two")
  }

  @Test func `every truncation is an error that names the end of the file`() {
    let whole = Self.one + Self.two
    for length in 2..<whole.count where length != Self.one.count {
      let message = failure(of: Array(whole[..<length]))
      #expect(message.contains("breaks off at byte \(length);"), "\(length): \(message)")
    }
  }

  @Test func `a wrong check sum and wrong data are errors with an offset`() {
    var sum = Self.one
    sum[18] ^= 1
    #expect(failure(of: sum).contains("incorrect data check"))
    var length = Self.one
    length[20] ^= 1
    #expect(failure(of: length).contains("incorrect length check"))
    var block = Self.one + Self.two
    block[Self.one.count + 10] = 0xFF
    #expect(failure(of: block).contains("damaged at byte \(Self.one.count + 11) "))
  }

  @Test func `what follows the last member must be a member`() {
    #expect(failure(of: Self.one + [0, 0] + Array("garbage".utf8)).contains("byte \(Self.one.count + 2) follows"))
  }

  @Test func `a plain file passes or is refused, as the caller says`() throws {
    #expect(try contents(of: Array("plain text".utf8), piece: 3) == "plain text")
    #expect(try contents(of: []) == "")
    #expect(try contents(of: [0x1F]) == "\u{1F}")
    #expect(failure(of: Array("plain".utf8), plainFiles: .refuse) == "is not a gzip file")
    #expect(failure(of: [], plainFiles: .refuse) == "is not a gzip file")
  }

  @Test func `a missing file and a folder say what they are`() throws {
    let scratch = try Scratch()
    let folder = scratch.folder
    #expect(throws: GzipError.file(FileError(path: folder.path, problem: "is a folder; name a file in it"))) {
      _ = try GzipReader(url: folder)
    }
    #expect(throws: GzipError.file(FileError(path: "/nowhere/x.gz", problem: "does not exist"))) {
      _ = try GzipReader(url: URL(filePath: "/nowhere/x.gz"))
    }
  }
}
