import Archives
import Basics
import Chapters
import Foundation
import Notebook
import TestSupport
import Testing

/// `attention.save_tensors`: every number of the sentence's attention, as safetensors or as NumPy's zip.
@Suite struct SavedTensorsTests {
  /// A tensor of 32 bits that was read back.
  private struct Tensor {
    var shape: [Int]
    var values: [Float]

    init(shape: [Int], bytes: some RandomAccessCollection<UInt8>) {
      self.shape = shape
      let bytes = Array(bytes)
      values = stride(from: 0, to: bytes.count, by: 4).map { index in
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

  /// The tensors of a safetensors file, and its metadata.
  private func safetensors(_ file: URL) throws -> (tensors: [String: Tensor], notes: JSONValue) {
    let bytes = try InputFile.bytes(of: file)
    let start = 8 + bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect(start % 8 == 0)
    let header = try JSONReader.value(of: Data(bytes[8..<start]))
    var tensors: [String: Tensor] = [:]
    for member in header.members ?? [] where member.name != "__metadata__" {
      let offsets = member.value["data_offsets"]?.array?.compactMap(\.integer) ?? []
      #expect(member.value["dtype"]?.string == "F32" && offsets.count == 2)
      tensors[member.name] = Tensor(
        shape: member.value["shape"]?.array?.compactMap(\.integer) ?? [],
        bytes: bytes[(start + offsets[0])..<(start + offsets[1])])
    }
    return (tensors, try #require(header["__metadata__"]))
  }

  /// A file that NumPy would load: what it says of its elements, and them.
  private func array(_ bytes: [UInt8]) throws -> (type: Substring, shape: [Int], elements: ArraySlice<UInt8>) {
    #expect(bytes.starts(with: [0x93] + "NUMPY".utf8 + [1, 0]))
    let start = 10 + Int(bytes[8]) + Int(bytes[9]) << 8
    let header = String(decoding: bytes[10..<start], as: UTF8.self)
    #expect(header.contains("'fortran_order': False") && start % 64 == 0)
    let found = try #require(header.firstMatch(of: /'descr': '([^']*)'.*'shape': \(([^)]*)\)/))
    return (found.1, found.2.split { !$0.isNumber }.compactMap { Int($0) }, bytes[start...])
  }

  private func run(_ model: String, in fixtures: String = "models", _ settings: [String]) throws -> Desk {
    let desk = try Desk(corpus: "")
    let path = Project.root.appending(path: "Tests/TransformersTests/Fixtures/\(fixtures)/\(model)")
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
  func `the attention saved is the softmax of the scores, and those the products of queries and keys`(
    _ model: String
  ) throws {
    let desk = try run(model, ["attention.save_tensors=safetensors"])
    let folder = desk.folder.chapter("attention").appending(path: "attachments/tensors")
    let (tensors, notes) = try safetensors(folder.appending(path: "attention.safetensors"))
    let tokens = try JSONReader.value(of: Data(try #require(notes["tokens"]?.string).utf8))
    let count = try #require(tokens.array?.count)
    #expect(notes["axes_attention"]?.string == "layer head query key")
    #expect(notes["sentence"]?.string?.isEmpty == false)
    func tensor(_ name: String) throws -> Tensor { try #require(tensors[name], "\(name)") }
    let (attention, scores) = (try tensor("attention"), try tensor("scores"))
    let (queries, keys, values) = (try tensor("queries"), try tensor("keys"), try tensor("values"))
    #expect(attention.shape == [2, 4, count, count] && scores.shape == attention.shape)
    #expect(queries.shape == keys.shape && keys.shape == values.shape)
    let size = queries.shape[3]
    #expect(try tensor("hidden_states").shape == [3, count, 4 * size])
    for (layer, head) in [(0, 0), (0, 3), (1, 2)] {
      for query in 0..<count {
        let seen = model == "gpt2" ? query + 1 : count
        let products = (0..<seen).map { key in
          zip(queries.row(layer, head, query), keys.row(layer, head, key)).reduce(0.0) { $0 + Double($1.0 * $1.1) }
            / Double(size).squareRoot()
        }
        let largest = products.max() ?? 0
        let sum = products.reduce(0) { $0 + exp($1 - largest) }
        let (row, saved) = (Array(attention.row(layer, head, query)), Array(scores.row(layer, head, query)))
        for (key, product) in products.enumerated() {
          #expect(abs(Double(saved[key]) - product) < 1e-4)
          #expect(abs(Double(row[key]) - exp(product - largest) / sum) < 1e-5)
        }
      }
    }
  }

  @Test func `the zip holds the same numbers, the tokens and the sentence`() throws {
    let plain = try run("bert", ["attention.save_tensors=true"])
    let zipped = try run("bert", ["attention.save_tensors=npz"])
    let place = "attachments/tensors/attention"
    let (tensors, notes) = try safetensors(plain.folder.chapter("attention").appending(path: place + ".safetensors"))
    let zip = try ZipReader(zipped.folder.chapter("attention").appending(path: place + ".npz"))
    #expect(tensors.count == 6)
    for (name, tensor) in tensors {
      let found = try array(zip.read(zip.entry(name + ".npy")))
      #expect(found.type == "<f4" && found.shape == tensor.shape)
      #expect(Tensor(shape: found.shape, bytes: found.elements).values == tensor.values)
    }
    let tokens = try array(zip.read(zip.entry("tokens.npy")))
    let list =
      try JSONReader.value(of: Data(try #require(notes["tokens"]?.string).utf8)).array?.compactMap(\.string) ?? []
    let longest = try #require(Int(tokens.type.dropFirst(2)))
    #expect(tokens.type.hasPrefix("<U") && tokens.shape == [list.count])
    #expect(longest == list.map(\.unicodeScalars.count).max())
    #expect(tokens.elements.count == 4 * longest * list.count)
    #expect(try array(zip.read(zip.entry("sentence.npy"))).shape == [])
  }

  private static let python = Project.root.appending(path: ".venv-development/bin/python").path(percentEncoded: false)

  @Test(.enabled(if: isInstalled(python), "the development tools are not there"), arguments: ["safetensors", "npz"])
  func `of a model with a decoder the reader prints the target's tokens too`(_ form: String) throws {
    let desk = try run(
      "bart", in: "encoder-decoders", ["attention.target=A ship waits.", "attention.save_tensors=\(form)"])
    let folder = desk.folder.chapter("attention").appending(path: "attachments/tensors")
    let outcome = try TestSupport.run(Self.python, ["read.py"], in: folder)
    #expect(outcome.status == 0 && outcome.output.contains("'cross_attention': (3, 2, "), "\(outcome.output)")
    #expect(outcome.output.contains("ship"))
  }

  @Test(.enabled(if: isInstalled(python), "the development tools are not there"), arguments: ["safetensors", "npz"])
  func `the reader beside them prints the tokens and the shapes`(
    _ form: String
  ) throws {
    let desk = try run("bert", ["attention.save_tensors=\(form)"])
    let folder = desk.folder.chapter("attention").appending(path: "attachments/tensors")
    let outcome = try TestSupport.run(Self.python, ["read.py"], in: folder)
    #expect(outcome.status == 0 && outcome.output.contains("[CLS]"), "\(outcome.output)")
    #expect(outcome.output.contains("'attention': (2, 4, "))
  }

  @Test func `a row for each head is attached`() throws {
    let desk = try run("bert", [])
    let file = desk.folder.chapter("attention").appending(path: "attachments/heads.csv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\r\n")
    #expect(lines.count == 1 + 2 * 4)
    #expect(lines[0].hasPrefix("layer,head,kinds,next,previous,"))
    #expect(lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).count }.allSatisfy { $0 == 16 })
    #expect(lines.dropFirst().allSatisfy { $0.hasSuffix(",encoder") })
  }

  @Test func `a decoder's two attentions are saved beside the encoder's, each the softmax of its scores`() throws {
    let desk = try run(
      "bart", in: "encoder-decoders", ["attention.target=A ship waits.", "attention.save_tensors=true"])
    let folder = desk.folder.chapter("attention").appending(path: "attachments/tensors")
    let (tensors, notes) = try safetensors(folder.appending(path: "attention.safetensors"))
    func count(_ name: String) throws -> Int {
      let list = try JSONReader.value(of: Data(try #require(notes[name]?.string).utf8))
      return try #require(list.array?.count)
    }
    let (source, target) = (try count("tokens"), try count("target_tokens"))
    #expect(notes["target"]?.string == "A ship waits.")
    #expect(notes["axes_cross_attention"]?.string == "layer head target source")
    func tensor(_ name: String) throws -> Tensor { try #require(tensors[name], "\(name)") }
    #expect(try tensor("attention").shape == [2, 4, source, source])
    #expect(try tensor("decoder_attention").shape == [3, 2, target, target])
    #expect(try tensor("decoder_hidden_states").shape == [4, target, 32])
    for (prefix, columns) in [("decoder_", target), ("cross_", source)] {
      let (attention, scores) = (try tensor(prefix + "attention"), try tensor(prefix + "scores"))
      let (queries, keys) = (try tensor(prefix + "queries"), try tensor(prefix + "keys"))
      #expect(attention.shape == [3, 2, target, columns] && scores.shape == attention.shape)
      #expect(queries.shape == [3, 2, target, 16] && keys.shape == [3, 2, columns, 16])
      #expect(try tensor(prefix + "values").shape == keys.shape)
      for (layer, head) in [(0, 1), (2, 0)] {
        for row in 0..<target {
          let seen = prefix == "decoder_" ? row + 1 : columns
          let products = (0..<seen).map { key in
            zip(queries.row(layer, head, row), keys.row(layer, head, key)).reduce(0.0) { $0 + Double($1.0 * $1.1) } / 4
          }
          let largest = products.max() ?? 0
          let sum = products.reduce(0) { $0 + exp($1 - largest) }
          let (weights, saved) = (Array(attention.row(layer, head, row)), Array(scores.row(layer, head, row)))
          for (key, product) in products.enumerated() {
            #expect(abs(Double(saved[key]) - product) < 1e-4)
            #expect(abs(Double(weights[key]) - exp(product - largest) / sum) < 1e-5)
          }
        }
      }
    }
  }

  @Test func `a form that is none is refused by name`() throws {
    #expect(throws: (any Error).self) { _ = try run("bert", ["attention.save_tensors=matlab"]) }
  }
}
