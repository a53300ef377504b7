import Foundation
import Images
import Testing
import Transformers

/// Vectors, logits and attentions of CLIP against transformers (eager): three miniatures of other sizes, patches, activations
/// and ends of text, and a ViT-B/32 at full size.
@Suite struct CLIPTests {
  static func check(_ fixture: CLIPFixture) throws {
    let (model, golden) = (fixture.model, fixture.golden)
    var worst: [String: Float] = [:]
    func compare(_ kind: String, _ name: String, _ found: [Float]) throws {
      let expected = try #require(golden.tensors[name], "no golden \(name)")
      try #require(found.count == expected.count)
      worst[kind] = max(worst[kind] ?? 0, zip(found, expected).map { abs($0 - $1) }.max()!)
    }
    func sampled(_ kind: String, _ name: String, _ found: [Float]) throws {
      worst[kind] = max(worst[kind] ?? 0, try golden.difference(name, found))
    }
    let texts = fixture.texts
    for (index, ids) in texts.enumerated() { #expect(golden.tensors["ids/\(index)"] == ids.map(Float.init)) }
    let captions = model.vectors(of: texts)
    try compare("vectors", "captions", captions.flatMap { $0 })
    let image = try model.imageVector(fixture.pixels)
    try compare("vectors", "image", image)
    try compare("logits", "logits", model.logits(image, captions))
    for (index, vector) in try model.imageVectors(fixture.pixels, hiding: [[0], [1, 2], [3]]).enumerated() {
      try compare("vectors", "hidden/\(index)", vector)
    }
    let patch = model.configuration.patchSize
    let other = CLIPFixture.pixels(5 * patch + 3, 3 * patch, patchSize: patch)
    try compare("vectors", "stretched", try model.imageVector(other))

    let attention = try model.imageAttention(fixture.pixels)
    for layer in 0..<attention.layers {
      try sampled("attention", "image attention/\(layer)", attention.all(layer))
    }
    for (index, caption) in CLIPFixture.captions.enumerated() {
      let attention = try model.textAttention(caption)
      for layer in 0..<attention.layers {
        try sampled("attention", "text attention/\(index)/\(layer)", attention.all(layer))
      }
    }
    let bars: [String: Float] = ["vectors": 1e-4, "logits": 1e-3, "attention": 1e-5]
    for (kind, difference) in worst { #expect(difference <= bars[kind]!, "\(kind) differ by \(difference)") }
  }

  @Test(arguments: ["patch-16", "patch-32", "patch-14"])
  func `a miniature gives the reference's numbers`(name: String) throws {
    try Self.check(CLIPFixture(name))
  }

  @Test func `a ViT-B/32 gives the reference's numbers at full size`() throws {
    let fixture = try CLIPFixture("vit-b-32")
    #expect(fixture.model.configuration.gridSide == 7 && fixture.model.configuration.maximumTextLength == 77)
    try Self.check(fixture)
  }

  @Test(.enabled(if: CLIPFixture.hasPhoto, "the photo of shared/data is not there"))
  func `a ViT-B/32 gives a photo the reference's pixels, vector and logits`() throws {
    let fixture = try CLIPFixture("vit-b-32")
    let image = try ImageFile.decode(Array(Data(contentsOf: CLIPFixture.photo)), name: CLIPFixture.photo.path).image
    let pixels = try fixture.model.pixels(of: image)
    let golden = try ModelTests.Golden("../clip/vit-b-32", limit: 1000)
    #expect(try golden.difference("photo pixels", pixels.planes) < 1e-6)
    let vector = try fixture.model.imageVector(pixels)
    let logits = fixture.model.logits(vector, fixture.model.vectors(of: fixture.texts))
    let expected = try #require(golden.tensors["photo"])
    let expectedLogits = try #require(golden.tensors["photo logits"])
    #expect(zip(vector, expected).allSatisfy { abs($0 - $1) < 1e-4 })
    #expect(zip(logits, expectedLogits).allSatisfy { abs($0 - $1) < 1e-3 })
  }

  @Test func `the number of threads and what is encoded beside it change not a bit`() throws {
    let (one, three) = (try CLIPFixture("patch-16", threads: 1), try CLIPFixture("patch-16", threads: 3))
    let together = try one.model.textVectors(CLIPFixture.captions)
    #expect(try three.model.textVectors(CLIPFixture.captions) == together)
    #expect(try CLIPFixture.captions.map { try one.model.textVectors([$0])[0] } == together)
    let hiding = (0..<9).map { [$0] }
    let vectors = try one.model.imageVectors(one.pixels, hiding: hiding)
    #expect(try three.model.imageVectors(one.pixels, hiding: hiding) == vectors)
    #expect(try hiding.map { try one.model.imageVectors(one.pixels, hiding: [$0])[0] } == vectors)
    #expect(vectors[0] != vectors[1])
  }

  @Test func `a first pass over the stored weights and later ones over the packed ones give the same bits`() throws {
    for name in ["patch-16", "patch-14"] {
      let fixture = try CLIPFixture(name)
      let (pictures, captions) = (
        try (0..<3).map { _ in try fixture.model.imageVector(fixture.pixels) },
        try (0..<3).map { _ in try fixture.model.textVectors(CLIPFixture.captions) }
      )
      #expect(Set(pictures).count == 1 && Set(captions).count == 1, "\(name)")
    }
  }

  @Test func `two first passes at a time give the bits of one`() async throws {
    let fixture = try CLIPFixture("patch-14")
    let (model, pixels) = (fixture.model, fixture.pixels)
    let together = try await withThrowingTaskGroup(of: [Float].self) { group in
      for _ in 0..<4 { group.addTask { try model.imageVector(pixels) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(together) == [try model.imageVector(pixels)])
  }

  @Test func `more captions than go side by side come in their own order`() throws {
    let model = try CLIPFixture("patch-14").model
    let captions = (0..<3000).map { "\($0 * 7919 % 3000) cats" }
    let vectors = try model.textVectors(captions)
    #expect(Set(vectors).count == 3000)
    for index in stride(from: 0, to: 3000, by: 500) {
      #expect(try model.textVectors([captions[index]])[0] == vectors[index])
    }
    #expect(try model.textVectors([]) == [])
  }

  @Test func `a long caption is refused with the limit, and cut where that is asked for`() throws {
    let model = try CLIPFixture("patch-14").model
    let caption = Array(repeating: "cat", count: 200).joined(separator: " ")
    let error = #expect(throws: TokenizerError.self) { try model.textVectors(["two cats", caption]) }
    #expect(error == .captionTooLong(caption, tokens: 202, limit: 24))
    #expect(error.map { "\($0)" }?.contains("has 202 tokens") == true)
    let cut = Array(repeating: "cat", count: 22).joined(separator: " ")
    #expect(try model.textVectors([caption], truncating: true) == model.textVectors([cut]))
  }

  @Test func `in windows, a long caption is the mean of its pieces, and a short one what it is`() throws {
    let model = try CLIPFixture("patch-14").model
    let words = (0..<30).map { "\($0 % 10)" }
    let found = try model.textVectors([words.joined(separator: " "), "two cats"], tooLong: .windows)
    #expect(try found[1] == model.textVectors(["two cats"])[0])
    // 24 tokens hold 22 digits.
    let pieces = try model.textVectors([words[..<22].joined(separator: " "), words[22...].joined(separator: " ")])
    let sums = zip(pieces[0], pieces[1]).map { $0 + $1 }
    let length = sums.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(zip(found[0], sums).allSatisfy { abs($0 - $1 / length) < 1e-6 })
    #expect(try model.textVectors(["two cats"], tooLong: .refused) == model.textVectors(["two cats"]))
  }

  @Test func `a mark written out in a caption ends it there`() throws {
    let model = try CLIPFixture("patch-14").model
    let vectors = try model.textVectors(["two cats<|endoftext|> and a dog", "two cats"])
    #expect(vectors[0] == vectors[1])
  }

  @Test func `attention names its tokens and sums to one`() throws {
    let fixture = try CLIPFixture("patch-16")
    let text = try fixture.model.textAttention("two cats")
    #expect(text.units.map(\.label) == ["<|startoftext|>", "two", "cats", "<|endoftext|>"])
    #expect(text.units.map(\.isSpecial) == [true, false, false, true])
    #expect(text[1, 2, 1, 2] == 0)
    let image = try fixture.model.imageAttention(fixture.pixels)
    #expect(image.count == 10 && image.units[4].label == "row 2, column 1")
    #expect(image.rollout().allSatisfy { abs($0.reduce(0, +) - 1) < 1e-9 })
  }

  @Test func `a file that contradicts itself is refused with the key`() throws {
    func message(
      _ name: String, of part: String = "config.json", _ change: @escaping (String) -> String
    ) -> String {
      let error = #expect(throws: (any Error).self) {
        _ = try CLIPFixture(name) { folder in
          let file = folder.appending(path: part)
          let text = try String(contentsOf: file, encoding: .utf8)
          let changed = change(text)
          try #require(changed != text)
          try changed.write(to: file, atomically: true, encoding: .utf8)
        }
      }
      return error.map { "\($0)" } ?? ""
    }
    #expect(
      message("patch-32") { $0.replacing("\"eos_token_id\": 513", with: "\"eos_token_id\": 7") }
        .hasSuffix("text_config.eos_token_id is 7, which the tokenizer puts at no caption's end"))
    #expect(message("patch-32") { $0.replacing("\"clip\"", with: "\"blip\"") }.contains("model_type is \"blip\""))
    #expect(
      message("patch-32") { $0.replacing("\"patch_size\": 32", with: "\"patch_size\": 16") }
        .contains("\"vision_model.embeddings.patch_embedding.weight\" is [40, 3, 32, 32], expected [40, 3, 16, 16]"))
    #expect(
      message("patch-16") { $0.replacing("\"num_attention_heads\": 4", with: "\"num_attention_heads\": 5") }
        .contains("vision_config_dict.num_attention_heads is 5, which does not divide"))
    #expect(
      message("patch-16", of: "tokenizer.json") {
        $0.replacing("\"<|endoftext|>\",595]", with: "\"<|endoftext|>\",-5]")
      }
      .hasSuffix("tokenizer.json: post_processor adds a token of the id -5, which is not in the vocabulary"))
    #expect(
      message("patch-14") { $0.replacing("\"model_type\"", with: "\"quantization_config\": {}, \"model_type\"") }
        .contains("quantization_config says that the weights are quantised, and such are not read"))
    // Captions of nothing that is read would have no token at all: where the file alone counts, which ends nothing here.
    let bare = #expect(throws: (any Error).self) {
      _ = try CLIPFixture("patch-16") { folder in
        let file = folder.appending(path: "tokenizer.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        let changed = text.replacing("\"post_processor\":{", with: "\"no_processor\":{")
        try #require(changed != text)
        try changed.write(to: file, atomically: true, encoding: .utf8)
        try Data(#"{"tokenizer_class": "TokenizersBackend"}"#.utf8)
          .write(to: folder.appending(path: "tokenizer_config.json"))
      }
    }
    #expect(
      bare.map { "\($0)" }?
        .hasSuffix("text_config.eos_token_id is for a caption's end, and the tokenizer puts no token there") == true)
  }
}

extension AttentionMap {
  /// A layer's matrices, head by head.
  func all(_ layer: Int) -> [Float] { (0..<heads).flatMap { matrix(layer, $0).flatMap { $0 } } }
}
