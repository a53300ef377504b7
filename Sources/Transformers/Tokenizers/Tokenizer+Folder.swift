internal import Basics
public import Foundation

extension Tokenizer {
  /// The tokenizer of a model folder: `tokenizer.json`, or `vocab.txt`, or `vocab.json` with `merges.txt`.
  ///
  /// - Throws: `TokenizerError` where there is none, where it works in a way that is not known here, or where an id has no
  ///   token.
  public init(folder: URL) throws {
    let names = ["tokenizer.json", "vocab.txt", "vocab.json"]
    let present = names.first { FileManager.default.fileExists(atPath: folder.appending(path: $0).path) }
    switch present {
    case "tokenizer.json": try self.init(json: folder.appending(path: "tokenizer.json"))
    case "vocab.txt": try self.init(wordPieces: folder.appending(path: "vocab.txt"))
    case "vocab.json":
      try self.init(
        vocabulary: folder.appending(path: "vocab.json"), merges: folder.appending(path: "merges.txt"))
    default: throw TokenizerError.missingFile(folder: folder.path, anyOf: names)
    }
  }

  /// BERT's tokenizer from its list of tokens, one a line; the settings of `tokenizer_config.json` beside it hold.
  public init(wordPieces file: URL) throws {
    let content = try MappedFile.map(file, limit: MappedFile.longestText)
    guard let text = String(validating: content.bytes.bindMemory(to: UInt8.self), as: UTF8.self) else {
      throw TokenizerError.malformed(path: file.path, key: "the list", reason: "is not UTF-8")
    }
    var tokens = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line -> String? in
      String(Substring(line.last == 0x0D ? line.dropLast() : line))
    }
    if tokens.last == "" { tokens.removeLast() }
    let settingsFile = file.deletingLastPathComponent().appending(path: "tokenizer_config.json")
    let settings =
      FileManager.default.fileExists(atPath: settingsFile.path) ? try MappedFile.json(settingsFile) : .null

    let vocabulary = try Self.vocabulary(tokens, path: file.path)
    func special(_ name: String) throws -> Int {
      guard let id = vocabulary.id(of: name) else {
        throw TokenizerError.malformed(path: file.path, key: name, reason: "is missing")
      }
      return id
    }
    let specials = ["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"].filter { vocabulary.id(of: $0) != nil }
    let (start, end) = (try special("[CLS]"), try special("[SEP]"))
    self.vocabulary = vocabulary
    let lowercases = settings["do_lower_case"]?.bool ?? true
    normalizer = .bert(
      BERTNormalizer(
        separatesChineseCharacters: settings["tokenize_chinese_chars"]?.bool ?? true,
        stripsAccents: settings["strip_accents"]?.bool ?? lowercases, lowercases: lowercases))
    splitting = .bert
    model = .wordPiece(
      WordPiece(unknownID: try special("[UNK]"), continuingPrefix: Array("##".utf8), maximumCharacters: 100))
    rawTokens = AddedTokens(
      specials.map { AddedTokens.Token(id: vocabulary.id(of: $0)!, content: Array($0.unicodeScalars)) })
    normalizedTokens = AddedTokens([])
    template = Template(
      single: [.special(id: start, type: 0), .sequence(0, type: 0), .special(id: end, type: 0)],
      pair: [
        .special(id: start, type: 0), .sequence(0, type: 0), .special(id: end, type: 0), .sequence(1, type: 1),
        .special(id: end, type: 1),
      ])
    specialIDs = Set(specials.map { vocabulary.id(of: $0)! })
  }

  /// A byte-level BPE from its vocabulary and its list of pairs, as GPT-2, RoBERTa and CLIP were published.
  ///
  /// It is CLIP's where the vocabulary has `<|startoftext|>` and RoBERTa's where it has `<s>`, which go around a text with
  /// their counterparts; else GPT-2's, which adds nothing.
  public init(vocabulary file: URL, merges mergesFile: URL) throws {
    let table = try Self.table(MappedFile.json(file), path: file.path, key: "the vocabulary")
    let vocabulary = try Self.vocabulary(table, path: file.path)
    let content = try MappedFile.map(mergesFile, limit: MappedFile.longestText)
    guard let text = String(validating: content.bytes.bindMemory(to: UInt8.self), as: UTF8.self) else {
      throw TokenizerError.malformed(path: mergesFile.path, key: "the list", reason: "is not UTF-8")
    }
    let lines = text.utf8.split(separator: 0x0A).map { String(Substring($0.last == 0x0D ? $0.dropLast() : $0)) }
    let pairs = lines.filter { !$0.hasPrefix("#version") }
    self.vocabulary = vocabulary
    let merges = try Self.merges(pairs.map { .string($0) }, vocabulary, path: mergesFile.path)
    let clip = ["<|startoftext|>", "<|endoftext|>"].compactMap(vocabulary.id)
    let isCLIP = clip.count == 2
    normalizer = isCLIP ? .clip : nil
    splitting = isCLIP ? .clip(findsMarks: true) : .byteLevel(addsPrefixSpace: false)
    model = .bytePair(
      BytePairEncoding(
        merges: merges, vocabulary: vocabulary, endOfWord: isCLIP ? "</w>" : "", unknownID: isCLIP ? clip[1] : nil))
    let names = ["<s>", "<pad>", "</s>", "<unk>", "<mask>", "<|startoftext|>", "<|endoftext|>"]
    let specials = names.filter { vocabulary.id(of: $0) != nil }
    rawTokens = AddedTokens(
      specials.map {
        AddedTokens.Token(id: vocabulary.id(of: $0)!, content: Array($0.unicodeScalars), stripsLeft: $0 == "<mask>")
      })
    normalizedTokens = AddedTokens([])
    specialIDs = Set(specials.map { vocabulary.id(of: $0)! })
    template = isCLIP ? .roberta(start: clip[0], end: clip[1]) : .bare
    if let start = vocabulary.id(of: "<s>"), let end = vocabulary.id(of: "</s>") {
      template = .roberta(start: start, end: end)
      trimsOffsets = (true, false)
    }
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
      let halves = pair.array?.compactMap(\.string) ?? pair.string?.split(separator: " ").map(String.init) ?? []
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
