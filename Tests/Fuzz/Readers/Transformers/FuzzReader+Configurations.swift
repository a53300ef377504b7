package import FuzzSupport
internal import Images
internal import Transformers

extension FuzzReader {
  /// The readers of settings of models.
  static let configurations: [FuzzReader] = [
    .configuration, .clipConfiguration, .preprocessor, .languageModel, .clipModel, .openCLIP, .adapter,
  ]

  /// `config.json` of a language model.
  package static let configuration = FuzzReader("config", mutator: JSONMutator()) { bytes, folder in
    _ = try ModelConfiguration(file: folder.file("config.json", holding: bytes))
  }

  /// `config.json` of a model of pictures and captions.
  package static let clipConfiguration = FuzzReader("clip-config", mutator: JSONMutator()) { bytes, folder in
    _ = try CLIPConfiguration(file: folder.file("config.json", holding: bytes))
  }

  /// `preprocessor_config.json`, with a model that is whole otherwise, and a picture brought to it.
  package static let preprocessor = FuzzReader("preprocessor", mutator: JSONMutator()) { bytes, folder in
    try look(through: FuzzModels.clip(with: "preprocessor_config.json", holding: bytes, in: folder))
  }

  /// `config.json` beside CLIP's weights, and a picture and a caption passed through.
  package static let clipModel = FuzzReader("clip-model", mutator: JSONMutator()) { bytes, folder in
    let model = try FuzzModels.clip(with: "config.json", holding: bytes, in: folder)
    try look(through: model)
    let vectors = try model.textVectors(["a cat"])
    try BrokenPromise.unless(vectors.count == 1, "one caption has \(vectors.count) vectors")
    _ = model.logits(vectors[0], vectors)
  }

  /// `open_clip_config.json` beside open_clip's weights, and a picture and a caption passed through.
  package static let openCLIP = FuzzReader("open-clip", mutator: JSONMutator()) { bytes, folder in
    let model = try FuzzModels.openCLIP(by: bytes, in: folder)
    try look(through: model)
    let vectors = try model.textVectors(["a cat"])
    try BrokenPromise.unless(vectors.count == 1, "one caption has \(vectors.count) vectors")
  }

  /// `config.json` beside BERT's weights, and a sentence passed through.
  package static let languageModel = FuzzReader("language-model", mutator: JSONMutator()) { bytes, folder in
    let model = try FuzzModels.bert(with: "config.json", holding: bytes, in: folder)
    let pass = try model.forward(model.tokenizer.encode("the cat sat"))
    _ = AttentionMap(pass, model).rollout()
    let beside = try model.outputs(["the cat sat", "on the mat"].map { model.tokenizer.encode($0) })
    try BrokenPromise.unless(
      beside.map(\.shape.count) == [2, 2] && beside[0].shape == pass.hiddenStates[pass.hiddenStates.count - 1].shape,
      "two texts side by side have other states than one alone")
  }

  /// `adapter_config.json` beside an adapter's weights, put upon BERT.
  package static let adapter = FuzzReader("adapter", mutator: JSONMutator()) { bytes, folder in
    let model = try FuzzModels.adapted(by: bytes, in: folder)
    _ = try model.forward(model.tokenizer.encode("the cat sat"))
  }

  private static func look(through model: CLIPModel) throws {
    let image = try Image(width: 40, height: 30, pixels: [UInt8](repeating: 77, count: 40 * 30 * 4))
    _ = try model.imageVector(model.pixels(of: image))
  }
}
