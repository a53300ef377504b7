internal import Basics

/// What the files beside the vocabulary change, in the order in which transformers 5 does it.
extension Tokenizer {
  /// Honours the settings of a folder for a tokenizer of a class.
  ///
  /// - Parameters:
  ///   - own: The tokens that `tokenizer.json` finds in a text; none where there is no such file.
  ///   - path: Of the file with the vocabulary.
  /// - Throws: Where the files contradict each other, or where the class needs a token that is not there.
  mutating func honour(
    _ settings: TokenizerSettings, as kind: TokenizerClass, own: [AddedTokens.Token], path: String
  ) throws {
    let before = (normalizer: normalizer, splitting: splitting, template: template)
    let tokens = try foundTokens(settings, kind, own)
    try rebuild(kind, settings, path)
    var found = tokens
    if try settings.keys.flag("split_special_tokens") == true { found.removeAll(where: \.isSpecial) }
    find(found)
    specialIDs = Set(tokens.filter(\.isSpecial).map(\.id))
    statedLength = try Self.statedLength(settings.keys)
    if settings.hasTokenizerFile {
      if kind != .file { compare(before, kind) }
      for key in ["add_bos_token", "add_eos_token"] where try settings.keys.flag(key) == true {
        remarks.append(
          "The file tokenizer_config.json sets \(key), which transformers 5 leaves aside beside a tokenizer.json; so does Quire."
        )
      }
    } else if settings.keys.document.isNull, kind == .bert {
      remarks.append(
        "There is no tokenizer_config.json to say whether texts are lower-cased; they are, which is transformers' default."
      )
    }
    if kind == .file, case .bert(let own)? = normalizer, let asked = try settings.keys.flag("do_lower_case"),
      asked != own.lowercases
    {
      remarks.append(
        "The file tokenizer_config.json sets do_lower_case to \(asked), and tokenizer.json does otherwise, which rules, as in "
          + "transformers 5.")
    }
  }

  /// All tokens that are found in a text, each with its id: those of `tokenizer.json`, those of the settings by their ids, those with
  /// a role, more of them. What the vocabulary does not have goes to its end.
  private mutating func foundTokens(
    _ settings: TokenizerSettings, _ kind: TokenizerClass, _ own: [AddedTokens.Token]
  ) throws -> [AddedTokens.Token] {
    var tokens = own
    var texts = Set(own.map(\.content))
    let ids = Set(own.map(\.id))
    var new: [String] = []
    func id(_ token: AddedTokens.Token, _ vocabulary: TokenVocabulary) -> Int {
      let text = String(String.UnicodeScalarView(token.content))
      if let id = vocabulary.id(of: text) { return id }
      new.append(text)
      return vocabulary.count + new.count - 1
    }
    for (stated, token) in settings.added.sorted(by: { $0.key < $1.key })
    where !token.content.isEmpty && !ids.contains(stated) && texts.insert(token.content).inserted {
      var token = token
      token.id = id(token, vocabulary)
      guard token.id == stated else {
        let text = String(String.UnicodeScalarView(token.content))
        throw TokenizerError.malformed(
          path: settings.addedPath, key: "\"\(text)\"",
          reason: "is said to have the id \(stated), and by the vocabulary has the id \(token.id)")
      }
      tokens.append(token)
    }
    for (role, token) in settings.roles {
      guard let token, !token.content.isEmpty else { continue }
      if let place = tokens.firstIndex(where: { $0.content == token.content }) {
        if TokenizerSettings.isStandard(role), !ids.contains(tokens[place].id) { tokens[place].isSpecial = true }
      } else {
        var token = token
        token.id = id(token, vocabulary)
        tokens.append(token)
      }
    }
    for (role, text) in kind.tokens.sorted(by: { $0.key < $1.key })
    where !settings.roles.contains(where: { $0.key == role }) {
      let content = Array(text.unicodeScalars)
      // A token of the class that the vocabulary does not have can only be met where a text spells it out.
      guard !tokens.contains(where: { $0.content == content }), let id = vocabulary.id(of: text) else { continue }
      tokens.append(AddedTokens.Token(id: id, content: content, isSpecial: true))
    }
    for token in settings.extra where !token.content.isEmpty && !tokens.contains(where: { $0.content == token.content })
    {
      var token = token
      token.id = id(token, vocabulary)
      tokens.append(token)
    }
    if !new.isEmpty {
      let all = (0..<vocabulary.count).map { vocabulary.token($0) } + new
      vocabulary = TokenVocabulary(all)
    }
    return tokens
  }

  /// The text of a token with a role; nil where the files say that nobody has it, or where neither they nor the class do.
  private static func text(_ role: String, _ settings: TokenizerSettings, _ kind: TokenizerClass) -> String? {
    if let stated = settings.roles.first(where: { $0.key == role }) {
      return stated.token.map { String(String.UnicodeScalarView($0.content)) }
    }
    return kind.tokens[role]
  }

