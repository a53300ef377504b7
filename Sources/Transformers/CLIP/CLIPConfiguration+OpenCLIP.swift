internal import Basics
internal import Foundation
internal import LinearAlgebra

/// open_clip's `open_clip_config.json`. A key that is not known here is refused where it is not null: it would change the model.
extension CLIPConfiguration {
  /// The file by which a folder of open_clip's is known.
  static let openCLIPFile = "open_clip_config.json"

  /// Whether a folder is laid out as open_clip has it, and not as transformers has it.
  static func isOpenCLIP(_ folder: URL) -> Bool {
    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder.appending(path: name).path) }
    return has(openCLIPFile) && !has("config.json")
  }

  /// - Throws: `CheckpointError.configuration` with the key that is contradictory or not supported.
  init(openCLIP file: URL) throws {
    let keys = ConfigurationKeys(path: file.path, document: try MappedFile.json(file))
    let model = try keys.within("model_cfg")
    if model.document.isNull { throw keys.fault("model_cfg", "is missing, which says of what kind the model is") }
    // What only training and other towers go by changes nothing.
    try model.allow(["embed_dim", "vision_cfg", "text_cfg", "quick_gelu", "init_logit_scale"])
    let vision = try model.within("vision_cfg")
    if let name = try vision.text("timm_model_name") {
      throw vision.fault(
        "timm_model_name",
        "is \"\(name)\", an image tower of timm (MobileCLIP's, SigLIP's and others are), and such are not read; take a CLIP with "
          + "a vision transformer of open_clip's own, or the same model as transformers has it")
    }
    if vision.document["layers"]?.array != nil {
      throw vision.fault("layers", "is a list, which means a convolutional network (ResNet), and such are not read")
    }
    try vision.allow(
      ["image_size", "layers", "width", "patch_size", "head_width", "mlp_ratio", "norm_kwargs", "patch_dropout"],
      defaults: ["pool_type": "tok", "pos_embed_type": "learnable"])
    let text = try model.within("text_cfg")
    if let name = try text.text("hf_model_name") {
      throw text.fault(
        "hf_model_name",
        "is \"\(name)\", and a text tower from there is not read; take a CLIP with open_clip's own text tower")
    }
    try text.allow(
      ["context_length", "vocab_size", "width", "heads", "layers", "mlp_ratio", "norm_kwargs", "pad_id", "eos_id"],
      defaults: ["pool_type": "argmax", "proj_type": "linear"])

    let activation = try model.flag("quick_gelu") == true ? Activation.quickGELU : .gelu
    func stack(_ keys: ConfigurationKeys, width: Int, layers: Int, heads: (Int) throws -> Int, isCausal: Bool) throws
      -> StackConfiguration
    {
      let width = try keys.size("width", default: width)
      let heads = try heads(width)
      guard heads > 0, width % heads == 0 else { throw keys.fault("width", "is \(width), not a multiple of its heads") }
      let norm = try keys.within("norm_kwargs")
      try norm.allow(["eps"])
      return StackConfiguration(
        layers: try keys.size("layers", default: layers), heads: heads, hiddenSize: width,
        intermediateSize: try keys.inner(width), layerNormEpsilon: try norm.number("eps", default: 1e-5),
        activation: activation, isCausal: isCausal, normalizesFirst: true)
    }
    let (image, patch) = try Self.patches(vision, patchSize: 16)
    self.init(
      text: try stack(
        text, width: 512, layers: 12, heads: { _ in try text.size("heads", default: 8) }, isCausal: true),
      vision: try stack(
        vision, width: 768, layers: 12, heads: { $0 / (try vision.size("head_width", default: 64)) }, isCausal: false),
      projectionSize: try model.size("embed_dim"), imageSize: image, patchSize: patch,
      vocabularySize: try text.size("vocab_size", default: 49_408),
      maximumTextLength: try text.size("context_length", default: 77, least: 2), endOfText: nil, isOpenCLIP: true)
  }
}

extension ConfigurationKeys {
  /// Refuses every key but some: of those with a default, any other value. A value that switches nothing on is none.
  ///
  /// - Parameter defaults: Texts that mean what is read here.
  fileprivate func allow(_ known: Set<String>, defaults: [String: String] = [:]) throws(CheckpointError) {
    for member in document.members ?? [] where !known.contains(member.name) {
      let value = member.value
      if value.isNull || value.bool == false { continue }
      if let usual = defaults[member.name], value.string == usual { continue }
      // Settings of towers that are not used, and of training.
      if member.name.hasPrefix("timm_") || member.name.hasPrefix("hf_model_") || member.name.hasPrefix("attn_pooler_")
        || ["hf_pooler_type", "hf_proj_type"].contains(member.name)
      {
        continue
      }
      let what = value.members == nil ? "is \(value)" : "is there"
      throw fault(member.name, "\(what), which is not read; take the same model as transformers has it (config.json)")
    }
  }

  /// Numbers between the two products of a feed-forward block.
  fileprivate func inner(_ width: Int) throws(CheckpointError) -> Int {
    guard let value = document["mlp_ratio"], !value.isNull else { return 4 * width }
    guard let ratio = value.double, ratio > 0, ratio <= 64 else {
      throw fault("mlp_ratio", "must be a number from 0 to 64")
    }
    return Int(Double(width) * ratio)
  }
}
