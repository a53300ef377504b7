import Basics
import Foundation
import TestSupport
import Testing
import Transformers

/// Checkpoints as people have them: from before PyTorch 1.6, a trainer's, with names or tensors of one's own, or something else by
/// the name of one. `checkpoint_goldens.py` made the files.
@Suite struct OddCheckpointTests {
  static let folder = fixture("checkpoints")

  @Test(arguments: ["old.bin", "trainer.bin", "old-trainer.bin"])
  func `an old file and a trainer's checkpoint hold the same tensors as safetensors`(name: String) throws {
    let expected = try Checkpoint(file: Self.folder.appending(path: "plain.safetensors")).tensors
    let read = try Checkpoint(file: Self.folder.appending(path: name)).tensors
    #expect(Set(read.map(\.name)) == Set(expected.map(\.name)))
    for tensor in expected {
      let other = try #require(read.first { $0.name == tensor.name })
      #expect(other.shape == tensor.shape && other.dataType == tensor.dataType)
      if tensor.dataType != .int64 { #expect(try other.floats() == tensor.floats(), "\(tensor.name)") }
    }
  }

  @Test func `an old file that is cut anywhere is refused, and reads nothing beyond its end`() throws {
    let scratch = try Scratch()
    let bytes = try Array(Data(contentsOf: Self.folder.appending(path: "old.bin")))
    for length in stride(from: 0, to: bytes.count, by: 3) {
      let file = try scratch.file("pytorch_model.bin", holding: Array(bytes[..<length]))
      #expect(throws: (any Error).self, "\(length)") { try Checkpoint(file: file) }
    }
    for place in stride(from: 16, to: bytes.count, by: 5) {
      var changed = bytes
      changed[place] ^= 0x5A
      let file = try scratch.file("pytorch_model.bin", holding: changed)
      // Anything but a trap: a number may be another one.
      _ = try? Checkpoint(file: file).tensors.map { try? $0.floats() }
    }
  }

  /// A copy of a miniature model whose names of tensors, or other files, are changed.
  private func model(
    _ name: String, in scratch: borrowing Scratch, renaming: (String) -> String = { $0 },
    adding: [(name: String, values: [Float], shape: [Int])] = [], change: (URL) throws -> Void = { _ in }
  ) throws -> URL {
    let copy = scratch.file(name)
    try FileManager.default.copyItem(at: fixture("models/\(name)"), to: copy)
    let file = copy.appending(path: "model.safetensors")
    let bytes = try Array(Data(contentsOf: file))
    let length = Int(bytes[..<8].enumerated().reduce(0) { $0 + UInt64($1.element) << (8 * UInt64($1.offset)) })
    let header = try #require(
      try JSONSerialization.jsonObject(with: Data(bytes[8..<(8 + length)])) as? [String: Any])
    var end = bytes.count - 8 - length
    var entries: [String: Any] = [:]
    for (key, value) in header { entries[key == "__metadata__" ? key : renaming(key)] = value }
    var data = Data(bytes[(8 + length)...])
    for (key, values, shape) in adding {
      let next = end + 4 * values.count
      entries[key] = ["dtype": "F32", "shape": shape, "data_offsets": [end, next]]
      values.withUnsafeBytes { data.append(contentsOf: $0) }
      end = next
    }
    let text = try JSONSerialization.data(withJSONObject: entries)
    try (withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) } + text + data).write(to: file)
    try change(copy)
    return copy
  }

  private func outputs(_ folder: URL) throws -> [Float] {
    let model = try LanguageModel(folder: folder, threads: 1)
    return try model.forward(Encoding(ids: [2, 5, 9, 3])).output.elements
  }

  private func message(_ body: () throws -> Void) -> String {
    do { try body() } catch { return "\(error)" }
    return "no error"
  }

  @Test(arguments: ["module.", "encoder.", "model.text.", ""])
  func `names with something before all of them are read`(prefix: String) throws {
    let scratch = try Scratch()
    let folder = try model("bert", in: scratch, renaming: { prefix + $0 })
    #expect(try outputs(folder) == outputs(fixture("models/bert")))
    // A class of one's own that calls a DistilBERT `bert`.
    let other = try model("distilbert", in: scratch, renaming: { $0.replacing("distilbert.", with: prefix + "bert.") })
    #expect(try outputs(other) == outputs(fixture("models/distilbert")))
  }

  @Test func `two models in one file are refused`() throws {
    let scratch = try Scratch()
    let folder = try model(
      "bert", in: scratch, adding: [("second.embeddings.word_embeddings.weight", [1, 2], [1, 2])])
    #expect(message { _ = try outputs(folder) }.contains("holds two models, \"bert.…\" and \"second.…\""))
  }

  @Test func `a head of one's own is left aside and said`() throws {
    let scratch = try Scratch()
    let folder = try model(
      "bert", in: scratch, adding: [("fc.weight", [1, 2], [1, 2]), ("fc.bias", [3], [1])])
    #expect(try outputs(folder) == outputs(fixture("models/bert")))
    let remarks = try LanguageModel(folder: folder, threads: 1).remarks
    #expect(remarks.count == 1 && remarks[0].hasSuffix("they are left aside: fc.bias, fc.weight."))
    #expect(try LanguageModel(folder: fixture("models/bert"), threads: 1).remarks == [])
  }

  @Test func `what was put into a layer is no head, and is refused`() throws {
    let scratch = try Scratch()
    let folder = try model(
      "bert", in: scratch,
      adding: [("bert.encoder.layer.0.attention.self.query.lora_A.weight", [1, 2], [1, 2])])
    let error = message { _ = try outputs(folder) }
    #expect(error.contains("no place for: encoder.layer.0.attention.self.query.lora_A.weight"))
    #expect(error.contains("merge an adapter before saving"))
  }

  struct Untied: Decodable {
    var ids: [Int]
    var stride: Int
    var logits: [String: [Float]]
  }

  @Test(arguments: ["bert", "roberta", "distilbert", "gpt2"])
  func `a table of scores that is not tied gives the reference's scores`(name: String) throws {
    let golden = try JSONDecoder().decode(
      Untied.self, from: Data(contentsOf: Self.folder.appending(path: "untied.json")))
    let source = try Checkpoint(folder: fixture("models/\(name)"))
    func tensor(_ suffix: String) throws -> [Float] {
      try #require(source.tensors.first { $0.name == suffix || $0.name.hasSuffix("." + suffix) }).floats()
    }
    let sizes = try ModelConfiguration(file: fixture("models/\(name)/config.json"))
    let (table, bias, shared): (String, String?, String?) =
      switch name {
      case "bert": ("cls.predictions.decoder.weight", "cls.predictions.decoder.bias", "cls.predictions.bias")
      case "roberta": ("lm_head.decoder.weight", "lm_head.decoder.bias", "lm_head.bias")
      case "distilbert": ("vocab_projector.weight", nil, "vocab_projector.bias")
      default: ("lm_head.weight", nil, nil)
      }
    func rolled(_ numbers: [Float], by count: Int) -> [Float] { numbers.suffix(count) + numbers.dropLast(count) }
    let words = try tensor(name == "gpt2" ? "wte.weight" : "word_embeddings.weight")
    var added = [
      (name: table, values: rolled(words, by: sizes.hiddenSize), shape: [sizes.vocabularySize, sizes.hiddenSize])
    ]
    if let shared {
      let values = rolled(try tensor(shared), by: 1)
      added.append((name: bias ?? "second", values: values, shape: [sizes.vocabularySize]))
    }
    let scratch = try Scratch()
    let copy = scratch.file(name)
    try FileManager.default.copyItem(at: fixture("models/\(name)"), to: copy)
    let file = copy.appending(path: "config.json")
    var members = try #require(JSONReader.value(ofFile: file).members)
    members.removeAll { $0.name == "tie_word_embeddings" }
    members.append(JSONValue.Member("tie_word_embeddings", .bool(false)))
    try Data("\(JSONValue.object(members))".utf8).write(to: file)
    // GPT-2's file stores the table, the same as the word embedding; the others' store none.
    let bare = try LanguageModel(folder: copy, threads: 1)
    #expect(bare.hasLanguageHead == (name == "gpt2"))
    #expect(bare.remarks.contains { $0.contains("tie_word_embeddings") } == (name != "gpt2"))
    try Shards.write(source, and: added, in: copy, replacing: name == "distilbert" ? shared : nil)
    let model = try LanguageModel(folder: copy, threads: 1)
    let pass = try model.forward(Encoding(ids: golden.ids))
    let logits = try #require(model.logits(pass.output, at: Array(golden.ids.indices))).elements
    let sample = Swift.stride(from: 0, to: logits.count, by: golden.stride).map { logits[$0] }
    let expected = try #require(golden.logits[name])
    try #require(sample.count == expected.count)
    let worst = zip(sample, expected).map { abs($0 - $1) }.max() ?? 1
    #expect(worst < 1e-4, "differ by \(worst)")
  }

  @Test(arguments: [
    "encoder.layer.1.attention.self.query.weight", "encoder.layer.0.intermediate.dense.weight",
    "encoder.layer.1.output.dense.weight", "encoder.layer.0.attention.self.key.weight", "embeddings.LayerNorm.beta",
    "cls.predictions.transform.dense.weight",
  ])
  func `one number that is none is found and its tensor named`(name: String) throws {
    for value in [Float.nan, -.infinity] {
      let scratch = try Scratch()
      let copy = scratch.file("bert")
      try FileManager.default.copyItem(at: fixture("models/bert"), to: copy)
      let file = copy.appending(path: "model.safetensors")
      let tensor = try #require(try Checkpoint(file: file).tensors.first { $0.name.hasSuffix(name) })
      let numbers = try tensor.floats()
      var bytes = try Array(Data(contentsOf: file))
      // Where the tensor's first numbers lie, which no other's are.
      let pattern = numbers.prefix(6).flatMap { withUnsafeBytes(of: $0) { Array($0) } }
      let place = try #require(bytes.indices.first { bytes[$0...].starts(with: pattern) })
      withUnsafeBytes(of: value) { bytes.replaceSubrange(place..<place + 4, with: $0) }
      try Data(bytes).write(to: file)
      let error = message {
        let model = try LanguageModel(folder: copy, threads: 1)
        _ = try HeadAblation(model, model.tokenizer.encode("rain on the old boat"), pooling: .mean)
      }
      #expect(error.contains("tensor \"\(tensor.name)\" holds a number that is infinite or none"), "\(value): \(error)")
    }
  }

  @Test func `a folder that holds something else says what, and what to do`() throws {
    func refusal(_ files: [String: String]) throws -> String {
      let scratch = try Scratch()
      for (name, content) in files { try scratch.file(name, holding: content) }
      return message { _ = try LanguageModel(folder: scratch.folder, threads: 1) }
        .replacingOccurrences(of: scratch.folder.path, with: "FOLDER")
    }
    let adapter = try refusal(["adapter_config.json": #"{"base_model_name_or_path": "bert-base-uncased"}"#])
    #expect(
      adapter.hasPrefix("FOLDER: holds an adapter (adapter_config.json) for bert-base-uncased and no model; put the"))
    #expect(try refusal(["open_clip_config.json": "{}"]).contains("as open_clip has it (open_clip_config.json)"))
    #expect(try refusal(["mobileclip_s0.pt": "x"]).contains("holds a MobileCLIP (mobileclip_s0.pt)"))
    #expect(
      try refusal(["best.pth": "x"]).contains("holds weights (best.pth), and no config.json; put the config.json"))
    #expect(try refusal(["notes.txt": "x"]) == "FOLDER: has no config.json; get the whole model again")
  }

  @Test func `weights that are not there are looked for under other names`() throws {
    func refusal(_ name: String) throws -> String {
      let scratch = try Scratch()
      let copy = try model(
        "bert", in: scratch,
        change: { folder in
          try FileManager.default.removeItem(at: folder.appending(path: "model.safetensors"))
          try Data("x".utf8).write(to: folder.appending(path: name))
        })
      return message { _ = try LanguageModel(folder: copy, threads: 1) }
    }
    #expect(try refusal("tf_model.h5").contains("has weights of TensorFlow alone (tf_model.h5)"))
    #expect(try refusal("best.pt").contains("if best.pt holds them, call it pytorch_model.bin"))
    #expect(try refusal("weights.safetensors").contains("call it model.safetensors"))
  }

  @Test func `a file that only names another is known for it`() throws {
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 440449768\n"
    for name in ["model.safetensors", "config.json", "tokenizer.json"] {
      let scratch = try Scratch()
      let copy = try model("bert", in: scratch, change: { try Data(pointer.utf8).write(to: $0.appending(path: name)) })
      #expect(
        message { _ = try LanguageModel(folder: copy, threads: 1) }
          .contains("/\(name): is a Git LFS pointer, which only names the file, 440449768 bytes; run `git lfs pull`"))
    }
  }

  @Test func `weights by the name of the other kind are known`() throws {
    let scratch = try Scratch()
    for (name, like, expected) in [
      ("plain.safetensors", "pytorch_model.bin", "call it model.safetensors"),
      ("trainer.bin", "model.safetensors", "call it pytorch_model.bin"),
    ] {
      let file = scratch.file(like)
      try FileManager.default.copyItem(at: Self.folder.appending(path: name), to: file)
      #expect(message { _ = try Checkpoint(file: file) }.hasSuffix(expected))
    }
  }

  @Test func `a model in parts within the hub's cache is found`() throws {
    let scratch = try Scratch()
    let snapshot = scratch.file("models--owner--clip/snapshots/abc")
    try FileManager.default.createDirectory(
      at: snapshot.appending(path: "0_CLIPModel"), withIntermediateDirectories: true)
    #expect(HuggingFaceCache.find(repository: "owner/clip", revision: "abc", in: scratch.folder) == nil)
    try Data("{}".utf8).write(to: snapshot.appending(path: "0_CLIPModel/config.json"))
    #expect(
      HuggingFaceCache.find(repository: "owner/clip", revision: "abc", in: scratch.folder)?.lastPathComponent
        == "0_CLIPModel")
  }

  @Test(arguments: [
    (#"{"quantization_config": {"quant_method": "gptq"}}"#, "says that the weights are quantised (gptq)"),
    (#"{"pruned_heads": {"0": [1]}}"#, "names heads that were taken out"),
  ])
  func `what changes the weights of a model is refused by its key`(keys: String, reason: String) throws {
    let scratch = try Scratch()
    let copy = try model("bert", in: scratch)
    let file = copy.appending(path: "config.json")
    let added = try #require(JSONReader.value(of: keys.utf8).members)
    let members = try #require(JSONReader.value(ofFile: file).members) + added
    try Data("\(JSONValue.object(members))".utf8).write(to: file)
    #expect(message { _ = try LanguageModel(folder: copy, threads: 1) }.contains("\(added[0].name) \(reason)"))
  }

  @Test func `a whole model, a quantised one and numbers that JSON does not have are named`() throws {
    func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
    let scratch = try Scratch()
    let pickle = [UInt8]([0x80, 2]) + bytes("c__main__\nClassifier\n.")
    let whole = try scratch.file("pytorch_model.bin", holding: StoredZip.archive([("archive/data.pkl", pickle)]))
    #expect(
      message { _ = try Checkpoint(file: whole) }.contains("is a whole model with its program (__main__.Classifier)"))
    let script = [UInt8]([0x80, 2]) + bytes("c__torch__.multimodal.model\nMultimodal\n.")
    let jit = try scratch.file("ViT-B-32.pt", holding: StoredZip.archive([("ViT-B-32/data.pkl", script)]))
    #expect(message { _ = try Checkpoint(file: jit) }.contains("is a TorchScript program"))
    let text = CheckpointTests.safetensors("{\(CheckpointTests.entry("a", "[4]", 0, 4, type: "F8_E4M3"))}", data: 4)
    let small = try scratch.file("model.safetensors", holding: text)
    #expect(
      message { _ = try Checkpoint(file: small) }.contains("is of type F8_E4M3, expected F32, F16, BF16 or F64; where"))
    let copy = try model("bert", in: scratch)
    let file = copy.appending(path: "config.json")
    let configuration = try String(contentsOf: file, encoding: .utf8)
    let changed = configuration.replacing(try Regex("\"layer_norm_eps\": [^,\\n]+"), with: "\"layer_norm_eps\": NaN")
    try #require(changed != configuration)
    try changed.write(to: file, atomically: true, encoding: .utf8)
    #expect(
      message { _ = try LanguageModel(folder: copy, threads: 1) }
        .contains("\"layer_norm_eps\" is NaN, which JSON does not have: put a number or null; mend it"))
  }

  @Test func `the part of a sentence-transformers folder that is a transformer is read`() throws {
    for list in [nil, #"[{"path": "0_Transformer"}, {"path": "1_Pooling"}]"#] {
      let scratch = try Scratch()
      try FileManager.default.copyItem(at: fixture("models/bert"), to: scratch.file("0_Transformer"))
      if let list { try scratch.file("modules.json", holding: list) }
      #expect(try outputs(scratch.folder) == outputs(fixture("models/bert")))
    }
    let scratch = try Scratch()
    try scratch.file("modules.json", holding: #"[{"path": "../../etc"}, {"path": ".."}]"#)
    #expect(message { _ = try outputs(scratch.folder) }.contains("has no config.json"))
  }
}

