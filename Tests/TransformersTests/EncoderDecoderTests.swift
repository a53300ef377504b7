import Foundation
import LinearAlgebra
import TestSupport
import Testing
import Transformers

/// Encoder, decoder and cross-attention against transformers (eager), on miniature checkpoints with peaked attention.
@Suite struct EncoderDecoderTests {
  static let cases = [(1, 1), (2, 7), (12, 5), (30, 24), (9, 40)]

  static func folder(_ name: String) -> URL { fixture("encoder-decoders/\(name)") }

  /// A miniature with a tokenizer; the one that has none takes another's, which its numbers do not depend on.
  static func miniature(_ name: String, threads: Int = 2) throws -> EncoderDecoderModel {
    guard name == "marian-apart" else { return try EncoderDecoderModel(folder: folder(name), threads: threads) }
    let scratch = try Scratch()
    for file in ["config.json", "generation_config.json", "model.safetensors", "tokenizer_config.json"] {
      try FileManager.default.copyItem(at: folder(name).appending(path: file), to: scratch.folder.appending(path: file))
    }
    try FileManager.default.copyItem(
      at: folder("marian/tokenizer.json"), to: scratch.folder.appending(path: "tokenizer.json"))
    return try EncoderDecoderModel(folder: scratch.folder, threads: threads)
  }

  static let names = ["bart", "mbart", "marian", "marian-apart", "t5", "t5-gated", "mt5"]

  @Test(arguments: names)
  func `three attentions, hidden states and scores are the reference's`(name: String) throws {
    let model = try Self.miniature(name)
    let golden = try ModelTests.Golden("../encoder-decoders/\(name)", limit: 150)
    let (heard, spoken) = (model.configuration.encoder.vocabularySize, model.configuration.decoder.vocabularySize)
    for (source, target) in Self.cases + [(12, 5)] {
      // The last one with some of the source hidden.
      let isMasked = source == 12 && target == 5 && golden.tensors["masked/logits"] != nil
      for masked in isMasked ? [false, true] : [false] {
        let encoding = Encoding(
          ids: ModelTests.ids(source, vocabulary: heard),
          mask: (0..<source).map { !masked || ![3, 7, 11].contains($0) })
        let pass = try model.forward(
          source: encoding, target: Encoding(ids: ModelTests.ids(target, vocabulary: spoken)))
        let name = masked ? "masked" : "\(source)-\(target)"
        var worst: [String: Float] = [:]
        func compare(_ kind: String, _ suffix: String, _ tensor: Tensor) throws {
          worst[kind] = max(worst[kind] ?? 0, try golden.difference("\(name)/\(kind)\(suffix)", tensor.elements))
        }
        for (layer, record) in pass.encoder.layers.enumerated() {
          try compare("encoder", "/\(layer)", record.probabilities)
        }
        for (layer, record) in pass.decoder.layers.enumerated() {
          try compare("decoder", "/\(layer)", record.probabilities)
        }
        for (layer, record) in pass.cross.enumerated() { try compare("cross", "/\(layer)", record.probabilities) }
        for (layer, state) in pass.encoder.hiddenStates.enumerated() {
          try compare("encoder-hidden", "/\(layer)", state)
        }
        for (layer, state) in pass.decoder.hiddenStates.enumerated() {
          try compare("decoder-hidden", "/\(layer)", state)
        }
        try compare("logits", "", #require(model.logits(pass)))
        for (kind, difference) in worst {
          #expect(
            difference <= (["encoder", "decoder", "cross"].contains(kind) ? 1e-5 : 1e-4),
            "\(name): \(kind) differ by \(difference)")
        }
      }
    }
  }

  @Test(arguments: names)
  func `what the model says by itself is what generate says`(name: String) throws {
    let model = try Self.miniature(name)
    let golden = try ModelTests.Golden("../encoder-decoders/\(name)", limit: 150)
    for (source, target) in Self.cases {
      let ids = ModelTests.ids(source, vocabulary: model.configuration.encoder.vocabularySize)
      let said = try #require(try model.decode(Encoding(ids: ids), limit: 24))
      #expect(said.ids == golden.tensors["\(source)-\(target)/said"]?.map { Int($0) })
    }
  }

  @Test func `an encoder that was saved alone is read as one`() throws {
    let scratch = try Scratch()
    for file in ["config.json", "model.safetensors"] {
      try FileManager.default.copyItem(
        at: Self.folder("t5-encoder").appending(path: file), to: scratch.folder.appending(path: file))
    }
    for file in ["tokenizer.json", "tokenizer_config.json"] {
      try FileManager.default.copyItem(
        at: Self.folder("t5").appending(path: file), to: scratch.folder.appending(path: file))
    }
    #expect(!EncoderDecoderModel.isOne(scratch.folder) && EncoderDecoderModel.isOne(Self.folder("t5")))
    let model = try LanguageModel(folder: scratch.folder, threads: 1)
    let golden = try ModelTests.Golden("../encoder-decoders/t5-encoder", limit: 150)
    let output = try model.forward(Encoding(ids: ModelTests.ids(30, vocabulary: 320))).output
    #expect(try golden.difference("hidden", output.elements) < 1e-5)
  }

