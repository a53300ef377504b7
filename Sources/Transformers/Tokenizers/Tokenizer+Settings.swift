internal import Basics

/// What the files beside the vocabulary change, in the order in which transformers 5 does it.
extension Tokenizer {
  /// Honours the settings of a folder for a tokenizer of a class.
  ///
  /// - Parameters:
  ///   - own: What else `tokenizer.json` says; nothing where there is no such file.
  ///   - path: Of the file with the vocabulary.
  /// - Throws: Where the files contradict each other, or where the class needs a token that is not there.
  mutating func honour(
    _ settings: TokenizerSettings, as kind: TokenizerClass, own: TokenizerFileParts, path: String
  ) throws {
    let before = (normalizer: normalizer, splitting: splitting, template: template)
    let tokens = try foundTokens(settings, kind, own)
    try rebuild(kind, settings, own, path)
    var found = tokens
    if try settings.keys.flag("split_special_tokens") == true { found.removeAll(where: \.isSpecial) }
    find(found)
    specialIDs = Set(tokens.filter(\.isSpecial).map(\.id))
    statedLength = try Self.statedLength(settings.keys)
    if settings.hasTokenizerFile, !own.isPieces {
      if kind != .file, own.isRead { compare(before, kind) }
      if !own.isRead {
        remarks.append(
          "The file tokenizer.json cleans or splits a text in a way that Quire does not know; the model's class in transformers 5 does it "
            + "in its own, which rules there, and in Quire.")
      }
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

  /// The text of a token with a role; nil where the files say that nobody has it, or where neither they nor the class do.
  static func text(_ role: String, _ settings: TokenizerSettings, _ defaults: [String: String])
    -> String?
  {
    if let stated = settings.roles.first(where: { $0.key == role }) {
      return stated.token.map { String(String.UnicodeScalarView($0.content)) }
    }
    return defaults[role]
  }

  /// The steps that a class builds anew.
  private mutating func rebuild(
    _ kind: TokenizerClass, _ settings: TokenizerSettings, _ own: TokenizerFileParts, _ path: String
  ) throws {
    let vocabulary = vocabulary
    let defaults = kind.tokens.merging(own.roles) { known, _ in known }
    func id(_ role: String) throws -> Int {
      guard let text = Self.text(role, settings, defaults) else {
        throw TokenizerError.malformed(
          path: settings.keys.path, key: role, reason: "is null, and the model needs it")
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
    /// The token for one end of a text, where a flag asks for it and there is one.
    func edge(_ flag: String, _ role: String) throws -> Int? {
      guard !settings.hasTokenizerFile, try keys.flag(flag) == true,
        Self.text(role, settings, defaults) != nil
      else {
        return nil
      }
      return try id(role)
    }
    func edges() throws -> Template {
      .generated(start: try edge("add_bos_token", "bos_token"), end: try edge("add_eos_token", "eos_token"))
    }
    switch (kind, model) {
    case (.file, _): if own.isPieces { template = try edges() }
    case (.bert, .wordPiece), (.mpnet, .wordPiece):
      let lowercases = try keys.flag("do_lower_case") ?? true
      normalizer = .bert(
        BERTNormalizer(
          separatesChineseCharacters: try keys.flag("tokenize_chinese_chars") ?? true,
          stripsAccents: try keys.flag("strip_accents") ?? lowercases, lowercases: lowercases))
      splitting = .bert
      model = .wordPiece(
        WordPiece(unknownID: try id("unk_token"), continuingPrefix: Array("##".utf8), maximumCharacters: 100))
      let (start, end) = (try id("cls_token"), try id("sep_token"))
      template = kind == .bert ? .bert(start: start, end: end) : .roberta(start: start, end: end)
      if kind == .mpnet { trimsOffsets = (true, false) }
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
      if !settings.hasTokenizerFile { template = try edges() }
    case (.llama, .bytePair(let pairs)), (.gemma, .bytePair(let pairs)), (.siglip2, .bytePair(let pairs)),
      (.qwen2, .bytePair(let pairs)), (.gptNeoX, .bytePair(let pairs)):
      try rebuild(kind, pairs, keys, id)
      if kind == .gptNeoX || !settings.hasTokenizerFile { (template, trimsOffsets) = (try edges(), (false, false)) }
    case (.clip, .bytePair(let pairs)):
      normalizer = .clip
      splitting = .clip(findsMarks: true)
      model = .bytePair(
        BytePairEncoding(
          merges: pairs.merges, vocabulary: vocabulary, endOfWord: "</w>", unknownID: try? id("unk_token")))
      template = .roberta(start: try id("bos_token"), end: try id("eos_token"))
      trimsOffsets = (false, false)
    case (.siglip, .pieces):
      template = .generated(start: nil, end: try id("eos_token")).withoutTypes
      endsOnce = true
    case (.marian, .pieces):
      let end = Template.Place.special(id: try id("eos_token"), type: 0)
      template = Template(
        single: [.sequence(0, type: 0), end],
        pair: [.sequence(0, type: 0), .sequence(1, type: 0), end])
    case (.xlmRoberta, .unigram(let pieces)), (.camembert, .unigram(let pieces)),
      (.albert, .unigram(let pieces)),
      (.t5, .unigram(let pieces)), (.debertaV2, .unigram(let pieces)):
      try rebuild(kind, pieces, keys, own, id)
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
    case .bytePair: "BPE"
    case .unigram: "Unigram"
    case .wordLevel: "WordLevel"
    case .pieces: "SentencePiece"
    }
  }
}
