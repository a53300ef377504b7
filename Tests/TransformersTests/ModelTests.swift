import Foundation
import LinearAlgebra
import TestSupport
import Testing
import Transformers

/// Every number of every layer against transformers (eager), on miniature checkpoints with peaked attention and on MiniLM.
@Suite struct ModelTests {
  /// The golden file's samples of one model: every `stride`-th element of each tensor.
  struct Golden {
    let tensors: [String: [Float]]
    let limit: Int

    init(_ name: String, limit: Int) throws {
      let file = fixture("models/\(name).golden.safetensors")
      tensors = try Dictionary(
        uniqueKeysWithValues: Checkpoint(file: file).tensors.map { ($0.name, try $0.floats()) })
      self.limit = limit
    }

    /// The largest absolute difference between a tensor and its sample.
    func difference(_ name: String, _ tensor: [Float]) throws -> Float {
      let expected = try #require(tensors[name], "no golden \(name)")
      var stride = 1
      while (tensor.count + stride - 1) / stride > limit { stride += 2 }
      let sample = Swift.stride(from: 0, to: tensor.count, by: stride).map { tensor[$0] }
      try #require(sample.count == expected.count, "\(name): \(sample.count) elements, golden \(expected.count)")
      return zip(sample, expected).map { $0.isFinite ? abs($0 - $1) : .infinity }.max() ?? 0
    }
  }

  static func ids(_ count: Int, vocabulary: Int, from start: Int = 0) -> [Int] {
    (0..<count).map { start + (37 * $0 + 11 * count) % (vocabulary - start) }
  }

