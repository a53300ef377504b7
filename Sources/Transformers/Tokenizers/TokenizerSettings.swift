internal import Basics
internal import Foundation

/// What the files beside a tokenizer's vocabulary say, put together as transformers 5 does: `tokenizer_config.json`, and where that
/// lists no added tokens, `special_tokens_map.json` and `added_tokens.json`.
struct TokenizerSettings {
  /// The keys of `tokenizer_config.json`; of an empty one where there is none.
  let keys: ConfigurationKeys
  /// `model_type` of `config.json`.
  let modelType: String?
  /// The tokenizer's class without `Fast` at its end, and the file that names it.
  let className: (name: String, path: String)?
  /// Whether there is a `tokenizer.json`.
  let hasTokenizerFile: Bool
  /// Tokens with a role, such as `cls_token`, in transformers' order; nil for a role that the files say nobody has. An id of
  /// these is not known yet.
  private(set) var roles: [(key: String, token: AddedTokens.Token?)] = []
  /// More tokens that are found in a text.
  private(set) var extra: [AddedTokens.Token] = []
  /// Tokens by the ids that they are said to have, and the file that says so.
  private(set) var added: [Int: AddedTokens.Token] = [:]
  private(set) var addedPath: String

  /// Reads what a folder has of these files, and what `config.json` says of the tokenizer.
  init(folder: URL) throws {
    func document(_ name: String) throws -> JSONValue {
      let file = folder.appending(path: name)
      guard FileManager.default.fileExists(atPath: file.path) else { return .null }
      let value = try MappedFile.json(file)
      if value.members == nil { throw CheckpointError.malformed(path: file.path, reason: "is not an object") }
      return value
    }
    let path = { (name: String) in folder.appending(path: name).path }
    keys = ConfigurationKeys(path: path("tokenizer_config.json"), document: try document("tokenizer_config.json"))
    let model = ConfigurationKeys(path: path("config.json"), document: try document("config.json"))
    modelType = model.document["model_type"]?.string
    hasTokenizerFile = FileManager.default.fileExists(atPath: path("tokenizer.json"))
    className = try [keys, model].lazy.compactMap { keys in
      try keys.text("tokenizer_class").map { name in
        (name.hasSuffix("Fast") ? String(name.dropLast(4)) : name, keys.path)
      }
    }.first
    addedPath = keys.path
    if let program = keys.document["auto_map"]?["AutoTokenizer"], !program.isNull {
      throw TokenizerError.program(path: keys.path, key: "auto_map.AutoTokenizer")
    }
    try readRoles(keys)
    extra = try list("extra_special_tokens", keys)
    if extra.isEmpty { extra = try list("additional_special_tokens", keys) }
    if keys.document["added_tokens_decoder"] != nil {
      try readDecoder()
      return
    }
    let map = ConfigurationKeys(
      path: path("special_tokens_map.json"), document: try document("special_tokens_map.json"))
    try readRoles(map)
    extra += try list("extra_special_tokens", map).filter { token in !extra.contains { $0.content == token.content } }
    // What is special by the other key counts as that only after the added tokens have been read.
    let special = roles.compactMap(\.token?.content) + extra.map(\.content)
    if extra.isEmpty { extra = try list("additional_special_tokens", map) }
    addedPath = path("added_tokens.json")
    for member in try document("added_tokens.json").members ?? [] {
      guard let id = member.value.integer else { throw fault("\"\(member.name)\"", "has no id") }
      let content = Array(member.name.unicodeScalars)
      let isSpecial = special.contains(content)
      try add(AddedTokens.Token(id: id, content: content, isNormalized: !isSpecial, isSpecial: isSpecial), id)
    }
  }

  private func fault(_ key: String, _ reason: String) -> TokenizerError {
    .malformed(path: addedPath, key: key, reason: reason)
  }

  private mutating func add(_ token: AddedTokens.Token, _ id: Int) throws {
    guard (0..<(1 << 24)).contains(id) else { throw fault("the id \(id)", "must be from 0 to \((1 << 24) - 1)") }
    added[id] = token
  }

  /// The keys of the roles in transformers' order.
  private static let standard = [
    "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token",
  ]

  /// The tokens that have a role in a file, which says more of them than the files before.
  private mutating func readRoles(_ keys: ConfigurationKeys) throws {
    for key in Self.standard {
      guard let value = keys.document[key] else { continue }
      let token = try value.isNull ? nil : Self.token(value, key, keys)
      roles.removeAll { $0.key == key }
      roles.append((key, token))
    }
    // Other models have roles of their own, such as `image_token`.
    for member in keys.document.members ?? []
    where member.name.hasSuffix("_token") && !Self.standard.contains(member.name) && member.value.bool == nil
      && !member.value.isNull
    {
      roles.removeAll { $0.key == member.name }
      roles.append((member.name, try Self.token(member.value, member.name, keys)))
    }
    for member in keys.document["extra_special_tokens"]?.members ?? [] {
      roles.append((member.name, try Self.token(member.value, member.name, keys)))
    }
    roles.sort { Self.place($0.key) < Self.place($1.key) }
  }

  /// Whether a role is one that transformers knows for every model.
  static func isStandard(_ role: String) -> Bool { standard.contains(role) }

  /// Where a role comes in transformers' order; behind all others for a model's own.
  static func place(_ key: String) -> Int { standard.firstIndex(of: key) ?? standard.count }

  /// How many tokens T5 has for what is left out of a text: `extra_ids`.
  func extraIDs() throws -> Int {
    guard let value = keys.document["extra_ids"], !value.isNull else { return 100 }
    guard let count = value.integer, (0...10_000).contains(count) else {
      throw keys.fault("extra_ids", "is \(value), and must be from 0 to 10000")
    }
    return count
  }

  private func list(_ key: String, _ keys: ConfigurationKeys) throws -> [AddedTokens.Token] {
    guard let value = keys.document[key], !value.isNull, value.members == nil else { return [] }
    guard let tokens = value.array else { throw keys.fault(key, "is no list of tokens") }
    return try tokens.map { try Self.token($0, key, keys) }
  }

  private mutating func readDecoder() throws {
    guard let members = keys.document["added_tokens_decoder"]?.members else {
      throw keys.fault("added_tokens_decoder", "is not an object")
    }
    for member in members {
      guard let id = Int(member.name) else {
        throw keys.fault("added_tokens_decoder", "has the key \"\(member.name)\", which is no id")
      }
      var token = try Self.token(member.value, "added_tokens_decoder.\(id)", keys)
      token.id = id
      try add(token, id)
    }
  }

  /// A token by its text, or by its text and how it is found.
  private static func token(
    _ value: JSONValue, _ key: String, _ keys: ConfigurationKeys
  ) throws -> AddedTokens.Token {
    if let text = value.string {
      return AddedTokens.Token(id: -1, content: Array(text.unicodeScalars), isSpecial: true)
    }
    guard let text = value["content"]?.string else { throw keys.fault(key, "is no token") }
    // What has a role is special, whatever it says of itself.
    let isSpecial = key.hasSuffix("_token") || value["special"]?.bool ?? false
    return AddedTokens.Token(
      id: -1, content: Array(text.unicodeScalars), isSingleWord: value["single_word"]?.bool ?? false,
      stripsLeft: value["lstrip"]?.bool ?? false, stripsRight: value["rstrip"]?.bool ?? false,
      isNormalized: value["normalized"]?.bool ?? !isSpecial, isSpecial: isSpecial)
  }
}
