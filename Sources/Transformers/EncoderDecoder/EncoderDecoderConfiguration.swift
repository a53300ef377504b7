internal import Basics
public import Foundation

/// The sizes and choices of an encoder and its decoder, as `config.json` and `generation_config.json` give them.
public struct EncoderDecoderConfiguration: Sendable, Equatable {
  /// The encoder, and what both have in common.
  public let encoder: ModelConfiguration
  /// The decoder: layers, heads and the size of its feed-forward blocks may differ.
  public let decoder: ModelConfiguration
  /// How the model says something by itself.
  public let generation: GenerationSettings

  /// The layers of the decoder, each of which sees what stands before.
  var decoderStack: StackConfiguration {
    var stack = decoder.stack
    stack.isCausal = true
    return stack
  }

  /// Reads the files of a folder.
  ///
  /// - Throws: `CheckpointError.configuration` with the key that is missing, contradictory or not supported.
  public init(folder: URL) throws {
    let file = folder.appending(path: "config.json")
    encoder = try ModelConfiguration(file: file)
    let keys = ConfigurationKeys(path: file.path, document: try MappedFile.json(file))
    guard encoder.architecture.hasDecoder else {
      throw keys.fault("model_type", "is \"\(encoder.architecture.rawValue)\", which has no encoder and decoder")
    }
    var decoder = encoder
    if encoder.architecture.isT5 {
      decoder.stack.layers = try keys.layers("num_decoder_layers", default: encoder.layers)
    } else {
      decoder.stack.layers = try keys.layers("decoder_layers")
      decoder.stack.heads = try keys.size("decoder_attention_heads")
      decoder.stack.intermediateSize = try keys.size("decoder_ffn_dim")
      guard decoder.hiddenSize % decoder.heads == 0 else {
        throw keys.fault(
          "decoder_attention_heads", "is \(decoder.heads), which does not divide the hidden size \(decoder.hiddenSize)"
        )
      }
    }
    if encoder.architecture == .marian, try keys.flag("share_encoder_decoder_embeddings") == false {
      decoder.vocabularySize = try keys.size("decoder_vocab_size", default: encoder.vocabularySize)
    }
    self.decoder = decoder
    // T5's decoder starts from its padding.
    let padding = encoder.architecture.isT5 ? try keys.size("pad_token_id", default: 0, least: 0) : nil
    generation = try GenerationSettings(
      folder: folder, vocabulary: decoder.vocabularySize,
      usual: padding.flatMap { $0 < decoder.vocabularySize ? $0 : nil })
  }
}
