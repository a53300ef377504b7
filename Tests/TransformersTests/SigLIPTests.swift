import Foundation
import TestSupport
import Testing
import Transformers

/// A SigLIP of counter weights in a folder of its own, by one of the golden configurations, with CLIP's tokenizer.
struct SigLIPFixture {
  let model: CLIPModel
  let golden: ModelTests.Golden
  private let scratch: Scratch

  /// - Parameter change: What to change in the folder before it is loaded.
  init(_ name: String, threads: Int = 2, _ change: (URL) throws -> Void = { _ in }) throws {
    scratch = try Scratch()
    for (file, target) in [("marks-last.json", "tokenizer.json"), ("\(name).json", "config.json")] {
      try FileManager.default.copyItem(at: CLIPFixture.folder.appending(path: file), to: scratch.file(target))
    }
    let sizes = try CLIPConfiguration(file: scratch.file("config.json"))
    try CounterWeights.write(Self.tensors(sizes), to: scratch.file("model.safetensors"))
    try change(scratch.folder)
    model = try CLIPModel(folder: scratch.folder, threads: threads)
    golden = try ModelTests.Golden("../clip/\(name)", limit: 150)
  }

  /// The picture that the model was trained for, by size.
  var pixels: CLIPPixels {
    let sizes = model.configuration
    return CLIPFixture.pixels(sizes.imageSize, sizes.imageSize, patchSize: sizes.patchSize)
  }

  /// Every tensor of a checkpoint, with its shape.
  static func tensors(_ sizes: CLIPConfiguration) -> [(name: String, shape: [Int])] {
    let (text, vision, inner) = (sizes.text.hiddenSize, sizes.vision.hiddenSize, sizes.vision.intermediateSize)
    let layers = CLIPFixture.tensors(sizes).filter { $0.name.contains(".encoder.") }
    let head = "vision_model.head."
    var tensors: [(name: String, shape: [Int])] = [
      ("logit_scale", [1]), ("logit_bias", [1]),
      ("text_model.embeddings.token_embedding.weight", [sizes.vocabularySize, text]),
      ("text_model.embeddings.position_embedding.weight", [sizes.maximumTextLength, text]),
      ("text_model.head.weight", [sizes.projectionSize, text]), ("text_model.head.bias", [sizes.projectionSize]),
      ("vision_model.embeddings.patch_embedding.weight", [vision, 3, sizes.patchSize, sizes.patchSize]),
      ("vision_model.embeddings.patch_embedding.bias", [vision]),
      ("vision_model.embeddings.position_embedding.weight", [sizes.gridSide * sizes.gridSide, vision]),
      (head + "probe", [1, 1, vision]), (head + "attention.in_proj_weight", [3 * vision, vision]),
      (head + "attention.in_proj_bias", [3 * vision]), (head + "attention.out_proj.weight", [vision, vision]),
      (head + "attention.out_proj.bias", [vision]), (head + "mlp.fc1.weight", [inner, vision]),
      (head + "mlp.fc1.bias", [inner]), (head + "mlp.fc2.weight", [vision, inner]), (head + "mlp.fc2.bias", [vision]),
    ]
    let norms = [("text_model.final_layer_norm", text), ("vision_model.post_layernorm", vision)]
    for (name, size) in norms + [(head + "layernorm", vision)] {
      tensors += [(name + ".weight", [size]), (name + ".bias", [size])]
    }
    return tensors + layers
  }
}

