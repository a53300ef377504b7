import Basics
import Foundation
import TestSupport
import Testing
import Transformers

/// Scores of classes against transformers, on miniature classifiers of four kinds; `classifier_goldens.py` made them.
@Suite struct ClassifierTests {
  struct Text: Decodable {
    let text: String
    let ids: [Int]
    let words: [[Int]]
    let scores: [Float]
    let masked, leftOut, silenced: [[Float]]
  }
  struct Padded: Decodable {
    let ids: [Int]
    let scores: [Float]
  }
  struct Golden: Decodable {
    let bert, distilbert, roberta, gpt2: [Text]
    let padded: Padded
    subscript(name: String) -> [Text] {
      switch name {
      case "bert": bert
      case "distilbert": distilbert
      case "roberta": roberta
      default: gpt2
      }
    }
  }
  static let names = ["bert", "distilbert", "roberta", "gpt2"]
  static let golden: Golden = try! JSONDecoder().decode(
    Golden.self, from: Data(contentsOf: fixture("classifiers/golden.json")))

  static func difference(_ left: [Float], _ right: [Float]) -> Float {
    left.count == right.count ? zip(left, right).map { abs($0 - $1) }.max() ?? 0 : .infinity
  }

  @Test(arguments: names)
  func `classes have the reference's scores, whole and with each word hidden`(name: String) throws {
    let model = try LanguageModel(folder: fixture("classifiers/\(name)"), threads: 2)
    #expect(model.remarks == [] && !model.unusedTensors.contains { $0.contains("classifier") || $0.contains("score") })
    for text in Self.golden[name] {
      let encoding = model.tokenizer.encode(text.text)
      #expect(encoding.ids == text.ids)
      let words = try AttentionMap(model.forward(encoding), model).joiningWords(encoding, model.tokenizer).units
        .map(\.positions).filter { !encoding.isSpecial[$0[0]] }
      #expect(words == text.words)
      let found = try #require(try model.classOcclusion(of: words, in: encoding))
      #expect(Self.difference(found.scores, text.scores) < 1e-5)
      #expect(found.masked.count == text.masked.count && found.leftOut.count == text.leftOut.count)
      for (scores, expected) in zip(found.masked, text.masked) { #expect(Self.difference(scores, expected) < 1e-5) }
      for (scores, expected) in zip(found.leftOut, text.leftOut) {
        #expect(Self.difference(try #require(scores), expected) < 1e-5)
      }
    }
  }

  @Test(arguments: names)
  func `without a head the score changes as the reference's does`(name: String) throws {
    let model = try LanguageModel(folder: fixture("classifiers/\(name)"), threads: 1)
    let text = Self.golden[name][0]
    let label = text.scores.count - 1
    let ablation = try HeadAblation(model, model.tokenizer.encode(text.text), pooling: .mean, label: label)
    let changes = try ablation.heads.flatMap { try $0.map { Float(try #require($0.classScoreChange)) } }
    #expect(Self.difference(changes, text.silenced.map { $0[label] - text.scores[label] }) < 1e-5)
    let plain = try HeadAblation(model, model.tokenizer.encode(text.text), pooling: .mean)
    #expect(plain.heads[0][0].classScoreChange == nil)
    #expect(plain.heads.map { $0.map(\.distance) } == ablation.heads.map { $0.map(\.distance) })
  }

  @Test func `a text that ends with padding is judged at its last other token`() throws {
    let model = try LanguageModel(folder: fixture("classifiers/gpt2"), threads: 1)
    let encoding = Encoding(ids: Self.golden.padded.ids)
    let scores = try #require(try model.classScores(model.forward(encoding).output, of: encoding))
    #expect(Self.difference(scores, Self.golden.padded.scores) < 1e-5)
    #expect(model.judgedPosition(in: encoding) == encoding.count - 3)
  }

  @Test func `classes are named and answer as the configuration says`() throws {
    func classes(_ name: String) throws -> ClassLabels {
      try #require(try LanguageModel(folder: fixture("classifiers/\(name)"), threads: 1).classes)
    }
    let bert = try classes("bert")
    #expect(bert.names == ["sunny", "grey", "stormy"] && bert.answer == .oneOf)
    let probabilities = try #require(bert.probabilities([1, 2, 0.5]))
    #expect(abs(probabilities.reduce(0, +) - 1) < 1e-12 && abs(probabilities[1] - 0.628532) < 1e-5)
    #expect(try classes("distilbert").names == ["LABEL_0", "LABEL_1"])
    #expect(try classes("roberta").answer == .number)
    #expect(try classes("roberta").probabilities([3]) == nil)
    let several = try classes("gpt2")
    #expect(several.answer == .anyOf && several.probabilities([0, 0, 0, 0]) == [0.5, 0.5, 0.5, 0.5])
    #expect(try LanguageModel(folder: fixture("models/bert"), threads: 1).classes == nil)
  }

  /// A copy of a classifier with other keys in its configuration.
  static func copy(_ name: String, in scratch: Scratch, _ keys: [(String, JSONValue?)]) throws -> URL {
    let copy = scratch.file(name)
    try FileManager.default.copyItem(at: fixture("classifiers/\(name)"), to: copy)
    let file = copy.appending(path: "config.json")
    var members = try #require(JSONReader.value(ofFile: file).members)
    for (key, value) in keys {
      members.removeAll { $0.name == key }
      if let value { members.append(JSONValue.Member(key, value)) }
    }
    try Data("\(JSONValue.object(members))".utf8).write(to: file)
    return copy
  }

  private static func names(_ names: [String]) -> JSONValue {
    .object(names.map { JSONValue.Member($0, .string("class \($0)")) })
  }

  @Test(
    arguments: [
      (
        [("id2label", names(["0", "1"]))],
        "id2label speaks of 2 classes, and the tensor \"classifier.weight\" has scores for 3"
      ),
      ([("id2label", nil)], "id2label is missing, which means two classes, and the tensor \"classifier.weight\" has"),
      ([("id2label", nil), ("num_labels", .integer(4))], "num_labels speaks of 4 classes"),
      ([("num_labels", .integer(2))], "num_labels is 2, and id2label names 3 classes"),
      (
        [("id2label", names(["0", "1", "3"]))], "id2label has the key \"3\"; its keys are the numbers 0 to 2, each once"
      ),
      ([("id2label", names(["0", "1", "x"]))], "id2label has the key \"x\""),
      ([("problem_type", .string("ranking"))], "problem_type is \"ranking\"; known are single_label_classification"),
    ] as [([(String, JSONValue?)], String)])
  func `a head that contradicts its configuration is refused by the key`(keys: [(String, JSONValue?)], reason: String)
    throws
  {
    let scratch = try Scratch()
    let folder = try Self.copy("bert", in: scratch, keys)
    let error = #expect(throws: CheckpointError.self) { try LanguageModel(folder: folder, threads: 1) }
    #expect("\(try #require(error))".contains("config.json: \(reason)"), "\(error.map { "\($0)" } ?? "")")
  }

  @Test func `one class alone is no choice among classes`() throws {
    let scratch = try Scratch()
    let folder = try Self.copy("roberta", in: scratch, [("problem_type", .string("single_label_classification"))])
    let error = #expect(throws: CheckpointError.self) { try LanguageModel(folder: folder, threads: 1) }
    #expect("\(try #require(error))".contains("which one class alone cannot be"))
    let other = try Scratch()
    let bare = try LanguageModel(
      folder: Self.copy("roberta", in: other, [("problem_type", nil)]), threads: 1)
    #expect(bare.classes?.answer == .anyOf)
  }

  @Test(arguments: [
    (JSONValue.array([.string("BertForTokenClassification")]), "has a head that labels each token, which is left out"),
    (
      .array([.string("BertForQuestionAnswering")]),
      "has a head that marks where a text answers a question, which is left out"
    ),
    (.null, "has a head, and config.json does not say what for (architectures)"),
  ])
  func `another head, or one of which nothing is said, is left out and said`(architectures: JSONValue, remark: String)
    throws
  {
    let scratch = try Scratch()
    let model = try LanguageModel(
      folder: Self.copy("bert", in: scratch, [("architectures", architectures)]), threads: 1)
    #expect(model.classes == nil && model.remarks.count == 1)
    #expect(model.remarks[0].contains(remark), "\(model.remarks)")
    #expect(model.unusedTensors.contains("classifier.weight"))
  }

  @Test func `a configuration that speaks of classes without weights for them is said`() throws {
    let scratch = try Scratch()
    let copy = scratch.file("bert")
    try FileManager.default.copyItem(at: fixture("models/bert"), to: copy)
    let file = copy.appending(path: "config.json")
    let text = try String(contentsOf: file, encoding: .utf8)
      .replacing("BertForPreTraining", with: "BertForSequenceClassification")
    var members = try #require(JSONReader.value(of: text.utf8).members)
    members.removeAll { $0.name == "architectures" }
    members.append(JSONValue.Member("architectures", .array([.string("BertForSequenceClassification")])))
    try Data("\(JSONValue.object(members))".utf8).write(to: file)
    let model = try LanguageModel(folder: copy, threads: 1)
    #expect(model.classes == nil && model.remarks.count == 1)
    #expect(model.remarks[0].contains("stores no weights for that"))
  }

  @Test func `a score that is none is found and its tensor named`() throws {
    let scratch = try Scratch()
    let folder = try Self.copy("bert", in: scratch, [])
    let file = folder.appending(path: "model.safetensors")
    let tensor = try #require(try Checkpoint(file: file).tensors.first { $0.name == "classifier.weight" })
    var bytes = try Array(Data(contentsOf: file))
    let length = Int(bytes[..<8].enumerated().reduce(0) { $0 + UInt64($1.element) << (8 * UInt64($1.offset)) })
    let header = try #require(
      try JSONSerialization.jsonObject(with: Data(bytes[8..<(8 + length)])) as? [String: Any])
    let entry = try #require(header["classifier.weight"] as? [String: Any])
    let place = 8 + length + (try #require(entry["data_offsets"] as? [Int]))[0]
    (bytes[place], bytes[place + 1]) = (0x00, 0x7E)
    try Data(bytes).write(to: file)
    let model = try LanguageModel(folder: folder, threads: 1)
    let encoding = model.tokenizer.encode("rain")
    let error = #expect(throws: CheckpointError.self) {
      try model.classScores(model.forward(encoding).output, of: encoding)
    }
    #expect("\(try #require(error))".contains("tensor \"\(tensor.name)\" holds a number that is infinite or none"))
  }
}
