internal import Basics
public import Foundation

extension Tokenizer {
  /// The tokenizer of a model folder, as transformers 5 makes it: the class that `tokenizer_config.json` or `config.json` names, or
  /// that goes with the model, from `tokenizer.json`, or `vocab.txt`, or `vocab.json` with `merges.txt`, and the settings beside
  /// them.
  ///
  /// - Throws: `TokenizerError` where there is none, where it works in a way that is not known here, or where an id has no
  ///   token; `CheckpointError` for a setting of another kind.
  public init(folder: URL) throws {
    let settings = try TokenizerSettings(folder: folder)
    let kind = try TokenizerClass(settings)
    func has(_ name: String) -> Bool {
      FileManager.default.fileExists(atPath: folder.appending(path: name).path)
    }
    let calls = kind?.callsSentencePiece ?? false
    if let kind, calls, kind.vocabularyFiles.allSatisfy(has) {
      try self.init(calling: kind, folder, settings)
      return
    }
    if settings.hasTokenizerFile {
      let file = folder.appending(path: "tokenizer.json")
      let document = TokenizerDocument(path: file.path, root: try MappedFile.json(file))
      var own = TokenizerFileParts()
      // Files of Llama 3's kind name the class of its ancestors, which worked in characters.
      let isOtherLlama = kind == .llama && document.speaksOfBytes
      let ruling = isOtherLlama || calls ? .file : kind ?? .file
      try self.init(document, as: ruling, own: &own)
      try honour(settings, as: ruling, own: own, path: file.path)
      if isOtherLlama {
        remarks.append(
          "The model's files name LlamaTokenizer, and tokenizer.json works in bytes, which that class does not; tokenizer.json rules, as "
            + "in transformers 5.")
      }
      if let kind, calls, let named = settings.className {
        let missing = kind.vocabularyFiles.filter { !has($0) }
        remarks.append(
          "The class \(named.name) reads \(missing.joined(separator: ", ")), which the model's folder does not have; tokenizer.json is "
            + "read as it stands.")
      }
      return
    }
    // Where no file says of which kind the model is, what is there decides.
    let usual = has("vocab.txt") ? ["vocab.txt"] : ["vocab.json", "merges.txt"]
    let isBackend = kind == nil && settings.modelType != nil && has("tokenizer.model") && !usual.allSatisfy(has)
    let needed = kind?.vocabularyFiles ?? (isBackend ? TokenizerClass.file.vocabularyFiles : usual)
    guard !needed.isEmpty, needed.allSatisfy(has) else {
      if let other = OtherTokenizerFile.all.first(where: { has($0.name) && !needed.contains($0.name) }) {
        throw TokenizerError.otherFile(folder: folder.path, name: other.name, remedy: other.remedy)
      }
      throw TokenizerError.missingFile(
        folder: folder.path, anyOf: ["tokenizer.json", needed.joined(separator: " with ")].filter { !$0.isEmpty })
    }
    if needed.count == 1, needed[0].hasSuffix(".model") {
      try self.init(pieces: folder.appending(path: needed[0]), as: kind ?? .file, settings)
    } else if needed == ["vocab.txt"] {
      try self.init(wordPieces: folder.appending(path: "vocab.txt"), settings)
    } else {
      try self.init(
        vocabulary: folder.appending(path: "vocab.json"), merges: folder.appending(path: "merges.txt"), kind: kind,
        settings)
    }
  }

  /// BERT's tokenizer from its list of tokens, one a line; the settings of `tokenizer_config.json` beside it hold.
  public init(wordPieces file: URL) throws {
    try self.init(wordPieces: file, TokenizerSettings(folder: file.deletingLastPathComponent()))
  }

  private init(wordPieces file: URL, _ settings: TokenizerSettings) throws {
    let content = try MappedFile.map(file, limit: MappedFile.longestText)
    guard let text = String(validating: content.bytes.bindMemory(to: UInt8.self), as: UTF8.self) else {
      throw TokenizerError.malformed(path: file.path, key: "the list", reason: "is not UTF-8")
    }
    var lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    // White space at the end of a line, a carriage return among it, belongs to no token.
    let tokens = lines.map { line -> String? in
      let scalars = Substring(line).unicodeScalars
      guard let last = scalars.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
      return String(scalars[...last])
    }
    vocabulary = try Self.vocabulary(tokens, path: file.path)
    (rawTokens, normalizedTokens, specialIDs) = (AddedTokens([]), AddedTokens([]), [])
    (normalizer, splitting, template) = (nil, .bert, .bare)
    // The class builds all but the vocabulary.
    model = .wordPiece(WordPiece(unknownID: 0, continuingPrefix: Array("##".utf8), maximumCharacters: 100))
    try honour(settings, as: .bert, own: TokenizerFileParts(), path: file.path)
  }

