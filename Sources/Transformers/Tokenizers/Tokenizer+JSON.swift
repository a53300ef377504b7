internal import Basics
internal import Foundation

extension Tokenizer {
  /// Reads a `tokenizer.json`. What it says about cutting and padding is left aside: nothing is ever cut.
  ///
  /// - Parameter own: Set to the tokens that it finds in a text.
  init(json file: URL, own: inout [AddedTokens.Token]) throws {
    let reader = TokenizerDocument(path: file.path, root: try MappedFile.json(file))
    try reader.checkKind()
    own = try reader.addedTokens()
    let vocabulary = try reader.vocabulary(with: own)
    self.vocabulary = vocabulary
    (splitting, trimsOffsets) = try reader.splitting()
    model = try reader.model(vocabulary)
    normalizer = try reader.normalizer()
    switch (splitting, model) {
    case (.bert, .wordPiece), (.byteLevel, .bytePair), (.clip, .bytePair), (.steps, .unigram): break
    default: throw reader.unsupported("pre_tokenizer", "another than the model's own")
    }
    (rawTokens, normalizedTokens, specialIDs) = (AddedTokens([]), AddedTokens([]), [])
    template = .bare
    find(own)
    try reader.postProcessor(reader.root["post_processor"], &template, &trimsOffsets)
    if let id = template.addedIDs.first(where: { vocabulary.token($0) == nil }) {
      throw reader.malformed("post_processor", "adds a token of the id \(id), which is not in the vocabulary")
    }
  }
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
    let known = ["WordPiece", "BPE", "Unigram"]
    if let kind = root["model"]?["type"]?.string, !known.contains(kind) { throw unsupported("model.type", kind) }
  }

  /// Whether the model is a Unigram. Files from before kinds were written tell it by a list of tokens and scores.
  var isUnigram: Bool {
    root["model"]?["type"]?.string.map { $0 == "Unigram" } ?? (root["model"]?["vocab"]?.array != nil)
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

  func splitting() throws -> (Tokenizer.Splitting, (trims: Bool, hasPrefixSpace: Bool)) {
    let part = root["pre_tokenizer"]
    if isUnigram { return (.steps(try splittingSteps(part)), (false, false)) }
    switch part?["type"]?.string {
    case "BertPreTokenizer": return (.bert, (false, false))
    case "ByteLevel":
      if part?["use_regex"]?.bool == false { throw unsupported("pre_tokenizer.use_regex", "false") }
      return (.byteLevel(addsPrefixSpace: part?["add_prefix_space"]?.bool ?? true), (false, false))
    case "Sequence": return (.clip(findsMarks: try findsMarks(part?["pretokenizers"]?.array ?? [])), (false, false))
    case let other: throw unsupported("pre_tokenizer", other ?? "nothing")
    }
  }

  /// Which of CLIP's patterns a sequence of steps splits by.
  private func findsMarks(_ steps: [JSONValue]) throws -> Bool {
    let types = steps.map { $0["type"]?.string ?? "nothing" }
    guard types == ["Split", "ByteLevel"] else {
      throw unsupported("pre_tokenizer.pretokenizers", types.joined(separator: ", "))
    }
    guard steps[0]["behavior"]?.string == "Removed", steps[0]["invert"]?.bool == true,
      steps[1]["add_prefix_space"]?.bool == false, steps[1]["use_regex"]?.bool != false
    else { throw unsupported("pre_tokenizer.pretokenizers", "a split that keeps what CLIP's leaves out") }
    switch steps[0]["pattern"]?["Regex"]?.string {
    case CLIPWords.pattern: return false
    case CLIPWords.patternWithMarks: return true
    case let other: throw unsupported("pre_tokenizer.pretokenizers[0].pattern", other ?? "nothing")
    }
  }

  func normalizer() throws -> Normalizer? {
    guard let part = root["normalizer"], !part.isNull else { return nil }
    switch part["type"]?.string {
    case "BertNormalizer": return .bert(bertNormalizer(part))
    case "Sequence":
      let steps = part["normalizers"]?.array ?? []
      let types = steps.map { $0["type"]?.string ?? "nothing" }
      if types == ["NFC", "Replace", "Lowercase"], steps[1]["pattern"]?["Regex"]?.string == #"\s+"#,
        steps[1]["content"]?.string == " "
      {
        return .clip
      }
      return .steps(try normalizerSteps(part))
    default: return .steps(try normalizerSteps(part))
    }
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
    let type = part["type"]?.string ?? (isUnigram ? "Unigram" : part["merges"] == nil ? "WordPiece" : "BPE")
    switch type {
    case "Unigram": return .unigram(try unigram(part, vocabulary))
    case "WordPiece":
      let unknown = part["unk_token"]?.string ?? "[UNK]"
      guard let id = vocabulary.id(of: unknown) else { throw malformed("model.unk_token", "is not in the vocabulary") }
      let prefix = part["continuing_subword_prefix"]?.string ?? "##"
      let longest = part["max_input_chars_per_word"]?.integer ?? 100
      guard (1...10_000).contains(longest) else {
        throw malformed("model.max_input_chars_per_word", "is \(longest), and must be from 1 to 10000")
      }
      return .wordPiece(
        WordPiece(
          unknownID: id, continuingPrefix: Array(prefix.utf8), maximumCharacters: longest))
    case "BPE":
      if let text = part["continuing_subword_prefix"]?.string, !text.isEmpty {
        throw unsupported("model.continuing_subword_prefix", text)
      }
      for key in ["byte_fallback", "ignore_merges"] where part[key]?.bool == true {
        throw unsupported("model.\(key)", "true")
      }
      if let dropout = part["dropout"]?.double, dropout > 0 { throw unsupported("model.dropout", "\(dropout)") }
      guard let pairs = part["merges"]?.array else { throw malformed("model.merges", "is missing") }
      return .bytePair(
        BytePairEncoding(
          merges: try Tokenizer.merges(pairs, vocabulary, path: path), vocabulary: vocabulary,
          endOfWord: part["end_of_word_suffix"]?.string ?? "",
          unknownID: part["unk_token"]?.string.flatMap(vocabulary.id)))
    default: throw unsupported("model.type", type)
    }
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