  /// The steps that a class builds anew.
  private mutating func rebuild(_ kind: TokenizerClass, _ settings: TokenizerSettings, _ path: String) throws {
    let vocabulary = vocabulary
    func id(_ role: String) throws -> Int {
      guard let text = Self.text(role, settings, kind) else {
        throw TokenizerError.malformed(path: settings.keys.path, key: role, reason: "is null, and the model needs it")
      }
      guard let id = vocabulary.id(of: text) else {
        throw TokenizerError.malformed(path: path, key: text, reason: "is missing; it is the model's \(role)")
      }
      return id
    }
    func mismatch() -> TokenizerError {
      .unsupported(path: path, key: "its kind, which is another than tokenizer_class says,", found: model.name)
    }
    let keys = settings.keys
    switch (kind, model) {
    case (.file, _): break
    case (.bert, .wordPiece):
      let lowercases = try keys.flag("do_lower_case") ?? true
      normalizer = .bert(
        BERTNormalizer(
          separatesChineseCharacters: try keys.flag("tokenize_chinese_chars") ?? true,
          stripsAccents: try keys.flag("strip_accents") ?? lowercases, lowercases: lowercases))
      splitting = .bert
      model = .wordPiece(
        WordPiece(unknownID: try id("unk_token"), continuingPrefix: Array("##".utf8), maximumCharacters: 100))
      template = .bert(start: try id("cls_token"), end: try id("sep_token"))
    case (.roberta, .bytePair(let pairs)):
      let addsSpace = try keys.flag("add_prefix_space") ?? false
      normalizer = nil
      splitting = .byteLevel(addsPrefixSpace: addsSpace)
      model = .bytePair(BytePairEncoding(merges: pairs.merges, vocabulary: vocabulary))
      template = .roberta(start: try id("cls_token"), end: try id("sep_token"))
      trimsOffsets = (try keys.flag("trim_offsets") ?? true, addsSpace)
    case (.gpt2, .bytePair(let pairs)):
      normalizer = nil
      splitting = .byteLevel(addsPrefixSpace: try keys.flag("add_prefix_space") ?? false)
      model = .bytePair(BytePairEncoding(merges: pairs.merges, vocabulary: vocabulary))
      guard !settings.hasTokenizerFile else { break }
      func edge(_ flag: String, _ role: String) throws -> Int? {
        guard try keys.flag(flag) == true, Self.text(role, settings, kind) != nil else { return nil }
        return try id(role)
      }
      template = .generated(start: try edge("add_bos_token", "bos_token"), end: try edge("add_eos_token", "eos_token"))
    case (.clip, .bytePair(let pairs)):
      normalizer = .clip
      splitting = .clip(findsMarks: true)
      model = .bytePair(
        BytePairEncoding(
          merges: pairs.merges, vocabulary: vocabulary, endOfWord: "</w>", unknownID: try? id("unk_token")))
      template = .roberta(start: try id("bos_token"), end: try id("eos_token"))
      trimsOffsets = (false, false)
    case (.mpnet, .wordPiece):
      let lowercases = try keys.flag("do_lower_case") ?? true
      normalizer = .bert(
        BERTNormalizer(
          separatesChineseCharacters: try keys.flag("tokenize_chinese_chars") ?? true,
          stripsAccents: try keys.flag("strip_accents") ?? lowercases, lowercases: lowercases))
      splitting = .bert
      model = .wordPiece(
        WordPiece(unknownID: try id("unk_token"), continuingPrefix: Array("##".utf8), maximumCharacters: 100))
      template = .roberta(start: try id("cls_token"), end: try id("sep_token"))
      trimsOffsets = (true, false)
    case (.xlmRoberta, .unigram(let pieces)), (.camembert, .unigram(let pieces)), (.albert, .unigram(let pieces)),
      (.t5, .unigram(let pieces)), (.debertaV2, .unigram(let pieces)):
      try rebuild(kind, pieces, keys, id)
    default: throw mismatch()
    }
  }

  /// Says where `tokenizer.json` does something else than transformers 5, which builds some steps anew.
  private mutating func compare(
    _ own: (normalizer: Normalizer?, splitting: Splitting, template: Template), _ kind: TokenizerClass
  ) {
    if case .steps? = normalizer {
      if Self.telling(own.normalizer) != Self.telling(normalizer) {
        remarks.append(
          "The file tokenizer.json cleans a text otherwise than the model's class in transformers 5, which rules there, and in "
            + "Quire.")
      }
    } else if own.normalizer != normalizer {
      let keys = kind == .bert ? "do_lower_case, strip_accents and tokenize_chinese_chars" : "nothing of the kind"
      remarks.append(
        "The file tokenizer.json cleans a text otherwise than transformers 5, which goes by \(keys) in tokenizer_config.json; so "
          + "does Quire.")
    }
    if case .byteLevel(let before) = own.splitting, case .byteLevel(let after) = splitting, before != after {
      remarks.append(
        "The file tokenizer.json puts \(before ? "a" : "no") space before a text; tokenizer_config.json rules, as in transformers "
          + "5, and by it there is \(after ? "one" : "none").")
    }
    if own.template != template {
      remarks.append(
        "The file tokenizer.json puts \(own.template == .bare ? "no tokens" : "other tokens") around a text; the model's class in "
          + "transformers 5 puts its own there, and so does Quire.")
    }
  }

  /// `model_max_length`, where it is no stand-in for "unknown", which transformers writes as 10³⁰.
  private static func statedLength(_ keys: ConfigurationKeys) throws -> Int? {
    for key in ["model_max_length", "max_len"] {
      guard let value = keys.document[key], !value.isNull else { continue }
      guard let length = value.double, length >= 0 else { throw keys.fault(key, "is \(value), and must be a number") }
      return length >= 1 && length < 1e9 ? Int(length) : nil
    }
    return nil
  }
}

extension Tokenizer.Model {
  /// What messages call it.
  fileprivate var name: String {
    switch self {
    case .wordPiece: "WordPiece"
    case .bytePair: "byte-level BPE"
    case .unigram: "Unigram"
    }
  }
}
