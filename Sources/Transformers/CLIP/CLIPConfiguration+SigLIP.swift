/// SigLIP's sizes. The text tower has no causal mask, a caption is filled up to its full length, and its last place becomes the vector;
/// the image tower has no class token: an attention gathers the patches. Zhai et al. 2023.
extension CLIPConfiguration {
  /// - Throws: `CheckpointError.configuration` with the key that is contradictory or not supported.
  init(siglip keys: ConfigurationKeys) throws {
    let text = try Self.section("text_config", of: keys)
    let sizes = StackDefaults(
      layers: 12, heads: 12, hiddenSize: 768, intermediateSize: 3072, epsilon: 1e-6, activation: "gelu_pytorch_tanh")
    let vision = try Self.section("vision_config", of: keys)
    if try vision.flag("vision_use_head") == false {
      throw vision.fault("vision_use_head", "is false, and without that head a picture has no vector")
    }
    let (image, patch) = try Self.patches(vision, patchSize: 16)
    let textStack = try Self.stack(text, sizes, isCausal: false)
    let visionStack = try Self.stack(vision, sizes, isCausal: false)
    let shared = try text.size("projection_size", default: textStack.hiddenSize)
    guard shared == visionStack.hiddenSize else {
      throw text.fault(
        "projection_size",
        "is \(shared), and the vector of a picture has \(visionStack.hiddenSize) numbers (vision_config.hidden_size)")
    }
    self.init(
      family: .siglip, text: textStack, vision: visionStack, projectionSize: shared, imageSize: image, patchSize: patch,
      vocabularySize: try text.size("vocab_size", default: 32_000),
      maximumTextLength: try text.size("max_position_embeddings", default: 64, least: 2), endOfText: nil,
      paddingID: try text.size("pad_token_id", default: 1, least: 0))
  }
}
