import Foundation
import TestSupport
import Testing
import Transformers

/// open_clip's own files against open_clip: a miniature whose two projections are square or nearly so, so that a transposed one would be
/// taken for the other.
@Suite struct OpenCLIPTests {
  /// A folder with a miniature as open_clip saves it, beside CLIP's tokenizer.
  struct Folder {
    let scratch: Scratch

    init(tokenizer: Bool = true, _ change: (URL) throws -> Void = { _ in }) throws {
      scratch = try Scratch()
      var files = [
        ("open-clip.json", "open_clip_config.json"), ("open-clip.safetensors", "open_clip_model.safetensors"),
      ]
      if tokenizer { files.append(("marks-last.json", "tokenizer.json")) }
      for (file, target) in files {
        try FileManager.default.copyItem(at: CLIPFixture.folder.appending(path: file), to: scratch.file(target))
      }
      try change(scratch.folder)
    }

    func model() throws -> CLIPModel { try CLIPModel(folder: scratch.folder, threads: 2) }
  }

  private static func edit(_ folder: URL, _ old: String, _ new: String) throws {
    let file = folder.appending(path: "open_clip_config.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    try #require(text.contains(old), "\(old)")
    try Data(text.replacing(old, with: new).utf8).write(to: file)
  }

  @Test func `a miniature gives open_clip's vectors, logits and gradients`() throws {
    let folder = try Folder()
    let model = try folder.model()
    let golden = try ModelTests.Golden("../clip/open-clip", limit: 400)
    func difference(_ name: String, _ found: [Float]) throws -> Float {
      let expected = try #require(golden.tensors[name])
      try #require(expected.count == found.count)
      return zip(expected, found).map { abs($0 - $1) }.max() ?? 0
    }
    let captions = try model.textVectors(CLIPFixture.captions)
    let image = try model.imageVector(CLIPFixture.pixels(48, 48, patchSize: 16))
    #expect(try difference("captions", captions.flatMap { $0 }) < 1e-4)
    #expect(try difference("image", image) < 1e-4)
    #expect(try difference("logits", model.logits(image, captions)) < 1e-3)
    let direction = CounterWeights.numbers("direction", 24, scale: 1)
    let ids = CLIPFixture.captions.prefix(4).map { model.tokenizer.encode($0).ids }
    for (index, result) in try CLIPTextGradient(model).gradients(of: ids, along: direction).enumerated() {
      let value = try #require(golden.tensors["value/\(index)"]?.first)
      #expect(abs(result.value - Double(value)) < 1e-5)
      let norm = try #require(golden.tensors["norm/\(index)"]?.first)
      let typical = norm / Float(result.rows.count).squareRoot()
      #expect(try golden.difference("gradient/\(index)", result.rows) / typical < 1e-4, "caption \(index)")
    }
    #expect(model.remarks == [])
  }

  @Test func `the text tower as data has its matrices the usual way round`() throws {
    let folder = try Folder()
    let model = try folder.model()
    let parts = try model.textParts()
    let tensors = try Checkpoint(file: CLIPFixture.folder.appending(path: "open-clip.safetensors")).tensors
    let stored = try #require(tensors.first { $0.name == "text_projection" }).floats()
    let last = Array(parts.weights.suffix(24 * 24))
    var turned: [Float] = []
    for row in 0..<24 { for column in 0..<24 { turned.append(stored[column * 24 + row]) } }
    #expect(last == turned && last != stored)
    #expect(parts.weights.count == model.configuration.textWeights)
  }

  @Test(arguments: [(75, 50), (50, 77), (61, 61)])
  func `a picture is prepared as open_clip does it, odd margins included`(width: Int, height: Int) throws {
    let folder = try Folder()
    let golden = try ModelTests.Golden("../clip/open-clip", limit: 1000)
    let pixels = try folder.model().pixels(of: CLIPPixelsTests.image(width, height))
    #expect(try golden.difference("pixels/\(width)/\(height)", pixels.planes) < 1e-5)
  }

  @Test(arguments: [
    (#""embed_dim": 24,"#, #""embed_dim": 24, "custom_text": true,"#, "model_cfg.custom_text is true"),
    (#""embed_dim": 24,"#, #""embed_dim": 24, "multimodal_cfg": {"width": 8},"#, "model_cfg.multimodal_cfg is there"),
    (#""layers": 2,"#, #""layers": [3, 4, 6, 3],"#, "convolutional network (ResNet)"),
    (
      #""image_size": 48,"#, #""timm_model_name": "fastvit_mci2", "image_size": 48,"#,
      "is \"fastvit_mci2\", an image tower of timm"
    ),
    (#""image_size": 48,"#, #""attentional_pool": true, "image_size": 48,"#, "vision_cfg.attentional_pool is true"),
    (#""heads": 3,"#, #""heads": 3, "no_causal_mask": true,"#, "text_cfg.no_causal_mask is true"),
    (#""heads": 3,"#, #""heads": 3, "hf_model_name": "roberta-base","#, "text_cfg.hf_model_name is \"roberta-base\""),
    (#""heads": 3,"#, #""heads": 5,"#, "text_cfg.width is 24, not a multiple of its heads"),
    (#""resize_mode": "shortest""#, #""resize_mode": "longest""#, "preprocess_cfg.resize_mode is \"longest\""),
    (
      #""context_length": 24,"#, #""context_length": 25,"#,
      "tensor \"positional_embedding\" is [24, 24], expected [25, 24]"
    ),
  ])
  func `what would change the model is refused by its key`(old: String, new: String, message: String) throws {
    let folder = try Folder { try Self.edit($0, old, new) }
    let error = #expect(throws: (any Error).self) { _ = try folder.model() }
    #expect(error.map { "\($0)".contains(message) } == true, "\(error.map { "\($0)" } ?? "")")
  }

  @Test func `without a tokenizer or weights the message names the files, and so does the check`() throws {
    let bare = try Folder(tokenizer: false)
    let error = #expect(throws: (any Error).self) { _ = try bare.model() }
    #expect(
      error.map { "\($0)".contains("put tokenizer.json, or vocab.json and merges.txt, of openai/clip-vit") } == true)
    #expect(
      ModelFolder.absent(from: bare.scratch.folder).map(\.names) == [["tokenizer.json", "vocab.json with merges.txt"]])
    let empty = try Folder { try FileManager.default.removeItem(at: $0.appending(path: "open_clip_model.safetensors")) }
    #expect(throws: (any Error).self) { _ = try empty.model() }
    #expect(ModelFolder.absent(from: empty.scratch.folder).map(\.names.first) == ["open_clip_model.safetensors"])
  }
}
