import Foundation
import FuzzArchives
import FuzzImages
import FuzzSupport
import FuzzTransformers
import TestSupport
import Testing

/// Mutators that know a format get past its sums, which is what they are for.
@Suite struct MutatorTests {
  /// The share of changed inputs, of a thousand, that a reader takes.
  private func taken(_ reader: FuzzReader, by mutator: any Mutator, from corpus: String) throws -> Int {
    let folder = CorpusTests.corpora.appending(path: corpus)
    let place = try FuzzFolder()
    var random = MutationRandom(seed: 3)
    var (taken, all) = (0, 0)
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
      let bytes = try Array(Data(contentsOf: folder.appending(path: file)))
      for _ in 0..<50 {
        all += 1
        let changed = mutator.mutated(bytes, limit: 1 << 16, by: &random)
        if changed != bytes, try reader.read(changed, in: place) == nil { taken += 1 }
      }
    }
    return taken * 1000 / max(all, 1)
  }

  @Test(arguments: ["gzip", "png", "torch"])
  func `more changed inputs get past the sums than of those changed without regard`(name: String) throws {
    let reader = try #require(FuzzReader.all.first { $0.name == name })
    let knowing = try taken(reader, by: reader.mutator, from: name)
    let blind = try taken(reader, by: ByteMutator(), from: name)
    #expect(knowing > blind, "\(knowing) and \(blind) of 1000")
  }

  @Test func `what is stored by one's own deflate is what comes out of it`() {
    let content = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 7) }
    #expect(Deflate.content(of: Deflate.stored(content), limit: 1 << 20) == content)
    #expect(Deflate.content(of: Deflate.stored([]), limit: 10) == [])
  }

  @Test func `what zlib has deflated is read`() throws {
    for name in ["one.gz", "two.gz"] {
      let file = Project.root.appending(path: "Tests/ArchivesTests/Fixtures").appending(path: name)
      let bytes = try Array(Data(contentsOf: file))
      // The sum of the first member's content lies behind its stream, wherever that ends.
      let content = Deflate.content(of: bytes.dropFirst(Self.headerLength(of: bytes)), limit: 1 << 24)
      let sum = [UInt8].little(Int(Checksum.crc32(content)), 4) + [UInt8].little(content.count, 4)
      #expect(!content.isEmpty && bytes.firstRange(of: sum) != nil)
    }
  }

  private static func headerLength(of bytes: [UInt8]) -> Int {
    guard bytes[3] & 8 != 0, let end = bytes[10...].firstIndex(of: 0) else { return 10 }
    return end + 1
  }

  @Test func `a tree of JSON is written as it was read, and a mutator's seed makes its input again`() throws {
    let text = Array(#"{"a":[1,2.50,{"b":null}],"a":"é\"\u0301","c":[],"d":{}}"#.utf8)
    #expect(JSONTree(text)?.bytes == text)
    var (one, other) = (MutationRandom(seed: 9), MutationRandom(seed: 9))
    for _ in 0..<100 {
      let first = JSONMutator().mutated(text, limit: 1000, by: &one)
      #expect(first == JSONMutator().mutated(text, limit: 1000, by: &other))
    }
  }

  @Test func `instructions of a pickle are its bytes`() {
    let pickle: [UInt8] = [0x80, 2, 0x7D] + Array("X\u{1}\0\0\0aK\u{5}sctorch\nFloatStorage\n.".utf8)
    let steps = PickleMutator.instructions(of: pickle)
    #expect(Array(steps.joined()) == pickle)
    #expect(steps.map(\.count) == [2, 1, 6, 2, 1, 20, 1])
  }
}
