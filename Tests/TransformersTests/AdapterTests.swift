import Basics
import Foundation
import TestSupport
import Testing
import Transformers

/// Adapters that are merged into their base, against peft's own merging; `adapter_goldens.py` made them.
@Suite struct AdapterTests {
  struct Golden: Decodable {
    let ids: [Int]
    let logits: [String: [Float]]
  }
  static let folder = fixture("adapters")
  static let golden: Golden = try! JSONDecoder().decode(
    Golden.self, from: Data(contentsOf: folder.appending(path: "golden.json")))

  static func base(_ name: String) -> URL { fixture(name == "convolution" ? "models/gpt2" : "classifiers/bert") }

  /// What the model gives for the golden ids: scores of classes, or a sample of those of words.
  static func logits(_ model: LanguageModel) throws -> [Float] {
    let encoding = Encoding(ids: golden.ids)
    let output = try model.forward(encoding).output
    if let scores = try model.classScores(output, of: encoding) { return scores }
    let all = try #require(model.logits(output, at: Array(golden.ids.indices))).elements
    return stride(from: 0, to: all.count, by: 7).map { all[$0] }
  }

  /// An adapter and its base in one folder.
  static func together(_ name: String, in scratch: Scratch, _ change: (URL) throws -> Void = { _ in }) throws -> URL {
    let copy = scratch.file("model")
    try FileManager.default.copyItem(at: base(name), to: copy)
    for file in ["adapter_config.json", "adapter_model.safetensors"] {
      try FileManager.default.copyItem(
        at: folder.appending(path: "\(name)/\(file)"), to: copy.appending(path: file))
    }
    try change(copy)
    return copy
  }

  @Test(arguments: ["patterns", "biases", "convolution"])
  func `a merged adapter gives the numbers of peft's merging, beside its base and alone`(name: String) throws {
    let expected = try #require(Self.golden.logits[name])
    let alone = try LanguageModel(folder: Self.folder.appending(path: name), base: Self.base(name), threads: 2)
    let found = try Self.logits(alone)
    let difference = ClassifierTests.difference(found, expected)
    #expect(difference < 1e-5, "\(name): \(difference)")
    #expect(alone.remarks.count == 1 && alone.remarks[0].hasPrefix("An adapter (LoRA, adapter_config.json) was merged"))
    let scratch = try Scratch()
    let beside = try LanguageModel(folder: Self.together(name, in: scratch), threads: 1)
    #expect(try Self.logits(beside) == found)
    let plain = try LanguageModel(folder: Self.base(name), threads: 1)
    #expect(ClassifierTests.difference(try Self.logits(plain), expected) > 0.05)
  }

  @Test func `a decoder's matrices are merged too`() throws {
    let base = fixture("encoder-decoders/t5")
    let model = try EncoderDecoderModel(folder: Self.folder.appending(path: "t5"), base: base, threads: 2)
    #expect(model.remarks.contains { $0.hasPrefix("An adapter (LoRA, adapter_config.json) was merged") })
    func logits(_ model: EncoderDecoderModel) throws -> [Float] {
      let pass = try model.forward(
        source: Encoding(ids: Self.golden.ids), target: Encoding(ids: Self.golden.ids.reversed()))
      let all = try #require(model.logits(pass)).elements
      return stride(from: 0, to: all.count, by: 7).map { all[$0] }
    }
    let expected = try #require(Self.golden.logits["t5"])
    let difference = ClassifierTests.difference(try logits(model), expected)
    #expect(difference < 1e-5, "\(difference)")
    let plain = try EncoderDecoderModel(folder: base, threads: 1)
    #expect(ClassifierTests.difference(try logits(plain), expected) > 0.05)
  }

  private static func message(_ body: () throws -> Void) -> String {
    do { try body() } catch { return "\(error)" }
    return "no error"
  }

  private static func rewrite(_ folder: URL, _ keys: [(String, JSONValue?)]) throws {
    let file = folder.appending(path: "adapter_config.json")
    var members = try #require(JSONReader.value(ofFile: file).members)
    for (key, value) in keys {
      members.removeAll { $0.name == key }
      if let value { members.append(JSONValue.Member(key, value)) }
    }
    try Data("\(JSONValue.object(members))".utf8).write(to: file)
  }

