import Foundation
import TestSupport
import Testing
import Transformers

/// The backward pass through the text tower against autograd in double precision, and against its own forward pass.
@Suite struct CLIPGradientTests {
  private static let scenes = [
    "a big dog to the left of a small cat on a green background",
    "a small dog to the left of a big cat on a green background", "two cats sleeping",
    "a photo of three mice in the rain on an orange background", "an apple",
  ]

  private func direction(_ model: CLIPModel) -> [Float] {
    CounterWeights.numbers("direction", model.configuration.projectionSize, scale: 1)
  }

  private func check(_ model: CLIPModel, _ captions: [String], _ name: String) throws {
    let golden = try ModelTests.Golden("../clip/\(name).gradients", limit: 400)
    let ids = captions.map { model.tokenizer.encode($0).ids }
    let found = try CLIPTextGradient(model).gradients(of: ids, along: direction(model))
    for (index, result) in found.enumerated() {
      #expect(golden.tensors["ids/\(index)"] == result.ids.map(Float.init))
      let value = try #require(golden.tensors["value/\(index)"]?.first)
      #expect(abs(result.value - Double(value)) < 1e-5)
      let norm = try #require(golden.tensors["norm/\(index)"]?.first)
      let own = result.rows.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      #expect(abs(own / Double(norm) - 1) < 1e-4)
      // Relative to the mean size of an element.
      let typical = norm / Float(result.rows.count).squareRoot()
      #expect(try golden.difference("gradient/\(index)", result.rows) / typical < 1e-4, "caption \(index)")
    }
  }

  @Test(arguments: ["patch-14", "patch-32"])
  func `a miniature gives autograd's numbers`(name: String) throws {
    let fixture = try CLIPFixture(name)
    try withExtendedLifetime(fixture) { try check(fixture.model, CLIPFixture.captions, name) }
  }

  @Test func `MiniCLIP gives autograd's numbers`() throws {
    let folder = Project.root.appending(path: "assets/miniclip")
    try check(CLIPModel(folder: folder, threads: 2), Self.scenes, "miniclip")
  }

  /// Moves the embedding of one token in a checkpoint.
  private func move(_ token: Int, by change: [Float], in folder: URL) throws {
    let file = folder.appending(path: "model.safetensors")
    var data = try Data(contentsOf: file)
    let length = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try #require(
      JSONSerialization.jsonObject(with: data[8..<(8 + length)]) as? [String: [String: Any]])
    let offsets = try #require(
      header["text_model.embeddings.token_embedding.weight"]?["data_offsets"] as? [Int])
    let start = 8 + length + offsets[0] + token * change.count * 4
    data.withUnsafeMutableBytes { bytes in
      for (index, step) in change.enumerated() {
        let place = start + 4 * index
        let moved = bytes.loadUnaligned(fromByteOffset: place, as: Float.self) + step
        bytes.storeBytes(of: moved, toByteOffset: place, as: Float.self)
      }
    }
    try data.write(to: file)
  }

  @Test(arguments: ["patch-14", "patch-32"])
  func `moving an embedding a little moves f as the gradient says`(name: String) throws {
    let caption = "two cats sleeping on a pink sofa"
    let fixture = try CLIPFixture(name)
    let ids = fixture.model.tokenizer.encode(caption).ids
    let direction = direction(fixture.model)
    let result = try #require(try CLIPTextGradient(fixture.model).gradients(of: [ids], along: direction).first)
    let size = fixture.model.configuration.text.hiddenSize
    for place in [1, ids.count - 2] where ids.count(where: { $0 == ids[place] }) == 1 {
      let own = Array(result.rows[(place * size)..<((place + 1) * size)])
      let length = own.reduce(0) { $0 + $1 * $1 }.squareRoot()
      func value(_ step: Float) throws -> Double {
        let moved = try CLIPFixture(name) { try move(ids[place], by: own.map { $0 / length * step }, in: $0) }
        return zip(moved.model.vectors(of: [ids])[0], direction).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      }
      let step: Float = 0.02
      let slope = try (value(step) - value(-step)) / Double(2 * step)
      #expect(abs(slope / Double(length) - 1) < 0.01, "place \(place): \(slope), expected \(length)")
      let change = result.change(
        at: place, zip(fixture.model.tokenEmbedding(ids[place]), own).map { $0 + $1 },
        insteadOf: fixture.model.tokenEmbedding(ids[place]))
      #expect(abs(change / Double(length * length) - 1) < 1e-3)
    }
  }

  @Test func `what is read beside a caption changes not a bit of its gradient`() throws {
    let fixture = try CLIPFixture("patch-14")
    let model = fixture.model
    let ids = CLIPFixture.captions.map { model.tokenizer.encode($0).ids }
    // The matrices are read from the fixture's file.
    let gradient = try withExtendedLifetime(fixture) { try CLIPTextGradient(model) }
    let together = try gradient.gradients(of: ids, along: direction(model))
    for (index, ids) in ids.enumerated() {
      #expect(try gradient.gradients(of: [ids], along: direction(model))[0].rows == together[index].rows)
    }
    withExtendedLifetime(fixture) {}
  }
}