  @Test(arguments: [
    ("feed_forward_proj", "gated-gelu-new", "feed_forward_proj"), ("feed_forward_proj", "gelu_10", "gelu_10"),
    ("model_type", "umt5", "a table each"), ("model_type", "longt5", "summaries of blocks"),
  ])
  func `a T5 of another kind is refused by name`(key: String, value: String, named: String) throws {
    let changes: [String: Any] = [key: value, "dense_act_fn": NSNull()]
    let scratch = try Self.changed("config.json", changes, of: "t5")
    let error = #expect(throws: CheckpointError.self) { try EncoderDecoderModel(folder: scratch.folder, threads: 1) }
    #expect(error?.description.contains(named) == true, "\(String(describing: error))")
  }

  @Test func `distances that leave no buckets and a decoder alone are refused`() throws {
    for (key, value) in [("relative_attention_max_distance", 4 as Any), ("is_decoder", true)] {
      let scratch = try Self.changed("config.json", [key: value], of: "t5")
      let error = #expect(throws: CheckpointError.self) { try EncoderDecoderModel(folder: scratch.folder, threads: 1) }
      #expect(error?.description.contains(key) == true)
    }
  }

  @Test func `a row of cross-attention is a spread over the source`() throws {
    let model = try Self.miniature("bart")
    let source = model.tokenizer.encode("The keeper reads the green book.")
    let pass = try model.forward(source: source, target: model.target(of: "A ship waits."))
    for record in pass.cross {
      #expect(record.probabilities.shape == [2, pass.target.count, source.count])
      #expect(record.keys.shape == [source.count, 2, 16])
      for head in 0..<2 {
        for row in 0..<pass.target.count {
          let sum = (0..<source.count).reduce(Float(0)) { $0 + record.probabilities[head, row, $1] }
          #expect(abs(sum - 1) < 1e-5)
        }
      }
    }
  }

  @Test func `profiles of cross-attention and distances of its heads are those of its rows`() throws {
    let model = try Self.miniature("bart")
    let source = model.tokenizer.encode("The keeper reads the green book.")
    let pass = try model.forward(source: source, target: model.target(of: "A ship waits."))
    let units = AttentionMap(pass.encoder, model.encoder).units
    let cross = CrossAttention(pass, queries: AttentionMap(decoderOf: pass, model).units, keys: units)
    for profile in cross.profiles().joined() {
      let rows = cross.matrix(profile.layer, profile.head)
      let count = Double(rows.count)
      func share(_ isCounted: (Int) -> Bool) -> Double {
        rows.joined().enumerated().reduce(0) { isCounted($1.offset % units.count) ? $0 + $1.element : $0 } / count
      }
      #expect(abs(profile.first - share { $0 == 0 }) < 1e-9)
      #expect(abs(profile.special - share { units[$0].isSpecial }) < 1e-9)
      #expect(abs(profile.special - profile.first - profile.separator) < 1e-9)
      #expect(abs(profile.punctuation - share { units[$0].isPunctuation }) < 1e-9)
      let entropy = -rows.joined().reduce(0) { $1 > 0 ? $0 + $1 * log($1) : $0 } / count
      #expect(abs(profile.entropy - entropy) < 1e-9)
      #expect(abs(profile.relativeEntropy - entropy / log(Double(units.count))) < 1e-9)
    }
    let apart = cross.divergences()
    #expect(apart.count == cross.layers * cross.heads && apart.indices.allSatisfy { apart[$0][$0] == 0 })
    #expect(apart.joined().allSatisfy { $0 >= 0 && $0 <= log(2) + 1e-6 })
    #expect(apart[1][0] > 0 && apart[1][0] == apart[0][1])
  }

  @Test func `numbers are the same for any number of threads`() throws {
    let passes = try [1, 2, 3].map { threads in
      let model = try Self.miniature("marian", threads: threads)
      return try model.forward(
        source: model.tokenizer.encode("The old book."), target: model.target(of: "Rain falls on the water."))
    }
    for pass in passes.dropFirst() {
      #expect(pass.cross.map(\.probabilities.elements) == passes[0].cross.map(\.probabilities.elements))
      #expect(pass.decoder.output.elements == passes[0].decoder.output.elements)
    }
  }

  @Test func `a target begins where the decoder does and leaves its end to be said`() throws {
    let model = try Self.miniature("bart")
    let target = model.target(of: "the tide")
    #expect(target.ids == [2] + model.tokenizer.encode("the tide").ids.dropLast())
    #expect(model.answers(to: "the tide").last == 2)
    #expect(model.answers(to: "the tide").count == target.count)
  }