  @Test(
    arguments: [
      ("peft_type", .string("IA3"), "peft_type is \"IA3\"; only LORA is read"),
      ("use_dora", .bool(true), "use_dora says something that is not supported"),
      ("lora_bias", .bool(true), "lora_bias says something that is not supported"),
      ("layer_replication", .array([.array([.integer(0), .integer(1)])]), "layer_replication says something"),
      ("trainable_token_indices", .array([.integer(4)]), "trainable_token_indices says something"),
      ("a_key_of_2027", .bool(true), "a_key_of_2027 says something that is not supported"),
      (
        "init_lora_weights", .string("pissa"),
        "init_lora_weights is \"pissa\", which begins by changing the model itself"
      ),
      ("r", .integer(3), "r is 3 for \"bert.encoder.layer.0"),
      ("r", .integer(0), "r must be a whole number from 1"),
      ("lora_alpha", .string("x"), "lora_alpha must be a number above 0"),
      (
        "rank_pattern", .object([JSONValue.Member("layer\\d.query", .integer(2))]),
        "rank_pattern has the pattern \"layer\\d.query\"; only names of modules"
      ),
      (
        "alpha_pattern", .object([JSONValue.Member("query", .integer(0))]),
        "alpha_pattern gives \"query\" something other than a number"
      ),
    ] as [(String, JSONValue, String)])
  func `what changes the merged weights and is not read is refused by its key`(
    key: String, value: JSONValue, reason: String
  ) throws {
    let scratch = try Scratch()
    let folder = try Self.together("patterns", in: scratch) { try Self.rewrite($0, [(key, value)]) }
    let error = Self.message { _ = try LanguageModel(folder: folder, threads: 1) }
    #expect(error.contains("adapter_config.json: \(reason)"), "\(error)")
  }

  @Test func `an adapter for another model is refused`() throws {
    let scratch = try Scratch()
    let names = Self.message {
      _ = try LanguageModel(folder: Self.folder.appending(path: "convolution"), base: Self.base("patterns"), threads: 1)
    }
    #expect(names.contains("changes \"transformer.") && names.contains("it is for another model; put it beside"))
    let folder = try Self.together("patterns", in: scratch)
    let file = folder.appending(path: "adapter_model.safetensors")
    // Halves that belong together, and are narrower than the model.
    let header =
      #"{"base_model.model.bert.encoder.layer.0.attention.self.query.lora_A.weight":{"dtype":"F32","shape":[4,2],"data_offsets":[0,32]},"#
      + #""base_model.model.bert.encoder.layer.0.attention.self.query.lora_B.weight":{"dtype":"F32","shape":[2,4],"data_offsets":[32,64]}}"#
    try Data(CheckpointTests.safetensors(header, data: 64)).write(to: file)
    let shapes = Self.message { _ = try LanguageModel(folder: folder, threads: 1) }
    #expect(shapes.contains("as if it were [2, 2], and the model's is [32, 32]: it is for another model"))
    let half =
      #"{"base_model.model.bert.encoder.layer.0.attention.self.query.lora_A.weight":{"dtype":"F32","shape":[4,2],"data_offsets":[0,32]}}"#
    try Data(CheckpointTests.safetensors(half, data: 32)).write(to: file)
    #expect(
      Self.message { _ = try LanguageModel(folder: folder, threads: 1) }.contains("has no pair of lora_A and lora_B"))
    try FileManager.default.removeItem(at: file)
    #expect(
      Self.message { _ = try LanguageModel(folder: folder, threads: 1) }.contains(
        "has no adapter_model.safetensors, adapter_model.bin"))
  }

  @Test func `an adapter without its base names it, and one of another kind says so`() throws {
    let alone = Self.message { _ = try LanguageModel(folder: Self.folder.appending(path: "patterns"), threads: 1) }
    #expect(alone.contains("holds an adapter (adapter_config.json) for base and no model; put the files of the model"))
    #expect(try ModelFolder.base(ofAdapter: Self.folder.appending(path: "patterns")) == "base")
    #expect(try ModelFolder.base(ofAdapter: Self.base("patterns")) == nil)
    let scratch = try Scratch()
    try scratch.file("adapter_config.json", holding: #"{"peft_type": "LORA", "r": 4}"#)
    #expect(
      Self.message { _ = try ModelFolder.base(ofAdapter: scratch.folder) }.contains(
        "base_model_name_or_path is missing"))
  }
}
