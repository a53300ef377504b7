internal import Basics
public import Foundation

/// The sizes and choices of a CLIP or a SigLIP, as its `config.json` gives them; what is absent has Hugging Face's defaults.
///
/// Old files hold their sections twice, as `text_config` and `text_config_dict`: the latter rules, as in transformers.
public struct CLIPConfiguration: Sendable, Equatable {
  /// Of which kind the model is.
  public var family = ImageTextFamily.clip
  /// The layers that read text.
  public var text: StackConfiguration
  /// The layers that read a picture.
  public var vision: StackConfiguration
  /// Numbers in the vector of a picture or a caption.
  public var projectionSize: Int
  /// Pixels along a side of the square picture that the model was trained on.
  public var imageSize: Int
  /// Pixels along a side of a patch.
  public var patchSize: Int
  /// How many tokens the embedding knows.
  public var vocabularySize: Int
  /// The most tokens of a caption, the two around it included.
  public var maximumTextLength: Int
  /// The token at whose first place a caption's vector is taken; nil for files from before it was right (`eos_token_id` 2),
  /// which mean the first place of the highest id, and for a SigLIP, which takes the last place.
  public var endOfText: Int?
  /// The token that fills a caption of a SigLIP up where its tokenizer names none.
  var paddingID = 1
  /// Whether the checkpoint has open_clip's names.
  var isOpenCLIP = false

  /// Patches along a side of the picture that the model was trained on.
  public var gridSide: Int { imageSize / patchSize }
}

extension CLIPConfiguration {
  /// Reads `config.json`.
  ///
  /// - Throws: `CheckpointError.configuration` with the key that is contradictory or not supported.
  public init(file: URL) throws {
    let keys = ConfigurationKeys(path: file.path, document: try MappedFile.json(file))
    guard let name = keys.document["model_type"]?.string else { throw keys.noModelType(for: ["clip", "siglip"]) }
    try keys.refuseQuantisation()
    switch name {
    case "clip": try self.init(clip: keys)
    case "siglip": try self.init(siglip: keys)
    default: throw Self.unknown(name, keys)
    }
  }

  /// Why a model of another kind is not read.
  private static func unknown(_ name: String, _ keys: ConfigurationKeys) -> CheckpointError {
    let reason =
      switch name {
      case "siglip2":
        ", whose pictures keep their proportions (NaFlex), and such are not read; take a SigLIP 2 of one size, such as "
          + "google/siglip2-base-patch16-224"
      case "clip_text_model", "clip_vision_model", "siglip_text_model", "siglip_vision_model":
        ", one tower alone, and captions need both; take the whole model"
      default: ", expected \"clip\" or \"siglip\""
      }
    return keys.fault("model_type", "is \"\(name)\"\(reason)")
  }

  private init(clip keys: ConfigurationKeys) throws {
    projectionSize = try keys.size("projection_dim", default: 512)

    let text = try Self.section("text_config", of: keys)
    self.text = try Self.stack(
      text, StackDefaults(layers: 12, heads: 8, hiddenSize: 512, intermediateSize: 2048), isCausal: true)
    vocabularySize = try text.size("vocab_size", default: 49408)
    maximumTextLength = try text.size("max_position_embeddings", default: 77, least: 2)
    let end = try text.size("eos_token_id", default: 49407, least: 0)
    endOfText = end == 2 ? nil : end

    let vision = try Self.section("vision_config", of: keys)
    self.vision = try Self.stack(
      vision, StackDefaults(layers: 12, heads: 12, hiddenSize: 768, intermediateSize: 3072), isCausal: false)
    (imageSize, patchSize) = try Self.patches(vision, patchSize: 32)
  }

  /// The sides of the picture and of a patch.
  static func patches(_ vision: ConfigurationKeys, patchSize: Int) throws -> (image: Int, patch: Int) {
    let image = try vision.size("image_size", default: 224)
    let patch = try vision.size("patch_size", default: patchSize)
    if try vision.size("num_channels", default: 3) != 3 { throw vision.fault("num_channels", "must be 3") }
    if patch > image { throw vision.fault("patch_size", "is larger than the picture, \(image)") }
    return (image, patch)
  }

  /// What transformers takes for what a section does not say.
  struct StackDefaults {
    var layers: Int
    var heads: Int
    var hiddenSize: Int
    var intermediateSize: Int
    var epsilon: Float = 1e-5
    var activation = "quick_gelu"
  }

  static func section(_ name: String, of keys: ConfigurationKeys) throws -> ConfigurationKeys {
    let old = try keys.within(name + "_dict")
    return old.document.isNull ? try keys.within(name) : old
  }

  static func stack(
    _ keys: ConfigurationKeys, _ defaults: StackDefaults, isCausal: Bool
  ) throws -> StackConfiguration {
    let stack = StackConfiguration(
      layers: try keys.layers("num_hidden_layers", default: defaults.layers),
      heads: try keys.size("num_attention_heads", default: defaults.heads),
      hiddenSize: try keys.size("hidden_size", default: defaults.hiddenSize),
      intermediateSize: try keys.size("intermediate_size", default: defaults.intermediateSize),
      layerNormEpsilon: try keys.number("layer_norm_eps", default: defaults.epsilon),
      activation: try keys.activation("hidden_act", default: defaults.activation), isCausal: isCausal,
      normalizesFirst: true)
    guard stack.hiddenSize % stack.heads == 0 else {
      throw keys.fault(
        "num_attention_heads", "is \(stack.heads), which does not divide the hidden size \(stack.hiddenSize)")
    }
    return stack
  }
}
