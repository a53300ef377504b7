internal import Basics
internal import Foundation

extension Tokenizer {
  /// Reads a `tokenizer.json`. What it says about cutting and padding is left aside: nothing is ever cut.
  ///
  /// - Parameters:
  ///   - kind: The class, which may build the steps anew: then it matters only for remarks what the file says of them.
  ///   - own: Set to what the file says that a class needs to know.
  init(_ reader: TokenizerDocument, as kind: TokenizerClass, own: inout TokenizerFileParts) throws {
    try reader.checkKind()
    own.tokens = try reader.addedTokens()
    let vocabulary = try reader.vocabulary(with: own.tokens)
    self.vocabulary = vocabulary
    model = try reader.model(vocabulary)
    (trimsOffsets, template) = ((false, false), .bare)
    do {
      splitting = try reader.splitting()
      normalizer = try reader.normalizer()
    } catch TokenizerError.unsupported where kind != .file {
      own.isRead = false
      splitting = .steps([])
      // Classes with a table of characters take that from the file.
      normalizer = try reader.characterMap().map { .steps([.characters($0)]) }
    }
    (rawTokens, normalizedTokens, specialIDs) = (AddedTokens([]), AddedTokens([]), [])
    find(own.tokens)
    try reader.postProcessor(reader.root["post_processor"], &template, &trimsOffsets)
    if let id = template.addedIDs.first(where: { vocabulary.token($0) == nil }) {
      throw reader.malformed("post_processor", "adds a token of the id \(id), which is not in the vocabulary")
    }
  }
}

/// What a class needs to know of a `tokenizer.json`, or of a file of SentencePiece's, besides vocabulary and model.
struct TokenizerFileParts {
  /// The tokens that it finds in a text.
  var tokens: [AddedTokens.Token] = []
  /// Whether its steps are ones that are known here.
  var isRead = true
  /// Whether it is a file of SentencePiece's, so that the class adds what tokens it lacks.
  var isPieces = false
  /// More tokens, which are found in a text where the settings name no others.
  var extra: [AddedTokens.Token] = []
  /// Tokens with a role, where neither the settings nor the class name one.
  var roles: [String: String] = [:]
  /// The id of what is unknown, by the file.
  var unknownID: Int?
}

/// The parts of a `tokenizer.json`, each read by what it says of itself.
struct TokenizerDocument {
  let path: String
  let root: JSONValue

  func malformed(_ key: String, _ reason: String) -> TokenizerError {
    .malformed(path: path, key: key, reason: reason)
  }

  func unsupported(_ key: String, _ found: String) -> TokenizerError {
    .unsupported(path: path, key: key, found: found)
  }

  /// Refuses a tokenizer of another kind by its name.
  func checkKind() throws {
    let known = ["WordPiece", "BPE", "Unigram", "WordLevel"]
    if let kind = root["model"]?["type"]?.string, !known.contains(kind) { throw unsupported("model.type", kind) }
  }

  /// Whether the model is a Unigram. Files from before kinds were written tell it by a list of tokens and scores.
  var isUnigram: Bool {
    root["model"]?["type"]?.string.map { $0 == "Unigram" } ?? (root["model"]?["vocab"]?.array != nil)
  }

  /// Whether a step or the vocabulary is named ByteLevel.
  var speaksOfBytes: Bool {
    ["pre_tokenizer", "decoder", "post_processor", "normalizer"].contains { key in
      root[key].map { "\($0)".contains("\"ByteLevel\"") } ?? false
    } || root["model"]?["vocab"]?["ByteLevel"] != nil
  }

  func addedTokens() throws -> [AddedTokens.Token] {
    try (root["added_tokens"]?.array ?? []).enumerated().map { index, entry in
      guard let id = entry["id"]?.integer, id >= 0, id < 1 << 24, let content = entry["content"]?.string else {
        throw malformed("added_tokens[\(index)]", "has no id or no content")
      }
      return AddedTokens.Token(
        id: id, content: Array(content.unicodeScalars), isSingleWord: entry["single_word"]?.bool ?? false,
        stripsLeft: entry["lstrip"]?.bool ?? false, stripsRight: entry["rstrip"]?.bool ?? false,
        isNormalized: entry["normalized"]?.bool ?? false, isSpecial: entry["special"]?.bool ?? false)
    }
  }

  func vocabulary(with added: [AddedTokens.Token]) throws -> TokenVocabulary {
    var tokens =
      isUnigram
      ? try pieces().map(\.token)
      : try Tokenizer.table(root["model"]?["vocab"], path: path, key: "model.vocab", others: added.count)
    let most = 2 * (tokens.count + added.count) + 1024
    for token in added {
      let text = String(String.UnicodeScalarView(token.content))
      guard token.id < most else {
        throw malformed("added_tokens", "gives \"\(text)\" the id \(token.id), far beyond the others")
      }
      if token.id >= tokens.count { tokens += Array(repeating: nil, count: token.id + 1 - tokens.count) }
      if let other = tokens[token.id], !other.utf8.elementsEqual(text.utf8) {
        throw malformed("added_tokens", "gives the id \(token.id) of \"\(other)\" to \"\(text)\"")
      }
      tokens[token.id] = text
    }
    return try Tokenizer.vocabulary(tokens, path: path)
  }

  /// The kind of the model, by what the file calls it, or, in files from before kinds were written, by what it has.
  var kind: String {
    root["model"]?["type"]?.string
      ?? (isUnigram ? "Unigram" : root["model"]?["merges"] == nil ? "WordPiece" : "BPE")
  }

