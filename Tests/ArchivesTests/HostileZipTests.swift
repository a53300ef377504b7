import Archives
import Foundation
import TestSupport
import Testing

/// Archives made to harm, by changing a good one with two entries, "a.txt" (deflated) and "b.txt" (stored).
@Suite struct HostileZipTests {
  /// The good archive's bytes and where its two central records and its end record start.
  private struct Good {
    var bytes: [UInt8]
    let central: [Int]
    let end: Int

    init(in scratch: borrowing Scratch) throws {
      var zip = try ZipWriter(scratch.file("good.zip"), modified: Date(timeIntervalSince1970: 0))
      try zip.add("a.txt", [UInt8](repeating: 97, count: 5000))
      try zip.add("b.txt", [UInt8](1...100), method: .stored)
      try zip.finish()
      bytes = try Array(Data(contentsOf: scratch.file("good.zip")))
      end = bytes.count - 22
      central = [end - 2 * 51, end - 51]
    }

    /// Puts little-endian `value` of `size` bytes at `offset`.
    mutating func put(_ value: Int, size: Int, at offset: Int) {
      for place in 0..<size { bytes[offset + place] = UInt8(truncatingIfNeeded: value >> (8 * place)) }
    }

    /// Replaces `old` by `new`, as long, everywhere.
    mutating func rename(_ old: String, _ new: String) {
      let old = Array(old.utf8)
      for place in 0...(bytes.count - old.count) where Array(bytes[place..<(place + old.count)]) == old {
        bytes.replaceSubrange(place..<(place + old.count), with: Array(new.utf8))
      }
    }
  }

  private func refusal(_ change: (inout Good) -> Void, limits: ZipLimits = ZipLimits()) throws -> String {
    let scratch = try Scratch()
    var good = try Good(in: scratch)
    change(&good)
    let file = try scratch.file("hostile.zip", holding: good.bytes)
    do {
      let zip = try ZipReader(file, limits: limits)
      for entry in zip.entries { _ = try zip.read(entry) }
      return "accepted"
    } catch {
      let message = "\(error)"
      #expect(message.hasPrefix(file.path + ": "))
      return String(message.dropFirst(file.path.count + 2))
    }
  }

  @Test func `the archive before any change is accepted`() throws {
    #expect(try refusal { _ in } == "accepted")
  }

  @Test(arguments: ["../up", "/etc/", "a\\..t", "C:/xx", "a/../", "a\0txt"])
  func `names that leave the folder are refused`(name: String) throws {
    #expect(try refusal { $0.rename("a.txt", name) }.contains("entry name"))
  }

  @Test func `two entries of one name are refused`() throws {
    #expect(try refusal { $0.rename("b.txt", "a.txt") }.contains("two entries are called \"a.txt\""))
  }

  @Test func `another name in the entry's own header is refused`() throws {
    #expect(try refusal { $0.bytes[30] = 122 }.contains("another name or method in its own header"))
  }

  @Test func `overlapping entries are refused`() throws {
    let message = try refusal { $0.put(60, size: 4, at: $0.central[0] + 20) }
    #expect(message.contains("entry \"b.txt\" overlaps the entry before it"))
  }

  @Test func `an entry beyond the archive is refused`() throws {
    #expect(try refusal { $0.put(1 << 30, size: 4, at: $0.central[1] + 42) }.contains("lies outside the archive"))
  }

  @Test func `a size that deflate cannot reach is refused before anything is made`() throws {
    #expect(try refusal { $0.put(4_000_000_000, size: 4, at: $0.central[0] + 24) }.contains("cannot expand to"))
  }

  @Test func `content longer than it claims stops`() throws {
    #expect(try refusal { $0.put(50, size: 4, at: $0.central[0] + 24) }.contains("more than the 50 bytes"))
  }

  @Test func `content shorter than it claims is refused`() throws {
    #expect(
      try refusal { $0.put(5001, size: 4, at: $0.central[0] + 24) }.contains("holds 5000 bytes where it claims 5001"))
  }

  @Test func `a stored entry with two sizes is refused`() throws {
    #expect(try refusal { $0.put(99, size: 4, at: $0.central[1] + 24) }.contains("claims two sizes"))
  }

  @Test func `an archive over the caller's limits is refused`() throws {
    #expect(
      try refusal({ _ in }, limits: ZipLimits(expandedSize: 5050)).contains("more than the limit of 5050 bytes"))
    #expect(try refusal({ _ in }, limits: ZipLimits(entries: 1)).contains("2 entries, more than the limit of 1"))
  }

  @Test func `a wrong checksum is noticed`() throws {
    #expect(
      try refusal { $0.put(1, size: 4, at: $0.central[1] + 16) }
        == "entry \"b.txt\": is damaged (CRC-32 differs); get the archive again")
  }

  @Test func `an encrypted entry is refused`() throws {
    #expect(try refusal { $0.put(1, size: 2, at: $0.central[0] + 8) }.contains("\"a.txt\" is encrypted"))
  }

  @Test func `an entry that is a patch of another file is refused`() throws {
    let message = try refusal { $0.put(1 << 5, size: 2, at: $0.central[1] + 8) }
    #expect(message.contains("\"b.txt\" is a patch of another file"))
  }

  @Test func `an unknown method is named`() throws {
    let message = try refusal { good in
      good.put(12, size: 2, at: good.central[0] + 10)
      good.put(12, size: 2, at: 8)
    }
    #expect(message.contains("compressed by method 12"))
  }

  @Test func `an archive split over disks is refused`() throws {
    #expect(try refusal { $0.put(1, size: 2, at: $0.end + 4) }.contains("split over several disks"))
  }

  @Test func `more entries than records are refused`() throws {
    let message = try refusal { good in
      good.put(9, size: 2, at: good.end + 8)
      good.put(9, size: 2, at: good.end + 10)
    }
    #expect(message.contains("claims 9 entries"))
  }

  @Test func `fewer entries than records are refused`() throws {
    let message = try refusal { good in
      good.put(1, size: 2, at: good.end + 8)
      good.put(1, size: 2, at: good.end + 10)
    }
    #expect(message.contains("goes on after its last entry"))
  }

  @Test(arguments: [0, 7]) func `nothing lies between the zip64 record and its locator`(count: Int) throws {
    let scratch = try Scratch()
    var zip = try ZipWriter(scratch.file("large.zip"), modified: Date(timeIntervalSince1970: 0), zip64From: 0)
    try zip.add("a.txt", [UInt8](1...100))
    try zip.finish()
    var bytes = try Array(Data(contentsOf: scratch.file("large.zip")))
    bytes.insert(contentsOf: [UInt8](repeating: 0, count: count), at: bytes.count - 22 - 20)
    let file = try scratch.file("hostile.zip", holding: bytes)
    // Readers that look for the record right before its locator find another there, or none.
    let message = "its zip64 record does not end where its locator begins"
    do {
      #expect(try ZipReader(file).entries.count == 1)
      #expect(count == 0)
    } catch { #expect(count == 7 && "\(error)".contains(message)) }
  }

  @Test func `something before the first entry is refused`() throws {
    #expect(try refusal { $0.bytes.insert(0, at: 0) }.contains("not where the last record says"))
  }
}
