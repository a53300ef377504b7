internal import Basics
internal import Foundation

/// How a SigLIP's caption is brought to the one length that the model was trained with. What fills it up is attended to like any word:
/// there is no mask.
struct CaptionPadding: Sendable, Equatable {
  /// The token that fills it up, as the vocabulary spells it, and its id.
  let token: String
  let id: Int
  /// How many tokens a caption then has.
  let length: Int
  /// Whether it stands before the caption rather than after it.
  let isLeft: Bool
  /// What a reader of results should know, in whole sentences.
  let remarks: [String]

  /// What the files beside a tokenizer say: `pad_token`, `padding_side`; without the former, `pad_token_id` of the configuration.
  ///
  /// - Throws: `CheckpointError.configuration` for a token that the vocabulary has not.
  init(_ folder: URL, _ tokenizer: Tokenizer, _ configuration: CLIPConfiguration) throws {
    let settings = try TokenizerSettings(folder: folder)
    let keys = settings.keys
    let named = settings.roles.first { $0.key == "pad_token" }?.token.map {
      String(String.UnicodeScalarView($0.content))
    }
    length = configuration.maximumTextLength
    if let named {
      guard let id = tokenizer.id(of: named), id < configuration.vocabularySize else {
        throw keys.fault("pad_token", "is \"\(named)\", which the vocabulary does not have")
      }
      (token, self.id) = (named, id)
    } else {
      let id = configuration.paddingID
      guard let token = tokenizer.token(id), id < configuration.vocabularySize else {
        throw CheckpointError.configuration(
          path: folder.appending(path: "config.json").path, key: "text_config.pad_token_id",
          reason: "is \(id), which the vocabulary does not have")
      }
      (self.token, self.id) = (token, id)
    }
    switch try keys.text("padding_side") {
    case "left": isLeft = true
    case "right": isLeft = false
    case nil: isLeft = settings.className?.name == "Siglip2Tokenizer"
    case let other?: throw keys.fault("padding_side", "is \"\(other)\", and must be left or right")
    }
    let inputs = keys.document["model_input_names"]?.array?.compactMap(\.string) ?? []
    remarks =
      inputs.contains("attention_mask")
      ? [
        "The file tokenizer_config.json names an attention mask among the inputs (model_input_names), which would hide what fills a "
          + "caption up; it is attended to all the same, as SigLIP was trained."
      ] : []
  }

  /// A caption's ids at full length.
  func filled(_ ids: [Int]) -> [Int] {
    let rest = Array(repeating: id, count: max(0, length - ids.count))
    return isLeft ? rest + ids : ids + rest
  }

  /// A caption at full length.
  func filled(_ encoding: Encoding) -> Encoding {
    var (padding, text) = (Encoding(), encoding)
    for _ in 0..<max(0, length - encoding.count) {
      padding.append(id, token, type: 0, offsets: 0..<0, word: nil, sequence: nil, isSpecial: true)
    }
    if isLeft { swap(&padding, &text) }
    for place in 0..<padding.count {
      text.append(
        padding.ids[place], padding.tokens[place], type: padding.typeIDs[place], offsets: padding.offsets[place],
        word: padding.wordIDs[place], sequence: padding.sequenceIDs[place], isSpecial: padding.isSpecial[place])
    }
    return text
  }
}