  /// A byte-level BPE from its vocabulary and its list of pairs, as GPT-2, RoBERTa and CLIP were published.
  ///
  /// - Parameter kind: The class, or nil: CLIP's where the vocabulary has `<|startoftext|>` and RoBERTa's where it has `<s>`, which
  ///   go around a text with their counterparts; else GPT-2's, which adds nothing.
  private init(
    vocabulary file: URL, merges mergesFile: URL, kind: TokenizerClass?, _ settings: TokenizerSettings
  ) throws {
    let table = try Self.table(MappedFile.json(file), path: file.path, key: "the vocabulary")
    let vocabulary = try Self.vocabulary(table, path: file.path)
    let content = try MappedFile.map(mergesFile, limit: MappedFile.longestText)
    guard let text = String(validating: content.bytes.bindMemory(to: UInt8.self), as: UTF8.self) else {
      throw TokenizerError.malformed(path: mergesFile.path, key: "the list", reason: "is not UTF-8")
    }
    let lines = text.utf8.split(separator: 0x0A).map { String(Substring($0.last == 0x0D ? $0.dropLast() : $0)) }
    let pairs = lines.filter { !$0.hasPrefix("#version") }
    let merges = try Self.merges(pairs.map { .string($0) }, vocabulary, path: mergesFile.path)
    self.vocabulary = vocabulary
    (rawTokens, normalizedTokens, specialIDs) = (AddedTokens([]), AddedTokens([]), [])
    (normalizer, splitting, template) = (nil, .byteLevel(addsPrefixSpace: false), .bare)
    model = .bytePair(BytePairEncoding(merges: merges, vocabulary: vocabulary))
    func has(_ names: String...) -> Bool { names.allSatisfy { vocabulary.id(of: $0) != nil } }
    let own: TokenizerClass =
      has("<|startoftext|>", "<|endoftext|>") ? .clip : has("<s>", "</s>", "<unk>") ? .roberta : .gpt2
    try honour(settings, as: kind ?? own, own: TokenizerFileParts(), path: file.path)
  }

  /// A vocabulary without holes.
  static func vocabulary(_ tokens: [String?], path: String) throws -> TokenVocabulary {
    let vocabulary = TokenVocabulary(tokens)
    if vocabulary.count == 0 { throw TokenizerError.malformed(path: path, key: "the vocabulary", reason: "is empty") }
    if let id = vocabulary.firstMissing { throw TokenizerError.missingID(path: path, id: id) }
    return vocabulary
  }

  /// Tokens by id from an object of ids by token.
  ///
  /// - Parameter others: How many tokens come besides, which may fill holes between these.
  static func table(_ document: JSONValue?, path: String, key: String, others: Int = 0) throws -> [String?] {
    guard let members = document?.members else {
      throw TokenizerError.malformed(path: path, key: key, reason: "is not an object")
    }
    // A stranger's id asks for no more memory than the tokens take; holes are found out later.
    let most = 2 * (members.count + others) + 1024
    var tokens = [String?](repeating: nil, count: members.count)
    for member in members {
      let (token, value) = (member.name, member.value)
      guard let id = value.integer, (0..<most).contains(id) else {
        throw TokenizerError.malformed(
          path: path, key: "\(key), \"\(token)\"", reason: "has no id from 0 to \(most - 1)")
      }
      if id >= tokens.count { tokens += Array(repeating: nil, count: id + 1 - tokens.count) }
      if let other = tokens[id] {
        throw TokenizerError.malformed(
          path: path, key: key, reason: "gives the id \(id) to \"\(other)\" and \"\(token)\"")
      }
      tokens[id] = token
    }
    return tokens
  }

  /// The table of pairs: each a string "left right" or an array of the two.
  static func merges(_ pairs: [JSONValue], _ vocabulary: TokenVocabulary, path: String) throws -> [UInt64:
    BytePairEncoding
    .Merge]
  {
    var merges: [UInt64: BytePairEncoding.Merge] = [:]
    merges.reserveCapacity(pairs.count)
    for (rank, pair) in pairs.enumerated() {
      // By bytes: a space and a mark after it are one Character.
      let halves =
        pair.array?.compactMap(\.string) ?? pair.string?.utf8.split(separator: 0x20).map { String(Substring($0)) } ?? []
      guard halves.count == 2 else {
        throw TokenizerError.malformed(path: path, key: "merge \(rank + 1)", reason: "is not two tokens")
      }
      guard let left = vocabulary.id(of: halves[0]), let right = vocabulary.id(of: halves[1]),
        let id = vocabulary.id(of: halves[0] + halves[1])
      else {
        throw TokenizerError.malformed(
          path: path, key: "merge \(rank + 1)",
          reason: "joins \"\(halves[0])\" and \"\(halves[1])\", not all in the vocabulary")
      }
      merges[BytePairEncoding.key(left, right)] = BytePairEncoding.Merge(rank: Int32(rank), id: Int32(id))
    }
    return merges
  }
}
