internal import Basics
internal import Foundation

/// The classes of transformers that call SentencePiece itself, whatever a `tokenizer.json` beside its files says.
extension Tokenizer {
  /// - Parameter folder: With `spiece.model`, or with `source.spm`, `target.spm` and `vocab.json`.
  init(calling kind: TokenizerClass, _ folder: URL, _ settings: TokenizerSettings) throws {
    if let kwargs = settings.keys.document["sp_model_kwargs"]?.members, !kwargs.isEmpty {
      throw settings.keys.fault(
        "sp_model_kwargs", "names \(kwargs[0].name), and such a setting is not followed here")
    }
    var own = TokenizerFileParts()
    own.isPieces = true
    func unknown(_ vocabulary: TokenVocabulary, _ path: String) throws -> (text: String, id: Int) {
      let text = Self.text("unk_token", settings, kind.tokens) ?? "<unk>"
      guard let id = vocabulary.id(of: text) else {
        throw TokenizerError.malformed(
          path: path, key: text, reason: "is missing; it is the model's unk_token")
      }
      return (text, id)
    }
    (rawTokens, normalizedTokens, specialIDs) = (AddedTokens([]), AddedTokens([]), [])
    (normalizer, splitting, template) = (nil, .steps([]), .bare)
    let path: String
    if kind == .siglip {
      var source = try SentencePieceFile(folder.appending(path: "spiece.model"))
      if try settings.keys.flag("legacy") == false { source.addsSpace = false }
      path = source.path
      vocabulary = TokenVocabulary(source.pieces.map(\.text))
      let unknown = try unknown(vocabulary, path)
      let manner = PieceReader.Manner.caption(
        lowercases: try settings.keys.flag("do_lower_case") ?? true,
        unknown: Array(unknown.text.unicodeScalars))
      model = .pieces(
        PieceReader(
          model: try SentencePieceModel(source, vocabulary, unknownID: unknown.id), manner: manner))
    } else {
      if try settings.keys.flag("separate_vocabs") == true {
        throw settings.keys.fault("separate_vocabs", "is true, and two vocabularies are not read")
      }
      let file = folder.appending(path: "vocab.json")
      path = file.path
      vocabulary = try Self.vocabulary(
        Self.table(MappedFile.json(file), path: path, key: "the vocabulary"), path: path)
      let id = try unknown(vocabulary, path).id
      let models = try ["source.spm", "target.spm"].map { [vocabulary] name in
        let source = try SentencePieceFile(folder.appending(path: name))
        return Model.pieces(
          PieceReader(
            model: try SentencePieceModel(source, vocabulary, unknownID: id), manner: .translation))
      }
      (model, targetModel) = (models[0], models[1])
    }
    try honour(settings, as: kind, own: own, path: path)
  }

  /// The tokenizer of what the model writes, where that is another than of what it reads (Marian); else the same.
  public var ofTarget: Tokenizer {
    guard let targetModel else { return self }
    var tokenizer = self
    tokenizer.model = targetModel
    return tokenizer
  }
}
