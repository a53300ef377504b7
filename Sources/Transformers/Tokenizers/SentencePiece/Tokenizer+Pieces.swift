internal import Foundation

extension Tokenizer {
  /// The tokenizer of a class from a file of SentencePiece's alone, as transformers 5 makes it: the class puts its tokens before and
  /// after the pieces, and takes the table of characters; what else the file says of cleaning a text is left aside.
  init(pieces file: URL, as kind: TokenizerClass, _ settings: TokenizerSettings) throws {
    let source = try SentencePieceFile(file)
    var own = TokenizerFileParts()
    own.isPieces = true
    own.unknownID = source.roles["unk_token"]?.id
    own.extra = source.pieces.filter { $0.kind == .control || $0.kind == .userDefined }.map {
      piece in
      AddedTokens.Token(
        id: -1, content: Array(piece.text.unicodeScalars), isSpecial: piece.kind == .control)
    }
    let isBackend = kind == .file
    if isBackend { own.roles = source.roles.filter { $0.value.id >= 0 }.mapValues(\.text) }
    func text(_ role: String, _ other: String) -> String {
      Self.text(role, settings, kind.tokens) ?? other
    }
    var pieces = source.pieces.map { (text: $0.text, score: Double($0.score)) }
    switch kind {
    case .xlmRoberta:
      let first = [
        text("bos_token", "<s>"), text("pad_token", "<pad>"), text("eos_token", "</s>"),
        text("unk_token", "<unk>"),
      ]
      pieces = first.map { ($0, 0) } + pieces.dropFirst(3) + [(text("mask_token", "<mask>"), 0)]
    case .camembert:
      let first = [
        ("<s>NOTUSED", 0.0), (text("pad_token", "<pad>"), 0), ("</s>NOTUSED", 0),
        (text("unk_token", "<unk>"), 0),
        ("<unk>NOTUSED", -100),
      ]
      pieces = first + pieces.dropFirst() + [(text("mask_token", "<mask>"), 0)]
    case .t5:
      let count = try settings.extraIDs()
      pieces += (0..<count).reversed().map { ("<extra_id_\($0)>", 0) }
    default: break
    }
    let isInPairs =
      [.llama, .gemma, .siglip2].contains(kind) || (isBackend && source.algorithm != .unigram)
    vocabulary = TokenVocabulary(pieces.map(\.text))
    (rawTokens, normalizedTokens, specialIDs) = (AddedTokens([]), AddedTokens([]), [])
    (splitting, template) = (.steps([]), .bare)
    normalizer = source.map.map { .steps([.characters($0)]) }
    if isInPairs {
      if isBackend { vocabulary = try Self.renamed(vocabulary, settings) }
      var pairs = BytePairEncoding(
        merges: BytePairEncoding.merges(of: vocabulary), vocabulary: vocabulary,
        unknownID: source.roles["unk_token"].flatMap { [vocabulary] in vocabulary.id(of: $0.text) })
      pairs.fusesUnknown = true
      if source.fallsBackToBytes { pairs.bytePieces = BytePairEncoding.bytePieces(vocabulary) }
      model = .bytePair(pairs)
    } else {
      let unknown = source.roles["unk_token"]?.id ?? 0
      guard pieces.indices.contains(unknown) else {
        throw source.malformed("trainer_spec.unk_id", "is \(unknown), which is no piece's place")
      }
      model = .unigram(
        Unigram(
          scores: pieces.map(\.score), unknownID: unknown,
          fallsBackToBytes: isBackend && source.fallsBackToBytes,
          vocabulary: vocabulary))
    }
    if isBackend {
      let spaces = NormalizerStep.replace(.literal([" "]), ["▁"])
      normalizer = .steps((source.map.map { [.characters($0)] } ?? []) + [spaces])
    }
    try honour(settings, as: kind, own: own, path: file.path)
  }

  /// A vocabulary whose placeholders have the names that `added_tokens_decoder` gives to their ids.
  private static func renamed(_ vocabulary: TokenVocabulary, _ settings: TokenizerSettings) throws
    -> TokenVocabulary
  {
    var tokens = (0..<vocabulary.count).map { vocabulary.token($0) }
    var isChanged = false
    for (id, token) in settings.added where tokens.indices.contains(id) {
      let text = String(String.UnicodeScalarView(token.content))
      guard vocabulary.id(of: text) == nil else { continue }
      tokens[id] = text
      isChanged = true
    }
    return isChanged ? TokenVocabulary(tokens) : vocabulary
  }
}

extension BytePairEncoding {
  /// The pairs that a vocabulary of pieces speaks of: every way to take a piece apart into two others, in the order of the pieces and
  /// then of the first part's length, as transformers finds them.
  static func merges(of vocabulary: TokenVocabulary) -> [UInt64: Merge] {
    var merges: [UInt64: Merge] = [:]
    for id in 0..<vocabulary.count {
      guard var token = vocabulary.token(id), vocabulary.id(of: token) == id else { continue }
      token.withUTF8 { bytes in
        for place in bytes.indices.dropFirst() where bytes[place] & 0xC0 != 0x80 {
          guard let left = vocabulary.id(of: UnsafeBufferPointer(rebasing: bytes[..<place])),
            let right = vocabulary.id(of: UnsafeBufferPointer(rebasing: bytes[place...]))
          else { continue }
          merges[key(left, right)] = Merge(rank: Int32(merges.count), id: Int32(id))
        }
      }
    }
    return merges
  }
}
