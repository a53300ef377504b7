import Foundation
import TestSupport
import Testing
import Transformers

/// A CLIP of counter weights in a folder of its own, by one of the golden configurations.
struct CLIPFixture {
  static let folder = fixture("clip")
  static let captions = [
    "a photo of a cat", "a photo of a dog", "two cats", "two cats sleeping on a pink sofa", "",
    "A Photo, of 2 Cats!", "two cats", "a photo of a cat that is not a dog",
  ]

  let model: CLIPModel
  let golden: ModelTests.Golden
  private let scratch: Scratch

  /// - Parameters:
  ///   - name: `patch-16`, `patch-32`, `patch-14`, or `vit-b-32`, which is CLIP's size.
  ///   - change: What to change in the folder before it is loaded.
  init(_ name: String, threads: Int = 2, _ change: (URL) throws -> Void = { _ in }) throws {
    let scratch = try Scratch()
    self.scratch = scratch
    let tokenizer = name == "patch-32" ? "marks-between" : "marks-last"
    func copy(_ file: String, to target: String) throws {
      try FileManager.default.copyItem(
        at: Self.folder.appending(path: file), to: scratch.file(target))
    }
    try copy("\(tokenizer).json", to: "tokenizer.json")
    if name == "vit-b-32" {
      try scratch.file("config.json", holding: #"{"model_type": "clip", "text_config": {"eos_token_id": 2}}"#)
    } else {
      try copy("\(name).json", to: "config.json")
    }
    if name == "patch-16" {
      try copy("patch-16.bin", to: "pytorch_model.bin")
    } else {
      let sizes = try CLIPConfiguration(file: scratch.file("config.json"))
      try CounterWeights.write(Self.tensors(sizes), to: scratch.file("model.safetensors"))
    }
    try change(scratch.folder)
    model = try CLIPModel(folder: scratch.folder, threads: threads)
    golden = try ModelTests.Golden("../clip/\(name)", limit: name == "vit-b-32" ? 60 : 150)
  }

  static func pixels(_ width: Int, _ height: Int, patchSize: Int) -> CLIPPixels {
    CLIPPixels(
      width: width, height: height, patchSize: patchSize,
      planes: CounterWeights.numbers("pixels \(width) \(height)", 3 * width * height, scale: 1.5),
      crop: CLIPPixels.Rectangle(x: 0, y: 0, width: Double(width), height: Double(height)))
  }

  /// The two cats of COCO, where the data beside the repository has them.
  static let photo = Project.shared.appending(path: "coco-val2017-000000039769.png")
  static var hasPhoto: Bool { FileManager.default.isReadableFile(atPath: photo.path) }

  /// The picture that the model was trained for, by size.
  var pixels: CLIPPixels {
    let sizes = model.configuration
    return Self.pixels(sizes.imageSize, sizes.imageSize, patchSize: sizes.patchSize)
  }

  /// The ids of every golden text: the captions', and rows that no words reach.
  var texts: [[Int]] {
    let around = model.tokenizer.encode("").ids
    let rows = [[5, 400, 30], [5, 400, 31, 32], (0..<20).map { 37 * $0 % 500 }]
    return Self.captions.map { model.tokenizer.encode($0).ids } + rows.map { [around[0]] + $0 + [around[1]] }
  }

  /// Every tensor of a checkpoint, with its shape.
  static func tensors(_ sizes: CLIPConfiguration) -> [(name: String, shape: [Int])] {
    func layers(_ tower: String, _ stack: StackConfiguration) -> [(name: String, shape: [Int])] {
      let (hidden, inner) = (stack.hiddenSize, stack.intermediateSize)
      var modules: [(name: String, shape: [Int])] = [("mlp.fc1", [inner, hidden]), ("mlp.fc2", [hidden, inner])]
      for name in ["q_proj", "k_proj", "v_proj", "out_proj"] {
        modules.append(("self_attn." + name, [hidden, hidden]))
      }
      for name in ["layer_norm1", "layer_norm2"] { modules.append((name, [hidden])) }
      var tensors: [(name: String, shape: [Int])] = []
      for layer in 0..<stack.layers {
        for (name, shape) in modules {
          let prefix = "\(tower).encoder.layers.\(layer).\(name)"
          tensors += [(prefix + ".weight", shape), (prefix + ".bias", [shape[0]])]
        }
      }
      return tensors
    }
    let (text, vision) = (sizes.text.hiddenSize, sizes.vision.hiddenSize)
    let patch = sizes.patchSize
    var tensors: [(name: String, shape: [Int])] = [
      ("logit_scale", []), ("text_projection.weight", [sizes.projectionSize, text]),
      ("visual_projection.weight", [sizes.projectionSize, vision]),
      ("text_model.embeddings.token_embedding.weight", [sizes.vocabularySize, text]),
      ("text_model.embeddings.position_embedding.weight", [sizes.maximumTextLength, text]),
      ("vision_model.embeddings.class_embedding", [vision]),
      ("vision_model.embeddings.patch_embedding.weight", [vision, 3, patch, patch]),
      ("vision_model.embeddings.position_embedding.weight", [1 + sizes.gridSide * sizes.gridSide, vision]),
    ]
    let norms = [("text_model.final_layer_norm", text), ("vision_model.pre_layrnorm", vision)]
    for (name, size) in norms + [("vision_model.post_layernorm", vision)] {
      tensors += [(name + ".weight", [size]), (name + ".bias", [size])]
    }
    return tensors + layers("text_model", sizes.text) + layers("vision_model", sizes.vision)
  }
}
