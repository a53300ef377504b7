internal import Archives
import Foundation

/// How the characters of a file are written down.
public enum TextEncoding: String, Sendable, Codable {
  /// UTF-8; single records that are not may have been read as Windows-1252.
  case utf8 = "UTF-8"
  /// Two bytes a unit, the lower first, as Windows writes “Unicode”.
  case utf16LittleEndian = "UTF-16 (little-endian)"
  /// Two bytes a unit, the higher first.
  case utf16BigEndian = "UTF-16 (big-endian)"
}

/// A file, compressed or in an archive or neither, as a stream of UTF-8 in which a line feed ends every line.
///
/// UTF-16 is told by its mark or by its zero bytes, and lines that end with a carriage return alone, as on old Macs, by a beginning that
/// has no line feed. Whether the bytes of UTF-8 are valid is for the readers of records to find out.
struct TextSource: ~Copyable {
  let encoding: TextEncoding
  private let endsLinesWithReturns: Bool
  private var reader: UnpackedReader
  /// What has been read and not been handed on.
  private var ahead: [UInt8]
  private var start = 0
  /// The first half of a surrogate pair whose second has not come yet.
  private var highSurrogate: UInt32?
  /// What was transcoded and found no room.
  private var spilled: ArraySlice<UInt8> = []

  private static let lookedAt = 1 << 16

  /// Opens a file and looks at its beginning.
  ///
  /// - Parameter limit: The most bytes that a compressed file may unpack to.
  /// - Throws: `ArchiveError`; `CorpusError` for archives that people take for texts.
  init(url: URL, limit: Int? = nil) throws {
    var reader = try Self.open(url, limit: limit)
    ahead = try Self.read(Self.lookedAt, &reader)
    self.reader = reader
    let mark = Self.mark(of: ahead)
    encoding = mark?.encoding ?? Self.unmarked(ahead)
    start = mark?.length ?? 0
    let (feed, carriage): (UInt8, UInt8) = (0x0A, 0x0D)
    endsLinesWithReturns = ahead.contains(carriage) && !ahead.contains(feed)
  }

  /// What the file's bytes are wrapped in.
  var packing: Packing { reader.packing }
  var fileSize: Int { reader.fileSize }
  /// Bytes of the file that have been used so far.
  var fileOffset: Int { reader.fileOffset }

  /// Reads on, at least one byte unless the stream ends.
  ///
  /// - Returns: The number of bytes written to the front of `output`; zero at the end of the stream.
  mutating func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = encoding == .utf8 ? try copy(into: output) : try transcodeOrSpill(into: output)
    if endsLinesWithReturns {
      for index in 0..<count where output[index] == 0x0D { output[index] = 0x0A }
    }
    return count
  }

  private mutating func copy(into output: UnsafeMutableRawBufferPointer) throws -> Int {
    guard start < ahead.count else { return try Self.told { () throws(ArchiveError) in try reader.read(into: output) } }
    let count = min(output.count, ahead.count - start)
    ahead.withUnsafeBytes { output.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[start..<(start + count)])) }
    start += count
    if start == ahead.count { (ahead, start) = ([], 0) }
    return count
  }

  /// UTF-16 to UTF-8, however little room there is: no byte read would say that the stream has ended.
  private mutating func transcodeOrSpill(into output: UnsafeMutableRawBufferPointer) throws -> Int {
    if spilled.isEmpty {
      guard output.count < Self.leastRoom else { return try transcode(into: output) }
      let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 4 * Self.leastRoom, alignment: 1)
      defer { room.deallocate() }
      spilled = Array(room.prefix(try transcode(into: room)))[...]
    }
    let count = min(spilled.count, output.count)
    output.copyBytes(from: spilled.prefix(count))
    spilled = spilled.dropFirst(count)
    return count
  }

  /// A unit may end a broken pair and stand for itself: two characters of three bytes.
  private static let leastRoom = 6

  /// UTF-16 to UTF-8; what is no character becomes U+FFFD.
  private mutating func transcode(into output: UnsafeMutableRawBufferPointer) throws -> Int {
    let bytes = output.assumingMemoryBound(to: UInt8.self)
    var written = 0
    while written + Self.leastRoom <= bytes.count {
      if start + 1 >= ahead.count {
        let rest = Array(ahead[start...])
        let more = try Self.read(Self.lookedAt, &reader)
        (ahead, start) = (rest + more, 0)
        if ahead.count < 2 {
          if highSurrogate != nil || !ahead.isEmpty {
            (highSurrogate, ahead) = (nil, [])
            written += UTF8Decoder.encode(0xFFFD, bytes.baseAddress! + written)
          }
          break
        }
      }
      let (first, second) = (UInt32(ahead[start]), UInt32(ahead[start + 1]))
      start += 2
      let unit = encoding == .utf16LittleEndian ? second << 8 | first : first << 8 | second
      written += append(unit, to: bytes.baseAddress! + written)
    }
    return written
  }

  private mutating func append(_ unit: UInt32, to place: UnsafeMutablePointer<UInt8>) -> Int {
    if let high = highSurrogate {
      highSurrogate = nil
      if (0xDC00...0xDFFF).contains(unit) {
        return UTF8Decoder.encode(0x10000 + (high - 0xD800) << 10 + (unit - 0xDC00), place)
      }
      let count = UTF8Decoder.encode(0xFFFD, place)
      return count + append(unit, to: place + count)
    }
    switch unit {
    case 0xD800...0xDBFF:
      highSurrogate = unit
      return 0
    case 0xDC00...0xDFFF: return UTF8Decoder.encode(0xFFFD, place)
    default: return UTF8Decoder.encode(unit, place)
    }
  }

  /// What a mark at the beginning says.
  private static func mark(of bytes: [UInt8]) -> (encoding: TextEncoding, length: Int)? {
    if bytes.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
    if bytes.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
    return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? (.utf8, 3) : nil
  }

  /// The encoding of text without a mark: that of UTF-16 has a zero in most pairs of bytes, always on the same side.
  private static func unmarked(_ bytes: [UInt8]) -> TextEncoding {
    let pairs = min(bytes.count / 2, 2048)
    guard pairs >= 4 else { return .utf8 }
    let high = (0..<pairs).count { bytes[2 * $0 + 1] == 0 }
    let low = (0..<pairs).count { bytes[2 * $0] == 0 }
    if high * 2 > pairs, low * 20 < pairs { return .utf16LittleEndian }
    return low * 2 > pairs && high * 20 < pairs ? .utf16BigEndian : .utf8
  }

  private static func read(_ count: Int, _ reader: inout UnpackedReader) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
        let more = try told { () throws(ArchiveError) in try reader.read(into: rest) }
        if more == 0 { break }
        filled += more
      }
    }
  }
}