  @Test func `what was said is told in the words that it was made of`() throws {
    let model = try Self.miniature("bart")
    let text = model.tokenizer.encode("The harbour, the pilot")
    let said = model.target(of: DecodedText(ids: [2] + text.ids, isEnded: true))
    #expect(said.ids == [2] + text.ids.dropLast())
    var words: [[Int]] = []
    for position in said.ids.indices {
      guard let word = said.wordIDs[position] else { continue }
      if word == said.wordIDs[position - 1] {
        words[words.count - 1].append(said.ids[position])
      } else {
        words.append([said.ids[position]])
      }
    }
    #expect(words.map(model.tokenizer.text) == ["The", "harbour", ",", "the", "pilot"])
  }

  @Test func `the encoder by itself is the encoder of the whole`() throws {
    let alone = try LanguageModel(folder: Self.folder("bart"), threads: 1)
    let whole = try Self.miniature("bart")
    let text = alone.tokenizer.encode("The pilot reads.")
    #expect(try alone.forward(text).output.elements == whole.encoder.forward(text).output.elements)
    #expect(EncoderDecoderModel.isOne(Self.folder("bart")))
    #expect(!EncoderDecoderModel.isOne(fixture("models/bert")))
  }

  /// A copy of a miniature with a file changed.
  static func changed(_ file: String, _ pairs: [String: Any], of miniature: String = "bart") throws -> Scratch {
    let scratch = try Scratch()
    for name in [
      "config.json", "generation_config.json", "model.safetensors", "tokenizer_config.json", "tokenizer.json",
    ] {
      try FileManager.default.copyItem(
        at: folder(miniature).appending(path: name), to: scratch.folder.appending(path: name))
    }
    let url = scratch.folder.appending(path: file)
    var document = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
    for (key, value) in pairs { document[key] = value is NSNull ? nil : value }
    try JSONSerialization.data(withJSONObject: document).write(to: url)
    return scratch
  }

  @Test(arguments: [
    ("config.json", "is_decoder", "is_encoder_decoder"), ("generation_config.json", "guidance_scale", "guidance_scale"),
    ("generation_config.json", "repetition_penalty", "repetition_penalty"),
    ("generation_config.json", "eos_token_id", "eos_token_id"),
  ])
  func `a key that would change the result is refused by its name`(file: String, key: String, named: String) throws {
    let values: [String: Any] = [
      "is_decoder": true, "guidance_scale": 2, "repetition_penalty": -1, "eos_token_id": 40_000,
    ]
    let scratch = try Self.changed(file, [key: values[key]!])
    let error = #expect(throws: CheckpointError.self) { try EncoderDecoderModel(folder: scratch.folder, threads: 1) }
    #expect(error?.description.contains(named) == true)
    #expect(error?.description.contains(file) == true)
  }

  @Test func `a head for another task is left out and said`() throws {
    let scratch = try Self.changed("config.json", ["architectures": ["BartForSequenceClassification"]])
    let file = scratch.folder.appending(path: "model.safetensors")
    let bytes = try Data(contentsOf: file)
    let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    var header = try #require(JSONSerialization.jsonObject(with: bytes[8..<8 + length]) as? [String: Any])
    let end = bytes.count - 8 - length
    header["classification_head.out_proj.bias"] = ["dtype": "F32", "shape": [2], "data_offsets": [end, end + 8]]
    var text = try JSONSerialization.data(withJSONObject: header)
    text += Data(repeating: 0x20, count: (8 - text.count % 8) % 8)
    let size = withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) }
    try (size + text + bytes[(8 + length)...] + Data(count: 8)).write(to: file)
    let model = try EncoderDecoderModel(folder: scratch.folder, threads: 1)
    #expect(model.remarks.contains { $0.hasPrefix("The checkpoint has a head that tells which class a text is of") })
  }

  @Test func `a decoder that starts from nothing is refused`() throws {
    let scratch = try Self.changed(
      "generation_config.json", ["decoder_start_token_id": NSNull(), "bos_token_id": NSNull()])
    let error = #expect(throws: CheckpointError.self) { try EncoderDecoderModel(folder: scratch.folder, threads: 1) }
    #expect(error?.description.contains("decoder_start_token_id") == true)
  }

  @Test func `an empty target and one that is too long are refused`() throws {
    let model = try Self.miniature("bart")
    let source = model.tokenizer.encode("The tide.")
    #expect(throws: TokenizerError.empty) { try model.forward(source: source, target: Encoding(ids: [])) }
    #expect(throws: TokenizerError.tooLong(tokens: 65, limit: 64)) {
      try model.forward(source: source, target: Encoding(ids: Array(repeating: 5, count: 65)))
    }
  }
}
