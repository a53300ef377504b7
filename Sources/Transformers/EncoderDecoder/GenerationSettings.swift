internal import Basics
internal import Foundation

/// What a model's files say of how it says something by itself: `generation_config.json`, or `config.json` where there is none.
public struct GenerationSettings: Sendable, Equatable {
  /// The token that the decoder starts from.
  public let start: Int
  /// Whether no file names that token, and the one that such models are trained with is taken.
  public let assumesStart: Bool
  /// The tokens that end what it says.
  public let ends: [Int]
  /// What must come first, and what last where the limit is reached.
  public let forcedStart, forcedEnd: Int?
  /// The fewest tokens, the one to start from counted, and the fewest of those that it says.
  public let leastLength, leastNewTokens: Int
  /// Scores of what was said are divided by this where they are above 0, and multiplied where below.
  public let repetitionPenalty: Float
  /// So many tokens in a row are not said twice; 0 for no such rule.
  public let unrepeated: Int
  /// Rows of tokens that are never said.
  public let barred: [[Int]]
  /// Tokens that are never said, and those that do not come first.
  public let suppressed, suppressedFirst: [Int]
  /// How many beams the files ask for; one is followed here.
  public let beams: Int

  /// Keys that change what is said and are not known here, with the value that changes nothing.
  private static let refused: [(key: String, harmless: Double?)] = [
    ("encoder_no_repeat_ngram_size", 0), ("encoder_repetition_penalty", 1), ("sequence_bias", nil),
    ("exponential_decay_length_penalty", nil), ("guidance_scale", 1), ("watermarking_config", nil),
    ("forced_decoder_ids", nil), ("constraints", nil), ("force_words_ids", nil),
  ]

  /// Reads the files of a model's folder.
  ///
  /// - Parameter usual: The token that decoders of this kind start from, where no file says it; nil for no such custom.
  /// - Throws: `CheckpointError.configuration` for a key that is missing, of another kind, or beyond the vocabulary.
  init(folder: URL, vocabulary: Int, usual: Int? = nil) throws {
    let own = folder.appending(path: "generation_config.json")
    let hasOwn = FileManager.default.fileExists(atPath: own.path)
    let file = hasOwn ? own : folder.appending(path: "config.json")
    let keys = ConfigurationKeys(path: file.path, document: try MappedFile.json(file))
    for (key, harmless) in Self.refused {
      guard let value = keys.document[key], !value.isNull, value.array?.isEmpty != true else { continue }
      if let harmless, value.double == harmless { continue }
      throw keys.fault(key, "is \(value), and changes what the model says in a way that is not known here; take it out")
    }
    func ids(_ value: JSONValue, _ key: String) throws -> [Int] {
      guard let ids = value.integer.map({ [$0] }) ?? value.array.map({ $0.compactMap(\.integer) }),
        ids.count == value.array?.count ?? 1, ids.allSatisfy({ $0 >= 0 && $0 < vocabulary })
      else { throw keys.fault(key, "is \(value), and must be tokens of a vocabulary of \(vocabulary)") }
      return ids
    }
    func ids(_ key: String) throws -> [Int] {
      guard let value = keys.document[key], !value.isNull else { return [] }
      return try ids(value, key)
    }
    func id(_ key: String) throws -> Int? {
      let ids = try ids(key)
      guard ids.count < 2 else { throw keys.fault(key, "has \(ids.count) tokens, and must be one") }
      return ids.first
    }
    let stated = try id("decoder_start_token_id") ?? id("bos_token_id")
    guard let start = stated ?? usual else {
      throw keys.fault(
        "decoder_start_token_id",
        "is missing: nothing says which token the decoder starts from; add it, as in the model's own files")
    }
    self.start = start
    assumesStart = stated == nil
    ends = try ids("eos_token_id")
    forcedStart = try id("forced_bos_token_id")
    forcedEnd = try id("forced_eos_token_id")
    leastLength = try keys.size("min_length", default: 0, least: 0)
    leastNewTokens = try keys.size("min_new_tokens", default: 0, least: 0)
    unrepeated = try keys.size("no_repeat_ngram_size", default: 0, least: 0)
    let penalty = keys.document["repetition_penalty"] ?? .null
    guard let number = penalty.isNull ? 1 : penalty.double, number > 0, number.isFinite else {
      throw keys.fault("repetition_penalty", "is \(penalty), and must be a number above 0")
    }
    repetitionPenalty = Float(number)
    let rows = keys.document["bad_words_ids"] ?? .null
    guard rows.isNull || rows.array != nil else { throw keys.fault("bad_words_ids", "is \(rows), and must be a list") }
    let ends = ends
    barred = try (rows.array ?? []).map { try ids($0, "bad_words_ids") }
      .filter { row in !row.isEmpty && !ends.contains { row == [$0] } }
    suppressed = try ids("suppress_tokens")
    suppressedFirst = try ids("begin_suppress_tokens")
    beams = try keys.size("num_beams", default: 1)
  }
}