/// SigLIP against transformers (eager): two miniatures of other sizes, activations and epsilons.
@Suite struct SigLIPTests {
  @Test(arguments: ["siglip-16", "siglip-14"])
  func `a miniature gives the reference's vectors, logits, scores and attentions`(name: String) throws {
    let fixture = try SigLIPFixture(name)
    let (model, golden) = (fixture.model, fixture.golden)
    var worst: [String: Float] = [:]
    func note(_ kind: String, _ difference: Float) { worst[kind] = max(worst[kind] ?? 0, difference) }
    func compare(_ kind: String, _ name: String, _ found: [Float]) throws {
      let expected = try #require(golden.tensors[name], "no golden \(name)")
      try #require(found.count == expected.count)
      note(kind, zip(found, expected).map { abs($0 - $1) }.max()!)
    }
    let captions = try model.textVectors(CLIPFixture.captions)
    try compare("vectors", "captions", captions.flatMap { $0 })
    let image = try model.imageVector(fixture.pixels)
    try compare("vectors", "image", image)
    let logits = model.logits(image, captions)
    try compare("logits", "logits", logits)
    try compare("scores", "scores", logits.map { Float(1 / (1 + exp(-Double($0)))) })
    for (index, vector) in try model.imageVectors(fixture.pixels, hiding: [[0], [1, 2], [3]]).enumerated() {
      try compare("vectors", "hidden/\(index)", vector)
    }
    let patch = model.configuration.patchSize
    let other = CLIPFixture.pixels(5 * patch + 3, 3 * patch, patchSize: patch)
    try compare("vectors", "stretched", try model.imageVector(other))

    let attention = try model.imageAttention(fixture.pixels)
    let (layers, heads, patches) = (model.configuration.vision.layers, attention.heads, attention.count - 1)
    #expect(attention.layers == layers + 1 && attention.units[0].label == "[query]" && !model.hasClassToken)
    func part(_ layer: Int, _ queries: Range<Int>) -> [Float] {
      (0..<heads).flatMap { head in
        queries.flatMap { query in (1...patches).map { attention[layer, head, query, $0] } }
      }
    }
    for layer in 0..<layers {
      note("attention", try golden.difference("image attention/\(layer)", part(layer, 1..<patches + 1)))
    }
    try compare("attention", "gathered", part(layers, 0..<1))
    for (index, caption) in CLIPFixture.captions.enumerated() {
      let attention = try model.textAttention(caption)
      #expect(attention.units.count == 24 && !attention.isCausal)
      for layer in 0..<attention.layers {
        note("attention", try golden.difference("text attention/\(index)/\(layer)", attention.all(layer)))
      }
    }
    let bars: [String: Float] = ["vectors": 1e-4, "logits": 1e-3, "scores": 1e-5, "attention": 1e-5]
    for (kind, difference) in worst { #expect(difference <= bars[kind]!, "\(kind) differ by \(difference)") }
  }

  @Test(arguments: ["siglip-16", "siglip-14"])
  func `the gradient of a caption is autograd's, at words and at what fills it up`(name: String) throws {
    let fixture = try SigLIPFixture(name)
    let model = fixture.model
    let direction = CounterWeights.numbers("direction", model.configuration.projectionSize, scale: 1)
    let ids = CLIPFixture.captions.prefix(4).map { model.tokenizer.encode($0).ids }
    let golden = try ModelTests.Golden("../clip/\(name)", limit: 400)
    for (index, result) in try CLIPTextGradient(model).gradients(of: ids, along: direction).enumerated() {
      #expect(golden.tensors["ids/\(index)"] == result.ids.map(Float.init))
      let value = try #require(golden.tensors["value/\(index)"]?.first)
      #expect(abs(result.value - Double(value)) < 1e-5)
      let norm = try #require(golden.tensors["norm/\(index)"]?.first)
      let typical = norm / Float(result.rows.count).squareRoot()
      #expect(try golden.difference("gradient/\(index)", result.rows) / typical < 1e-4, "caption \(index)")
    }
  }

  @Test func `the number of threads and what is encoded beside it change not a bit`() throws {
    let (one, three) = (try SigLIPFixture("siglip-16", threads: 1), try SigLIPFixture("siglip-16", threads: 3))
    let captions = CLIPFixture.captions + (0..<100).map { "\($0) cats" }
    let together = try one.model.textVectors(captions)
    #expect(try three.model.textVectors(captions) == together)
    #expect(try captions.prefix(9).map { try one.model.textVectors([$0])[0] } == Array(together.prefix(9)))
    let hiding = (0..<9).map { [$0] }
    let vectors = try one.model.imageVectors(one.pixels, hiding: hiding)
    #expect(try three.model.imageVectors(one.pixels, hiding: hiding) == vectors)
    #expect(try hiding.map { try one.model.imageVectors(one.pixels, hiding: [$0])[0] } == vectors)
    #expect(Set(vectors).count == 9)
  }

  @Test func `the tokenizer's own padding and its side are honoured, and a mask is not`() throws {
    func model(_ settings: String) throws -> CLIPModel {
      try SigLIPFixture("siglip-16") { folder in
        try Data(settings.utf8).write(to: folder.appending(path: "tokenizer_config.json"))
      }.model
    }
    let usual = try model(#"{"tokenizer_class": "TokenizersBackend"}"#)
    let caption = ["two cats"]
    #expect(usual.remarks.allSatisfy { !$0.contains("mask") })
    let other = try model(#"{"tokenizer_class": "TokenizersBackend", "pad_token": "<|startoftext|>"}"#)
    #expect(try other.textVectors(caption) != usual.textVectors(caption))
    let left = try model(#"{"tokenizer_class": "TokenizersBackend", "padding_side": "left"}"#)
    #expect(try left.textVectors(caption) != usual.textVectors(caption))
    let end = usual.tokenizer.encode("").ids
    let full = Array(repeating: end[1], count: 20) + [end[0]] + usual.tokenizer.encode("two cats").ids[1...2] + [end[1]]
    #expect(try left.textVectors(caption) == left.vectors(of: [full]))
    let masked = try model(
      #"{"tokenizer_class": "TokenizersBackend", "model_input_names": ["input_ids", "attention_mask"]}"#)
    #expect(masked.remarks.contains { $0.contains("model_input_names") })
    #expect(try masked.textVectors(caption) == usual.textVectors(caption))
  }

  @Test(arguments: [
    ("\"model_type\": \"siglip\"", "\"model_type\": \"siglip2\"", "google/siglip2-base-patch16-224"),
    ("\"model_type\": \"siglip\"", "\"model_type\": \"chinese_clip\"", "expected \"clip\" or \"siglip\""),
    ("\"vision_use_head\": true", "\"vision_use_head\": false", "vision_config.vision_use_head is false"),
    ("\"projection_size\": 32", "\"projection_size\": 30", "text_config.projection_size is 30"),
    ("\"num_channels\": 3", "\"num_channels\": 4", "vision_config.num_channels must be 3"),
  ])
  func `a file that contradicts itself is refused with the key`(old: String, new: String, message: String) throws {
    let error = #expect(throws: (any Error).self) {
      _ = try SigLIPFixture("siglip-16") { folder in
        let file = folder.appending(path: "config.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        try #require(text.contains(old))
        try Data(text.replacing(old, with: new).utf8).write(to: file)
      }
    }
    #expect(error.map { "\($0)".contains(message) } == true, "\(error.map { "\($0)" } ?? "")")
  }

  @Test func `a picture is squashed and brought to numbers from -1 to 1 unless a file says otherwise`() throws {
    let model = try SigLIPFixture("siglip-16").model
    #expect(model.remarks.contains { $0.contains("SigLIP's authors") })
    let pixels = try model.pixels(of: CLIPPixelsTests.image(60, 100))
    #expect((pixels.width, pixels.height) == (48, 48))
    #expect(pixels.crop == CLIPPixels.Rectangle(x: 0, y: 0, width: 60, height: 100))
    #expect(pixels.planes.allSatisfy { abs($0) <= 1 } && pixels.planes.contains { $0 < 0 })
    let bilinear = try SigLIPFixture("siglip-16") { folder in
      try Data(#"{"resample": 2, "size": {"height": 48, "width": 48}, "crop_size": 16}"#.utf8)
        .write(to: folder.appending(path: "preprocessor_config.json"))
    }.model
    #expect(bilinear.preprocessing.filter == .bilinear && bilinear.preprocessing.crop == nil)
    #expect(try bilinear.pixels(of: CLIPPixelsTests.image(60, 100)).planes != pixels.planes)
  }
}
