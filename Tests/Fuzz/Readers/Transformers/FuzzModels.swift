internal import Foundation
internal import FuzzSupport
internal import TestSupport
internal import Transformers

/// Miniature models with one file of them changed.
enum FuzzModels {
  /// The folder of the miniatures.
  static let fixtures = Project.root.appending(path: "Tests/TransformersTests/Fixtures")

  /// BERT with `bytes` in the place of one of its files.
  static func bert(with name: String, holding bytes: [UInt8], in folder: FuzzFolder) throws -> LanguageModel {
    let place = try model(fixtures.appending(path: "models/bert"), with: name, holding: bytes, in: folder, as: "bert")
    return try LanguageModel(folder: place, threads: 1)
  }

  /// MiniCLIP with `bytes` in the place of one of its files.
  static func clip(with name: String, holding bytes: [UInt8], in folder: FuzzFolder) throws -> CLIPModel {
    let clip = Project.root.appending(path: "assets/miniclip")
    return try CLIPModel(folder: model(clip, with: name, holding: bytes, in: folder, as: "clip"), threads: 1)
  }

  /// open_clip's miniature with `bytes` for its settings.
  static func openCLIP(by bytes: [UInt8], in folder: FuzzFolder) throws -> CLIPModel {
    let place = try folder.folder("open-clip")
    for (file, name) in [
      ("open-clip.safetensors", "open_clip_model.safetensors"), ("marks-last.json", "tokenizer.json"),
    ] {
      let link = place.appending(path: name)
      if FileManager.default.fileExists(atPath: link.path) { continue }
      let source = fixtures.appending(path: "clip/\(file)")
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: source)
    }
    try folder.file("open-clip/open_clip_config.json", holding: bytes)
    return try CLIPModel(folder: place, threads: 1)
  }

  /// BERT with an adapter upon it, whose settings are `bytes`.
  static func adapted(by bytes: [UInt8], in folder: FuzzFolder) throws -> LanguageModel {
    let adapter = fixtures.appending(path: "adapters/patterns")
    let place = try model(adapter, with: "adapter_config.json", holding: bytes, in: folder, as: "adapter")
    return try LanguageModel(folder: place, base: fixtures.appending(path: "classifiers/bert"), threads: 1)
  }

  private static func model(
    _ source: URL, with name: String, holding bytes: [UInt8], in folder: FuzzFolder, as place: String
  ) throws -> URL {
    let own = "\(place)-\(name)"
    try folder.link(source, into: own, without: [name])
    try folder.file("\(own)/\(name)", holding: bytes)
    return folder.url.appending(path: own)
  }
}