/// A checkpoint in two files with an index.
private enum Shards {
  static func write(
    _ source: Checkpoint, and added: [(name: String, values: [Float], shape: [Int])], in folder: URL,
    replacing replaced: String?
  ) throws {
    let floats: Set<DataType> = [.float64, .float32, .float16, .bfloat16]
    let names = Set(added.map(\.name) + (replaced.map { [$0] } ?? []))
    var tensors = try source.tensors.filter { !names.contains($0.name) && floats.contains($0.dataType) }
      .map { (name: $0.name, values: try $0.floats(), shape: $0.shape) }
    for entry in added {
      tensors.append((name: entry.name == "second" ? replaced! : entry.name, entry.values, entry.shape))
    }
    for name in ["model.safetensors", "pytorch_model.bin"] {
      try? FileManager.default.removeItem(at: folder.appending(path: name))
    }
    var map: [String: String] = [:]
    for (index, part) in [tensors[..<(tensors.count / 2)], tensors[(tensors.count / 2)...]].enumerated() {
      let file = "model-\(index + 1).safetensors"
      var (end, entries, data) = (0, [String](), Data())
      for (name, values, shape) in part {
        entries.append(
          "\"\(name)\":{\"dtype\":\"F32\",\"shape\":\(shape),\"data_offsets\":[\(end),\(end + 4 * values.count)]}")
        values.withUnsafeBytes { data.append(contentsOf: $0) }
        end += 4 * values.count
        map[name] = file
      }
      let header = Data("{\(entries.joined(separator: ","))}".utf8)
      try (withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + header + data)
        .write(to: folder.appending(path: file))
    }
    let index = map.map { JSONValue.Member($0.key, .string($0.value)) }
    try Data("\(JSONValue.object([JSONValue.Member("weight_map", .object(index))]))".utf8)
      .write(to: folder.appending(path: "model.safetensors.index.json"))
  }
}
