import Basics
import Foundation
import TestSupport
import Testing
import Transformers

/// The files beside a tokenizer's vocabulary, against `AutoTokenizer` of transformers 5.23: `tokenizer_files_goldens.py` has the folders.
@Suite struct TokenizerFilesTests {
  struct Golden: Decodable {
    struct Case: Decodable, CustomTestStringConvertible {
      var name: String
      var base: String
      var model: String
      var form: String
      var ids: [[Int]]
      var types: [[Int]]
      var offsets: [[Int]]

      var testDescription: String { name }
    }

    var texts: [String]
    var pair: [String]
    var cases: [Case]
  }

  static let file = fixture("tokenizers/files.golden.json")
  static let golden: Golden = try! JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))

  /// A case as it is written, with its files, which no type describes.
  static func raw(_ name: String) throws -> JSONValue {
    let cases = try #require(JSONReader.value(ofFile: file)["cases"]?.array)
    return try #require(cases.first { $0["name"]?.string == name })
  }

  /// A folder with a tokenizer of the fixtures: as it stands, with some keys replaced, or as a vocabulary and a list of pairs.
  ///
  /// - Parameters:
  ///   - change: An object, whose keys replace those of `tokenizer.json`.
  ///   - files: An object, of the files beside it.
  static func folder(
    _ base: String, model: String, parts: Bool = false, change: JSONValue = .null, files: JSONValue = .null,
    in scratch: borrowing Scratch
  ) throws {
    // Names are told apart by their bytes: a dictionary of strings would lose some.
    let document = try JSONReader.value(ofFile: fixture("tokenizers/\(base).json"))
    if !model.isEmpty { try scratch.file("config.json", holding: "{\"model_type\": \"\(model)\"}") }
    let vocabulary = try #require(document["model"]?["vocab"])
    if !parts {
      var members = try #require(document.members)
      for member in change.members ?? [] {
        members.removeAll { $0.name == member.name }
        members.append(member)
      }
      try scratch.file("tokenizer.json", holding: "\(JSONValue.object(members))")
    } else if let merges = document["model"]?["merges"]?.array {
      try scratch.file("vocab.json", holding: "\(vocabulary)")
      let lines = merges.map { $0.string ?? ($0.array ?? []).compactMap(\.string).joined(separator: " ") }
      try scratch.file("merges.txt", holding: "#version: 0.2\n" + lines.map { $0 + "\n" }.joined())
    } else {
      let tokens = try #require(vocabulary.members).sorted { ($0.value.integer ?? 0) < ($1.value.integer ?? 0) }
      try scratch.file("vocab.txt", holding: tokens.map { $0.name + "\n" }.joined())
    }
    for member in files.members ?? [] { try scratch.file(member.name, holding: "\(member.value)") }
  }

  @Test(arguments: golden.cases)
  func `a folder's tokenizer gives what transformers gives`(item: Golden.Case) throws {
    let scratch = try Scratch()
    let raw = try Self.raw(item.name)
    try Self.folder(
      item.base, model: item.model, parts: item.form == "parts",
      change: #require(raw["change"]), files: #require(raw["files"]), in: scratch)
    let tokenizer = try Tokenizer(folder: scratch.folder)
    var encodings = Self.golden.texts.map { tokenizer.encode($0) }
    encodings.append(tokenizer.encode(Self.golden.pair[0], Self.golden.pair[1]))
    for (index, encoding) in encodings.enumerated() {
      #expect(encoding.ids == item.ids[index], "text \(index): \(encoding.tokens)")
      #expect(encoding.typeIDs == item.types[index], "text \(index)")
      #expect(encoding.offsets.flatMap { [$0.lowerBound, $0.upperBound] } == item.offsets[index], "text \(index)")
    }
  }

  /// The error of a folder, without its place.
  private func refusal(
    _ base: String, model: String, parts: Bool = false, change: String = "{}", files: String = "{}",
    others: [String] = [], without: [String] = []
  ) throws -> String {
    let scratch = try Scratch()
    try Self.folder(
      base, model: model, parts: parts, change: JSONReader.value(of: change.utf8),
      files: JSONReader.value(of: files.utf8), in: scratch)
    for name in others { try scratch.file(name, holding: "x") }
    for name in without { try FileManager.default.removeItem(at: scratch.file(name)) }
    let error = #expect(throws: (any Error).self) { try Tokenizer(folder: scratch.folder) }
    return error.map { "\($0)".replacingOccurrences(of: scratch.folder.path, with: "FOLDER") } ?? ""
  }

  @Test(arguments: ["BertJapaneseTokenizer", "BertweetTokenizer", "LlamaTokenizerFast", "MarianTokenizer"])
  func `a class that makes tokens otherwise is refused by its name`(name: String) throws {
    let shown = name.hasSuffix("Fast") ? String(name.dropLast(4)) : name
    let error = try refusal(
      "uncased", model: "bert", files: #"{"tokenizer_config.json": {"tokenizer_class": "\#(name)"}}"#)
    #expect(error.hasPrefix("FOLDER/tokenizer_config.json: tokenizer_class is \"\(shown)\", whose way"))
    let configured = try refusal(
      "uncased", model: "", files: #"{"config.json": {"model_type": "bert", "tokenizer_class": "\#(name)"}}"#)
    #expect(configured.hasPrefix("FOLDER/config.json: tokenizer_class is \"\(shown)\""))
  }

  @Test func `a tokenizer that is a program is not run`() throws {
    let map = #"{"tokenizer_config.json": {"auto_map": {"AutoTokenizer": ["tokenization_own.OwnTokenizer", null]}}}"#
    #expect(try refusal("uncased", model: "bert", files: map).contains("auto_map.AutoTokenizer names a program"))
  }

  @Test func `what stands in place of a vocabulary is named`() throws {
    let bert = try refusal("uncased", model: "bert", parts: true, others: ["spiece.model"], without: ["vocab.txt"])
    #expect(bert.contains("but spiece.model; that is SentencePiece's"))
    let roberta = try refusal("uncased", model: "roberta", parts: true, others: ["bpe.codes"])
    #expect(roberta.contains("but bpe.codes; that is BERTweet's"))
    let gpt2 = try refusal(
      "bytes", model: "gpt2", parts: true, others: ["encoder.json"], without: ["vocab.json", "merges.txt"])
    #expect(gpt2.contains("call encoder.json vocab.json"))
    let none = try refusal("bytes", model: "gpt2", parts: true, without: ["merges.txt"])
    #expect(none == "FOLDER: has no tokenizer.json, vocab.json with merges.txt; get the whole model again")
  }

  @Test func `a tokenizer of another kind is refused by its kind`() throws {
    let words = #"{"model": {"type": "WordLevel", "vocab": {"<unk>": 0, "the": 1}}}"#
    #expect(
      try refusal("roberta", model: "roberta", change: words)
        == "FOLDER/tokenizer.json: model.type is \"WordLevel\", which is not supported")
    #expect(try refusal("uncased", model: "gpt2").contains("is \"WordPiece\", which is not supported"))
  }

  @Test(arguments: [
    (#"{"do_lower_case": "no"}"#, #"do_lower_case is "no", and must be true or false"#),
    (#"{"tokenizer_class": 3}"#, "tokenizer_class is 3, and must be a text"),
    (#"{"model_max_length": "long"}"#, #"model_max_length is "long", and must be a number"#),
    (#"{"added_tokens_decoder": {"x": {"content": "y"}}}"#, #"added_tokens_decoder has the key "x", which is no id"#),
    (#"{"added_tokens_decoder": {"900": 5}}"#, "added_tokens_decoder.900 is no token"),
    (
      #"{"added_tokens_decoder": {"950": {"content": "<new>"}}}"#,
      #""<new>" is said to have the id 950, and by the vocabulary has the id 900"#
    ),
    (#"{"cls_token": null}"#, "cls_token is null, and the model needs it"),
    (#"{"cls_token": {"no": "content"}}"#, "cls_token is no token"),
    (#"{"extra_special_tokens": 7}"#, "extra_special_tokens is no list of tokens"),
  ])
  func `a setting of another kind is named`(settings: String, reason: String) throws {
    #expect(
      try refusal("uncased", model: "bert", files: "{\"tokenizer_config.json\": \(settings)}")
        == "FOLDER/tokenizer_config.json: \(reason)")
  }

  @Test func `what rules over what is said`() throws {
    func remarks(
      _ base: String, _ model: String, parts: Bool = false, _ settings: String? = nil
    ) throws -> [String] {
      let scratch = try Scratch()
      try Self.folder(base, model: model, parts: parts, in: scratch)
      if let settings { try scratch.file("tokenizer_config.json", holding: settings) }
      return try Tokenizer(folder: scratch.folder).remarks
    }
    #expect(try remarks("uncased", "bert").isEmpty)
    #expect(try remarks("cased", "bert").first?.contains("cleans a text otherwise") == true)
    #expect(try remarks("cased", "bert", #"{"do_lower_case": false}"#).isEmpty)
    #expect(try remarks("uncased", "bert", parts: true).first?.hasPrefix("There is no tokenizer_config.json") == true)
    #expect(try remarks("roberta", "roberta").first?.contains("puts a space before a text") == true)
    #expect(try remarks("bytes", "gpt2", #"{"add_bos_token": true}"#).first?.contains("sets add_bos_token") == true)
    #expect(try remarks("bytes", "gpt2", parts: true, #"{"add_bos_token": true}"#).isEmpty)
  }

  @Test func `the length that the files speak of is known, and nothing is cut there`() throws {
    for (value, expected) in [("16", 16), ("1000000000000000019884624838656", nil)] as [(String, Int?)] {
      let scratch = try Scratch()
      try Self.folder("uncased", model: "bert", in: scratch)
      try scratch.file("tokenizer_config.json", holding: "{\"model_max_length\": \(value)}")
      let tokenizer = try Tokenizer(folder: scratch.folder)
      #expect(tokenizer.statedLength == expected)
      #expect(tokenizer.encode(Array(repeating: "tide", count: 40).joined(separator: " ")).count > 40)
    }
  }

  @Test func `of a token that a list has twice the last place counts, and white space ends none`() throws {
    let scratch = try Scratch()
    try scratch.file("vocab.txt", holding: "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\ntide\nboat \t\r\ntide\n")
    let tokenizer = try Tokenizer(folder: scratch.folder)
    #expect(tokenizer.encode("tide boat").ids == [2, 7, 6, 3])
  }
}
