internal import Foundation
package import FuzzSupport
internal import Transformers

extension FuzzReader {
  /// The readers of tokenizers.
  static let tokenizers: [FuzzReader] = [
    .tokenizerFile, .tokenizerText, .tokenizerSettings, .wordPieces, .bytePairs, .sentencePiece, .marian,
  ]

  /// `tokenizer.json`.
  package static let tokenizerFile = FuzzReader("tokenizer", mutator: JSONMutator()) { bytes, folder in
    folder.remove("tokenizer")
    try folder.folder("tokenizer")
    try folder.file("tokenizer/tokenizer.json", holding: bytes)
    try use(Tokenizer(folder: folder.url.appending(path: "tokenizer")), on: texts)
  }

  /// `tokenizer_config.json` and, after a byte 255, the `tokenizer.json` that it changes: without one BERT's.
  package static let tokenizerSettings = FuzzReader(
    "tokenizer-settings", mutator: AnyOfMutators(JSONMutator(), ByteMutator())
  ) { bytes, folder in
    folder.remove("settings")
    try folder.folder("settings")
    let parts = bytes.split(separator: 0xFF, maxSplits: 1, omittingEmptySubsequences: false).map(Array.init)
    try folder.file("settings/tokenizer.json", holding: parts.count > 1 ? parts[1] : bert.get())
    try folder.file("settings/tokenizer_config.json", holding: parts[0])
    try use(Tokenizer(folder: folder.url.appending(path: "settings")), on: texts)
  }

  /// BERT's `tokenizer.json` in small.
  private static let bert = Result {
    try Array(Data(contentsOf: FuzzModels.fixtures.appending(path: "tokenizers/cased.json")))
  }

  /// Any text, by a tokenizer as there are many.
  package static let tokenizerText = FuzzReader("tokenizer-text", mutator: MarkdownMutator()) { bytes, _ in
    for tokenizer in try wellKnown.get() { try use(tokenizer, on: [String(decoding: bytes, as: UTF8.self)]) }
  }

  /// BERT's list of tokens.
  package static let wordPieces = FuzzReader("word-pieces") { bytes, folder in
    folder.remove("pieces")
    try folder.folder("pieces")
    try use(Tokenizer(wordPieces: folder.file("pieces/vocab.txt", holding: bytes)), on: texts)
  }

  /// A vocabulary and its merges, which follow a byte 255.
  package static let bytePairs = FuzzReader("byte-pairs") { bytes, folder in
    folder.remove("pairs")
    try folder.folder("pairs")
    let parts = bytes.split(separator: 0xFF, maxSplits: 1, omittingEmptySubsequences: false).map(Array.init)
    try folder.file("pairs/vocab.json", holding: parts[0])
    try folder.file("pairs/merges.txt", holding: parts.count > 1 ? parts[1] : [])
    try use(Tokenizer(folder: folder.url.appending(path: "pairs")), on: texts)
  }

  /// SentencePiece's own file, as T5 has it, as SigLIP calls it, or as a decoder's pairs of characters: whichever takes it.
  package static let sentencePiece = FuzzReader("sentencepiece") { bytes, folder in
    let kinds = [("t5", "spiece.model"), ("siglip", "spiece.model"), ("gemma", "tokenizer.model")]
    var taken: [Tokenizer] = []
    var refusal: (any Error)?
    for (kind, name) in kinds {
      folder.remove("sentencepiece")
      try folder.folder("sentencepiece")
      try folder.file("sentencepiece/config.json", holding: #"{"model_type": "\#(kind)"}"#)
      try folder.file("sentencepiece/\(name)", holding: bytes)
      do { taken.append(try Tokenizer(folder: folder.url.appending(path: "sentencepiece"))) } catch { refusal = error }
    }
    for tokenizer in taken { try use(tokenizer, on: texts) }
    if let refusal, taken.isEmpty { throw refusal }
  }

  /// Marian's vocabulary and, after a byte 255, SentencePiece's file of the language that it reads.
  package static let marian = FuzzReader("marian", mutator: AnyOfMutators(ByteMutator(), JSONMutator())) {
    bytes, folder in
    folder.remove("marian")
    try folder.folder("marian")
    let parts = bytes.split(separator: 0xFF, maxSplits: 1, omittingEmptySubsequences: false).map(Array.init)
    let target = FuzzModels.fixtures.appending(path: "tokenizers/target.model")
    try folder.file("marian/config.json", holding: #"{"model_type": "marian"}"#)
    try folder.file("marian/vocab.json", holding: parts[0])
    try folder.file("marian/target.spm", holding: Array(Data(contentsOf: target)))
    try folder.file("marian/source.spm", holding: parts.count > 1 ? parts[1] : Array(Data(contentsOf: target)))
    let tokenizer = try Tokenizer(folder: folder.url.appending(path: "marian"))
    try use(tokenizer, on: texts)
    try use(tokenizer.ofTarget, on: texts)
  }

  private static let texts = [
    "the cat sat on the mat", "Él niño 中文 don't <|endoftext|> [MASK] <s>", "\u{0301}\u{200d}🏳️‍🌈 a\u{0}b", "",
  ]

  /// The miniature tokenizers of the tests.
  private static let wellKnown = Result {
    try ["cased", "uncased", "roberta", "bytes"].map { name in
      let folder = try FuzzFolder()
      let file = FuzzModels.fixtures.appending(path: "tokenizers/\(name).json")
      try folder.file("tokenizer.json", holding: Array(Data(contentsOf: file)))
      return try Tokenizer(folder: folder.url)
    } + [unigram()]
  }

  private static func unigram() throws -> Tokenizer {
    let folder = try FuzzFolder()
    let file = FuzzModels.fixtures.appending(path: "tokenizers/t5.model")
    try folder.file("config.json", holding: #"{"model_type": "t5"}"#)
    try folder.file("spiece.model", holding: Array(Data(contentsOf: file)))
    return try Tokenizer(folder: folder.url)
  }

  /// Encodes texts: every id has a token, and every token a place in its text.
  private static func use(_ tokenizer: Tokenizer, on texts: [String]) throws {
    for text in texts {
      let encoding = tokenizer.encode(text)
      for id in encoding.ids {
        try BrokenPromise.unless(tokenizer.token(id) != nil, "an encoding has the id \(id), which is no token")
      }
      _ = tokenizer.text(of: encoding.ids)
      _ = tokenizer.encode(text, text)
      let again = tokenizer.encode(text)
      try BrokenPromise.unless(again.ids == encoding.ids, "a text is encoded in two ways")
    }
  }
}
