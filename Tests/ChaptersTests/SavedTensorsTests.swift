import Basics
import Chapters
import Foundation
import Notebook
import TestSupport
import Testing

/// `attention.save_tensors`: every number of the sentence's attention as NumPy arrays.
@Suite struct SavedTensorsTests {
  /// A file that NumPy would load: its shape, and its elements of 32 bits.
  private struct Array32 {
    var shape: [Int]
    var values: [Float]

    init(_ file: URL) throws {
      let bytes = try InputFile.bytes(of: file)
      #expect(bytes.starts(with: [0x93] + "NUMPY".utf8 + [1, 0]))
      let start = 10 + Int(bytes[8]) + Int(bytes[9]) << 8
      let header = String(decoding: bytes[10..<start], as: UTF8.self)
      #expect(header.contains("'descr': '<f4'") && header.contains("'fortran_order': False"))
      let inside = try #require(header.firstMatch(of: /\(([^)]*)\)/)).1
      shape = inside.split { !$0.isNumber }.compactMap { Int($0) }
      values = stride(from: start, to: bytes.count, by: 4).map { index in
        Float(bitPattern: bytes[index..<index + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
      }
      #expect(values.count == shape.reduce(1, *))
    }

    /// The last axis at a place of the others.
    func row(_ places: Int...) -> ArraySlice<Float> {
      let start = zip(places, shape).reduce(0) { $0 * $1.1 + $1.0 } * shape[shape.count - 1]
      return values[start..<start + shape[shape.count - 1]]
    }
  }

  private func run(_ model: String, _ settings: [String]) throws -> Desk {
    let desk = try Desk(corpus: "")
    let path = Project.root.appending(path: "Tests/TransformersTests/Fixtures/models/\(model)")
      .path(percentEncoded: false)
    let outcome = try desk.run(
      Attention.self, ["attention.model=\(path)", "attention.sentence=the cat sat on the mat"] + settings)
    #expect(outcome.failure == nil)
    return desk
  }

  @Test func `none is saved unless the settings ask for it`() throws {
    let desk = try run("bert", [])
    #expect(!FileSystem.exists(desk.folder.chapter("attention").appending(path: "attachments/tensors")))
  }

  @Test(arguments: ["bert", "gpt2"])
  func `the attention saved is the softmax of the queries and keys saved beside it`(_ model: String) throws {
    let desk = try run(model, ["attention.save_tensors=true"])
    let folder = desk.folder.chapter("attention").appending(path: "attachments/tensors")
    func load(_ name: String) throws -> Array32 { try Array32(folder.appending(path: "\(name).npy")) }
    let axes = try JSONReader.value(ofFile: folder.appending(path: "tensors.json"))
    let count = try #require(axes["tokens"]?.array?.count)
    let (attention, queries, keys) = (try load("attention"), try load("queries"), try load("keys"))
    #expect(attention.shape == [2, 4, count, count])
    let values = try load("values")
    #expect(queries.shape == keys.shape && keys.shape == values.shape)
    let size = queries.shape[3]
    #expect(try load("hidden-states").shape == [3, count, 4 * size])
    #expect(axes["headSize"]?.integer == size && axes["hiddenSize"]?.integer == 4 * size)
    #expect(axes["files"]?["attention.npy"]?.array?.compactMap(\.string) == ["layer", "head", "query", "key"])
    for (layer, head) in [(0, 0), (0, 3), (1, 2)] {
      for query in 0..<count {
        let seen = model == "gpt2" ? query + 1 : count
        let scores = (0..<seen).map { key in
          zip(queries.row(layer, head, query), keys.row(layer, head, key)).reduce(0.0) { $0 + Double($1.0 * $1.1) }
            / Double(size).squareRoot()
        }
        let largest = scores.max() ?? 0
        let sum = scores.reduce(0) { $0 + exp($1 - largest) }
        for (key, score) in scores.enumerated() {
          let found = Double(attention.row(layer, head, query)[attention.row(layer, head, query).startIndex + key])
          #expect(abs(found - exp(score - largest) / sum) < 1e-5)
        }
      }
    }
  }
}
