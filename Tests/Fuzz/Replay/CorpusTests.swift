import Foundation
import FuzzSupport
import TestSupport
import Testing

/// Every input that a fuzzer has kept, given to its reader: crashes that were mended stay mended.
@Suite struct CorpusTests {
  static let corpora = Project.root.appending(path: "Tests/Fuzz/Corpora")

  @Test(arguments: FuzzReader.all.map(\.name))
  func `a reader keeps its promises on its corpus, and takes some of it`(name: String) throws {
    let reader = try #require(FuzzReader.all.first { $0.name == name })
    let inputs = try Self.inputs(of: name)
    try #require(!inputs.isEmpty, "Tests/Fuzz/Corpora/\(name) is empty")
    let folder = try FuzzFolder()
    var taken = 0
    for (file, bytes) in inputs {
      do { if try reader.read(bytes, in: folder) == nil { taken += 1 } } catch {
        Issue.record("\(name)/\(file): \(error)")
      }
    }
    // A corpus that is refused whole says nothing of the reader behind the first check.
    #expect(taken > 0)
  }

  @Test(arguments: FuzzReader.all.filter { !FuzzReader.slow.contains($0.name) }.map(\.name))
  func `a reader keeps its promises on changed inputs`(name: String) throws {
    let reader = try #require(FuzzReader.all.first { $0.name == name })
    let folder = try FuzzFolder()
    var random = MutationRandom(seed: 27)
    for (file, bytes) in try Self.inputs(of: name) where bytes.count < 20_000 {
      for round in 0..<8 {
        let changed = reader.mutator.mutated(bytes, limit: 1 << 16, by: &random)
        do { _ = try reader.read(changed, in: folder) } catch {
          Issue.record("\(name)/\(file), change \(round): \(error)")
        }
      }
    }
  }

  @Test func `every corpus has a reader, and names are told apart`() throws {
    let names = FuzzReader.all.map(\.name)
    #expect(Set(names).count == names.count)
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.corpora.path).filter { !$0.hasPrefix(".") }
    #expect(Set(folders) == Set(names))
  }

  private static func inputs(of name: String) throws -> [(file: String, bytes: [UInt8])] {
    let folder = corpora.appending(path: name)
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { file in
      (file, try Array(Data(contentsOf: folder.appending(path: file))))
    }
  }
}