  func bertNormalizer(_ part: JSONValue) -> BERTNormalizer {
    let lowercases = part["lowercase"]?.bool ?? true
    return BERTNormalizer(
      cleansText: part["clean_text"]?.bool ?? true,
      separatesChineseCharacters: part["handle_chinese_chars"]?.bool ?? true,
      stripsAccents: part["strip_accents"]?.bool ?? lowercases, lowercases: lowercases)
  }

  func model(_ vocabulary: TokenVocabulary) throws -> Tokenizer.Model {
    guard let part = root["model"] else { throw malformed("model", "is missing") }
    switch kind {
    case "Unigram": return .unigram(try unigram(part, vocabulary))
    case "WordPiece":
      let id = try unknownID(part["unk_token"]?.string ?? "[UNK]", vocabulary)
      let prefix = part["continuing_subword_prefix"]?.string ?? "##"
      let longest = part["max_input_chars_per_word"]?.integer ?? 100
      guard (1...10_000).contains(longest) else {
        throw malformed("model.max_input_chars_per_word", "is \(longest), and must be from 1 to 10000")
      }
      return .wordPiece(
        WordPiece(
          unknownID: id, continuingPrefix: Array(prefix.utf8), maximumCharacters: longest))
    case "WordLevel":
      return .wordLevel(WordLevel(unknownID: try unknownID(part["unk_token"]?.string ?? "<unk>", vocabulary)))
    case "BPE": return .bytePair(try bytePair(part, vocabulary))
    case let type: throw unsupported("model.type", type)
    }
  }

  private func unknownID(_ token: String, _ vocabulary: TokenVocabulary) throws -> Int {
    guard let id = vocabulary.id(of: token) else { throw malformed("model.unk_token", "is not in the vocabulary") }
    return id
  }

  private func bytePair(_ part: JSONValue, _ vocabulary: TokenVocabulary) throws -> BytePairEncoding {
    if let text = part["continuing_subword_prefix"]?.string, !text.isEmpty {
      throw unsupported("model.continuing_subword_prefix", text)
    }
    if let dropout = part["dropout"]?.double, dropout > 0 { throw unsupported("model.dropout", "\(dropout)") }
    guard let pairs = part["merges"]?.array else { throw malformed("model.merges", "is missing") }
    var model = BytePairEncoding(
      merges: try Tokenizer.merges(pairs, vocabulary, path: path), vocabulary: vocabulary,
      endOfWord: part["end_of_word_suffix"]?.string ?? "",
      unknownID: part["unk_token"]?.string.flatMap(vocabulary.id))
    if let token = part["unk_token"]?.string, model.unknownID == nil, !model.hasAllBytes {
      throw malformed("model.unk_token", "is \"\(token)\", which is not in the vocabulary")
    }
    model.fusesUnknown = part["fuse_unk"]?.bool ?? false
    model.ignoresMerges = part["ignore_merges"]?.bool ?? false
    if part["byte_fallback"]?.bool == true { model.bytePieces = BytePairEncoding.bytePieces(vocabulary) }
    return model
  }

  func postProcessor(
    _ part: JSONValue?, _ template: inout Template, _ trims: inout (trims: Bool, hasPrefixSpace: Bool)
  ) throws {
    guard let part, !part.isNull else { return }
    switch part["type"]?.string {
    case "TemplateProcessing":
      template = Template(
        single: try places(part["single"], part["special_tokens"], "single"),
        pair: try places(part["pair"], part["special_tokens"], "pair"))
    case "BertProcessing":
      let (start, end) = (try id(part["cls"], "cls"), try id(part["sep"], "sep"))
      template = .bert(start: start, end: end)
    case "RobertaProcessing":
      template = .roberta(start: try id(part["cls"], "cls"), end: try id(part["sep"], "sep"))
      trims = (part["trim_offsets"]?.bool ?? true, part["add_prefix_space"]?.bool ?? true)
    case "ByteLevel":
      trims = (part["trim_offsets"]?.bool ?? true, part["add_prefix_space"]?.bool ?? true)
    case "Sequence":
      for step in part["processors"]?.array ?? [] { try postProcessor(step, &template, &trims) }
    case let other: throw unsupported("post_processor", other ?? "nothing")
    }
  }

  /// The id in `["[CLS]", 101]`.
  private func id(_ pair: JSONValue?, _ key: String) throws -> Int {
    guard let entry = pair?.array, entry.count == 2, let id = entry[1].integer else {
      throw malformed("post_processor.\(key)", "is not a token and its id")
    }
    return id
  }

  private func places(_ list: JSONValue?, _ specials: JSONValue?, _ key: String) throws -> [Template.Place] {
    guard let list = list?.array else { throw malformed("post_processor.\(key)", "is missing") }
    return try list.flatMap { place -> [Template.Place] in
      if let sequence = place["Sequence"] {
        switch sequence["id"]?.string {
        case "A": return [.sequence(0, type: sequence["type_id"]?.integer ?? 0)]
        case "B" where key == "pair": return [.sequence(1, type: sequence["type_id"]?.integer ?? 0)]
        default: throw malformed("post_processor.\(key)", "names a sequence that is not there")
        }
      }
      guard let special = place["SpecialToken"], let name = special["id"]?.string,
        let ids = specials?[name]?["ids"]?.array?.map(\.integer)
      else { throw malformed("post_processor.\(key)", "has a place that is neither text nor a known token") }
      return try ids.map { id in
        guard let id else { throw malformed("post_processor.special_tokens", "has an id that is no number") }
        return .special(id: id, type: special["type_id"]?.integer ?? 0)
      }
    }
  }
}
