import Basics
import Foundation
import TestSupport
import Testing
import Transformers

/// The tokenizers of decoders and those that say themselves how a text is split, against `AutoTokenizer` of transformers 5.23:
/// `pair_goldens.py` has the kinds.
@Suite struct PairTests {
  static let kinds = try! JSONReader.value(ofFile: fixture("tokenizers/pairs-kinds.json")).array!
  static let pairs = try! JSONReader.value(ofFile: fixture("tokenizers/pairs.json"))
  static let bytes = try! JSONReader.value(ofFile: fixture("tokenizers/bytes.json"))["model"]!

  private static func kind(_ name: String) throws -> JSONValue {
    try #require(kinds.first { $0["name"]?.string == name })
  }

  /// The vocabulary and the pairs of a kind, where it shares them with others.
  private static func parts(_ kind: JSONValue, _ model: JSONValue) throws -> [JSONValue.Member] {
    switch kind["base"]?.string {
    case "bytes":
      return try ["vocab", "merges"].map { JSONValue.Member($0, try #require(bytes[$0])) }
    case "pairs":
      var tokens = (pairs["tokens"]?.array ?? []).map { $0.string ?? "" }
      let own = (model["vocab"]?.members ?? []).map { ($0.name, $0.value.integer ?? 0) }
      for (token, place) in own.sorted(by: { $0.1 < $1.1 }) {
        if place < tokens.count { tokens[place] = token } else { tokens.append(token) }
      }
      let vocabulary = tokens.enumerated().map { JSONValue.Member($1, .integer($0)) }
      return [
        JSONValue.Member("vocab", .object(vocabulary)), JSONValue.Member("merges", try #require(pairs["merges"])),
      ]
    default: return []
    }
  }

  /// A folder with the tokenizer of a kind.
  ///
  /// - Parameter change: Members of the model in `tokenizer.json`, or of the whole, put in place of those of the same names.
  static func folder(
    _ name: String, in scratch: borrowing Scratch, model changes: [JSONValue.Member] = [],
    change: [JSONValue.Member] = []
  ) throws {
    let kind = try kind(name)
    let document = try #require(kind["document"])
    let model = try #require(document["model"])
    let own = UnigramTests.replacing(UnigramTests.replacing(model, try parts(kind, model)), changes)
    let whole = UnigramTests.replacing(document, [JSONValue.Member("model", own)] + change)
    try scratch.file("tokenizer.json", holding: "\(whole)")
    try scratch.file("tokenizer_config.json", holding: "\(try #require(kind["settings"]))")
    try scratch.file("config.json", holding: "\(try #require(kind["config"]))")
  }

  @Test(arguments: kinds.compactMap { $0["name"]?.string })
  func `a tokenizer gives the reference's ids and offsets`(name: String) throws {
    let scratch = try Scratch()
    try Self.folder(name, in: scratch)
    try TokenizerGolden(Self.kind(name)["golden"]).compare(Tokenizer(folder: scratch.folder))
  }

  @Test(arguments: ["llama", "llama, the file alone", "gemma"])
  func `where a text is one word, its words begin with their marks`(name: String) throws {
    let scratch = try Scratch()
    try Self.folder(name, in: scratch)
    let tokenizer = try Tokenizer(folder: scratch.folder)
    #expect(tokenizer.beginningOfWord == "▁")
    let text = "the harbour pilot reads 漢字"
    let encoding = tokenizer.encode(text, addingSpecialTokens: false)
    #expect(tokenizer.text(of: encoding.ids) == text)
    let starts = encoding.ids.indices.filter { $0 == 0 || tokenizer.beginsWord(encoding, $0, after: $0 - 1) }
    #expect(starts.count == text.split(separator: " ").count)
  }

  /// The error of a folder, without its place.
  private func refusal(
    _ name: String, model: [JSONValue.Member] = [], change: [JSONValue.Member] = []
  ) throws -> String {
    let scratch = try Scratch()
    try Self.folder(name, in: scratch, model: model, change: change)
    let error = #expect(throws: (any Error).self) { try Tokenizer(folder: scratch.folder) }
    return error.map { "\($0)".replacingOccurrences(of: scratch.folder.path + "/tokenizer.json: ", with: "") } ?? ""
  }

  private func member(_ name: String, _ json: String) throws -> JSONValue.Member {
    JSONValue.Member(name, try JSONReader.value(of: json.utf8))
  }

  @Test func `what is not known of a splitting or a model is refused by its name`() throws {
    let name = "llama, the file alone"
    let split = #"{"type": "Split", "pattern": {"Regex": "[a-z]+"}, "behavior": "Isolated", "invert": false}"#
    #expect(
      try refusal(name, change: [member("pre_tokenizer", split)])
        == "pre_tokenizer.pattern is \"[a-z]+\", which is not supported")
    let behavior = #"{"type": "Punctuation", "behavior": "Doubled"}"#
    #expect(try refusal(name, change: [member("pre_tokenizer", behavior)]).contains("behavior is \"Doubled\""))
    #expect(
      try refusal(name, change: [member("pre_tokenizer", #"{"type": "UnicodeScripts"}"#)])
        == "pre_tokenizer is \"UnicodeScripts\", which is not supported")
    let bytesFirst = #"{"type": "Sequence", "pretokenizers": [{"type": "ByteLevel"}, {"type": "Digits"}]}"#
    #expect(try refusal(name, change: [member("pre_tokenizer", bytesFirst)]).contains("Digits after ByteLevel"))
    #expect(
      try refusal("words", change: [member("pre_tokenizer", #"{"type": "ByteLevel"}"#)]).contains("before WordLevel"))
    #expect(try refusal(name, model: [member("dropout", "0.1")]) == "model.dropout is \"0.1\", which is not supported")
    #expect(
      try refusal(name, model: [member("unk_token", #""<no>""#)])
        == "model.unk_token is \"<no>\", which is not in the vocabulary")
    #expect(try refusal("words", model: [member("unk_token", #""<no>""#)]).contains("is not in the vocabulary"))
    #expect(try refusal(name, model: [member("merges", #"["a b c"]"#)]).hasPrefix("merge 1 is not two tokens"))
    #expect(try refusal(name, model: [member("merges", #"[["a", "鰻"]]"#)]).contains("not all in the vocabulary"))
  }

  @Test func `a vocabulary with holes or with an id twice is refused`() throws {
    #expect(
      try refusal("words", model: [member("vocab", #"{"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "a": 4}"#)])
        .hasSuffix("no token has the id 3; get the whole model again"))
    #expect(
      try refusal("words", model: [member("vocab", #"{"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "a": 2}"#)])
        .contains("gives the id 2 to"))
    #expect(
      try refusal("words", model: [member("vocab", #"{"[UNK]": 0, "a": 90000000}"#)]).contains("has no id from 0 to"))
  }

  @Test func `a class splits a text in its own way where the file's is not known`() throws {
    let scratch = try Scratch()
    let split = #"{"type": "Split", "pattern": {"Regex": "[a-z]+"}, "behavior": "Isolated", "invert": false}"#
    try Self.folder("qwen2", in: scratch, change: [member("pre_tokenizer", split)])
    let tokenizer = try Tokenizer(folder: scratch.folder)
    #expect(tokenizer.remarks.contains { $0.contains("in a way that Quire does not know") })
    try TokenizerGolden(Self.kind("qwen2")["golden"]).compare(tokenizer)
  }

  @Test func `a file of Llama 3's kind rules over the class that its settings name`() throws {
    let scratch = try Scratch()
    try Self.folder("llama 3 by its ancestors' name", in: scratch)
    #expect(try Tokenizer(folder: scratch.folder).remarks.contains { $0.contains("LlamaTokenizer") })
  }
}