  /// - Parameter share: By which share of the largest number of its kind one may differ that is no probability; nil for 10⁻⁴ in all.
  static func check(
    _ model: LanguageModel, _ golden: Golden, _ name: String, _ encoding: Encoding, share: Float? = nil
  ) throws {
    let pass = try model.forward(encoding)
    var worst: [String: Float] = [:]
    var largest: [String: Float] = [:]
    func compare(_ kind: String, _ suffix: String, _ tensor: Tensor) throws {
      largest[kind] = tensor.elements.reduce(largest[kind] ?? 1) { max($0, abs($1)) }
      worst[kind] = max(worst[kind] ?? 0, try golden.difference("\(name)/\(kind)\(suffix)", tensor.elements))
    }
    for (layer, state) in pass.hiddenStates.enumerated() { try compare("hidden", "/\(layer)", state) }
    for (layer, record) in pass.layers.enumerated() {
      try compare("probabilities", "/\(layer)", record.probabilities)
      try compare("scores", "/\(layer)", record.scores)
      try compare("queries", "/\(layer)", record.queries)
      try compare("keys", "/\(layer)", record.keys)
      try compare("values", "/\(layer)", record.values)
    }
    if golden.tensors["\(name)/logits"] != nil {
      let logits = try #require(model.logits(pass.output, at: Array(0..<encoding.count)))
      try compare("logits", "", logits)
    }
    if golden.tensors["\(name)/pooled"] != nil {
      worst["pooled"] = try golden.difference("\(name)/pooled", #require(model.pooled(pass.output)))
    }
    for (kind, difference) in worst.sorted(by: { $0.key < $1.key }) {
      let allowed = kind == "probabilities" ? 1e-5 : share.map { $0 * (largest[kind] ?? 1) } ?? 1e-4
      #expect(difference <= allowed, "\(name): \(kind) differ by \(difference)")
    }
  }

  static func miniature(_ name: String, threads: Int = 2) throws -> LanguageModel {
    try LanguageModel(folder: fixture("models/\(name)"), threads: threads)
  }

  @Test(arguments: ["bert", "distilbert", "roberta", "gpt2"])
  func `a miniature gives the reference's numbers`(name: String) throws {
    let model = try Self.miniature(name)
    let golden = try Golden(name, limit: 150)
    for count in [1, 2, 7, 12, 64, 128, 132] {
      let types = (0..<count).map { model.configuration.tokenTypes > 1 && $0 >= count / 2 ? 1 : 0 }
      let ids = Self.ids(count, vocabulary: model.configuration.vocabularySize)
      try Self.check(model, golden, "\(count)", Encoding(ids: ids, typeIDs: types))
    }
    let masked = Encoding(
      ids: Self.ids(12, vocabulary: model.configuration.vocabularySize),
      mask: (0..<12).map { ![3, 7, 11].contains($0) })
    try Self.check(model, golden, "masked", masked)
  }

  @Test(.enabled(if: Project.model("all-MiniLM-L6-v2") != nil, "all-MiniLM-L6-v2 is not there"), arguments: [1, 2])
  func `MiniLM gives the reference's numbers up to its longest text`(threads: Int) throws {
    let model = try LanguageModel(folder: #require(Project.model("all-MiniLM-L6-v2")), threads: threads)
    #expect(model.unusedTensors == ["embeddings.position_ids"])
    let golden = try Golden("minilm", limit: 60)
    for count in [1, 2, 7, 12, 64, 128, 512] {
      let types = (0..<count).map { $0 >= count / 2 ? 1 : 0 }
      try Self.check(
        model, golden, "\(count)", Encoding(ids: Self.ids(count, vocabulary: 30522, from: 1000), typeIDs: types))
    }
    let masked = Encoding(
      ids: Self.ids(12, vocabulary: 30522, from: 1000), mask: (0..<12).map { ![3, 7, 11].contains($0) })
    try Self.check(model, golden, "masked", masked)
  }

  @Test(
    .enabled(if: Project.model("all-MiniLM-L6-v2") != nil, "all-MiniLM-L6-v2 is not there"),
    .enabled(if: Project.model("all-MiniLM-L6-v2-torch") != nil, "all-MiniLM-L6-v2 is not there as PyTorch saves it"))
  func `MiniLM finds eating bread close to eating food, from either kind of file`() throws {
    func cosine(_ folder: String) throws -> Float {
      let model = try LanguageModel(folder: #require(Project.model(folder)), threads: 2)
      let texts = ["A man is eating food.", "A man is eating a piece of bread."]
      let vectors = try model.outputs(texts.map { model.tokenizer.encode($0) }).map { SentenceVector.mean($0) }
      return SentenceVector.cosine(vectors[0], vectors[1])
    }
    #expect(abs(try cosine("all-MiniLM-L6-v2") - 0.7553) < 5e-5)
    #expect(try cosine("all-MiniLM-L6-v2-torch") == cosine("all-MiniLM-L6-v2"))
  }

  @Test(arguments: ["bert", "gpt2"])
  func `the number of threads does not change a bit`(name: String) throws {
    let one = try Self.miniature(name, threads: 1)
    let three = try Self.miniature(name, threads: 3)
    let encoding = Encoding(ids: Self.ids(61, vocabulary: one.configuration.vocabularySize))
    let passes = try [one.forward(encoding), three.forward(encoding)]
    #expect(passes[0].hiddenStates == passes[1].hiddenStates)
    #expect(passes[0].layers.map(\.probabilities) == passes[1].layers.map(\.probabilities))
  }

  @Test(arguments: ["bert", "roberta", "gpt2"])
  func `a text's numbers do not depend on its neighbours in a batch`(name: String) throws {
    let model = try Self.miniature(name)
    let texts = ["The keeper reads.", "rain", "A small boat waits outside the harbour for the tide."]
    let encodings = texts.map { model.tokenizer.encode($0) }
    let together = try model.outputs(encodings)
    for (encoding, output) in zip(encodings, together) {
      #expect(try model.forward(encoding, recording: .output).output == output)
    }
  }

  @Test func `a longer text is refused with its count, and an empty one as empty`() throws {
    let model = try Self.miniature("bert")
    let long = Encoding(ids: Array(repeating: 7, count: 133))
    #expect(throws: TokenizerError.tooLong(tokens: 133, limit: 132)) { try model.forward(long) }
    #expect(throws: TokenizerError.empty) { try model.forward(Encoding(ids: [])) }
    let roberta = try Self.miniature("roberta")
    #expect(roberta.configuration.maximumTokens == 132)
  }

  @Test(
    arguments: ["bert", "distilbert", "roberta", "gpt2"],
    ["", " ", "😀👩‍👩‍👧‍👦🏳️‍🌈", "שלום עולם مرحبا", "a\u{0}b\u{7}c\u{202E}d", "[MASK] <mask> <|endoftext|>", "the tide"])
  func `any text gives rows of attention that sum to one, or is refused as empty`(name: String, text: String) throws {
    let model = try Self.miniature(name)
    let encoding = model.tokenizer.encode(text)
    if encoding.count == 0 {
      #expect(throws: TokenizerError.empty) { try model.forward(encoding) }
      return
    }
    let pass = try model.forward(encoding)
    for record in pass.layers {
      for head in 0..<model.configuration.heads {
        for query in 0..<encoding.count {
          let row = record.probabilities.slice(head, query).elements
          #expect(abs(row.reduce(0, +) - 1) < 1e-5)
          if model.configuration.isCausal { #expect(row[(query + 1)...].allSatisfy { $0 == 0 }) }
        }
      }
    }
    let isFinite = pass.output.elements.allSatisfy { $0.isFinite }
    #expect(isFinite)
    // Every token says which characters it is from.
    let length = text.unicodeScalars.count
    #expect(
      zip(encoding.offsets, encoding.isSpecial).allSatisfy { $1 || ($0.lowerBound >= 0 && $0.upperBound <= length) })
  }

  @Test func `ten thousand words are refused with their count, and read in windows`() throws {
    let model = try Self.miniature("bert")
    let encoding = model.tokenizer.encode(Array(repeating: "tide", count: 10_000).joined(separator: " "))
    #expect(throws: TokenizerError.tooLong(tokens: encoding.count, limit: 132)) { try model.forward(encoding) }
    let windows = try encoding.windows(limit: 132)
    #expect(Set(windows.joined()).count == encoding.count)
    #expect(try model.outputs(windows.prefix(3).map(encoding.selecting)).count == 3)
  }
}
