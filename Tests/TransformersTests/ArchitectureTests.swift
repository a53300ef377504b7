import Foundation
import LinearAlgebra
import TestSupport
import Testing
import Transformers

extension Miniature {
  /// The model that the files mean.
  func model(
    configuration index: Int = 0, threads: Int = 2, changing changes: Changes = [:],
    tensors: [CounterWeights.Tensor]? = nil
  ) throws -> LanguageModel {
    let scratch = try Scratch()
    try write(to: scratch.folder, configuration: index, changing: changes, tensors: tensors)
    return try LanguageModel(folder: scratch.folder, threads: threads)
  }
}

/// Every number of every layer of each architecture against transformers (eager); architecture_goldens.py made them.
@Suite struct ArchitectureTests {
  static let names = [
    "xlm-roberta", "camembert", "electra-generator", "electra-discriminator", "albert", "albert-groups", "mpnet",
    "llama", "llama-3", "llama-long", "mistral", "qwen2", "qwen3", "gemma", "opt", "opt-narrow", "gpt-neox",
    "gpt-neox-serial", "modernbert", "modernbert-biased", "gemma2", "gemma3",
  ]

  static func encodings(_ model: LanguageModel) -> [(name: String, encoding: Encoding)] {
    let sizes = model.configuration
    return [1, 7, 40, 150].map { count in
      let types = (0..<count).map { sizes.tokenTypes > 1 && $0 >= count / 2 ? 1 : 0 }
      return ("\(count)", Encoding(ids: ModelTests.ids(count, vocabulary: sizes.vocabularySize), typeIDs: types))
    } + [
      (
        "masked",
        Encoding(
          ids: ModelTests.ids(12, vocabulary: sizes.vocabularySize), mask: (0..<12).map { ![3, 7, 11].contains($0) })
      )
    ]
  }

  @Test(arguments: names)
  func `a miniature gives the reference's numbers, by newer and older files`(name: String) throws {
    let miniature = try Miniature(name)
    let golden = try ModelTests.Golden("../architectures/\(name)", limit: 60)
    for index in 0..<miniature.configurationCount {
      let model = try miniature.model(configuration: index)
      #expect(model.remarks == [])
      for (name, encoding) in Self.encodings(model) { try ModelTests.check(model, golden, name, encoding, share: 3e-5) }
    }
  }

  @Test(arguments: [
    "xlm-roberta", "electra", "albert", "mpnet", "llama", "gemma2", "gemma3", "gpt-neox", "opt-narrow",
  ])
  func `classes have the reference's scores`(name: String) throws {
    let model = try Miniature(name + "-classes").model()
    // A decoder that tells classes has no table of scores for words, where that is not its embedding.
    #expect(model.remarks.allSatisfy { $0.contains("tie_word_embeddings") } && model.classes?.names.count == 3)
    let golden = try ModelTests.Golden("../architectures/\(name)-classes", limit: 60)
    for (name, encoding) in Self.encodings(model) {
      let scores = try #require(try model.classScores(model.forward(encoding).output, of: encoding))
      #expect(try golden.difference("\(name)/classes", scores) <= 1e-4)
    }
  }

  @Test(arguments: names)
  func `the number of threads and neighbours in a batch do not change a bit`(name: String) throws {
    let miniature = try Miniature(name)
    let (one, three) = (try miniature.model(threads: 1), try miniature.model(threads: 3))
    let encodings = Self.encodings(one).map(\.encoding)
    let together = try three.outputs(encodings)
    for (encoding, output) in zip(encodings, together) {
      #expect(try one.forward(encoding, recording: .output).output == output)
      #expect(try one.forward(encoding).output == output)
    }
  }

  @Test(arguments: names)
  func `to take a head out of a recorded pass is to silence it`(name: String) throws {
    let model = try Miniature(name).model()
    let encoding = Self.encodings(model)[2].encoding
    let ablation = try HeadAblation(model, encoding, pooling: .mean)
    let plain = SentenceVector.mean(try model.output(of: encoding, altered: AlteredAttention()))
    for layer in 0..<model.configuration.layers {
      for head in 0..<model.configuration.heads {
        let silenced = try model.output(of: encoding, altered: AlteredAttention(silenced: [layer: [head]]))
        let distance = 1 - SentenceVector.cosine(plain, SentenceVector.mean(silenced))
        #expect(abs(ablation.heads[layer][head].distance - distance) < 1e-5)
      }
    }
  }

  /// What a miniature's files are refused with, without the folder's path.
  static func fault(_ name: String, _ changes: Miniature.Changes, configuration: Int = 0) throws -> String {
    do {
      _ = try Miniature(name).model(configuration: configuration, changing: changes)
      return "read"
    } catch {
      let text = "\(error)"
      return text.range(of: "config.json: ").map { String(text[$0.upperBound...]) } ?? text
    }
  }

  @Test func `what would change the numbers and is not known is refused by its key`() throws {
    #expect(
      try Self.fault("llama", ["rope_scaling": ["rope_type": "yarn", "factor": 2.0]], configuration: 1)
        == "rope_scaling.rope_type is \"yarn\"; known are default, linear, dynamic and llama3")
    #expect(
      try Self.fault("llama", ["rope_parameters": ["rope_type": "longrope", "rope_theta": 1e4]])
        == "rope_parameters.rope_type is \"longrope\"; known are default, linear, dynamic and llama3")
    #expect(
      try Self.fault("llama", ["rope_scaling": ["type": "linear"]], configuration: 1)
        == "rope_scaling.factor is missing")
    #expect(
      try Self.fault("llama", ["num_key_value_heads": 3])
        == "num_key_value_heads is 3, which does not divide the 4 heads")
    #expect(
      try Self.fault("gpt-neox", ["rope_parameters": ["rope_theta": 1e4, "partial_rotary_factor": 0.15]])
        == "rope_parameters turns 1 of the 8 columns of a head; an even number is needed")
    #expect(
      try Self.fault("albert", ["inner_group_num": 2]) == "inner_group_num is 2; groups of one layer are known")
    #expect(
      try Self.fault("albert", ["num_hidden_groups": 4])
        == "num_hidden_groups is 4, more than there are layers (3)")
    #expect(
      try Self.fault("modernbert", ["layer_types": ["full_attention"]])
        == "layer_types must have one entry for each of the 4 layers")
    #expect(
      try Self.fault("gemma", ["hidden_activation": "relu"])
        == "hidden_activation is another activation than hidden_act; leave the one that holds")
    #expect(
      try Self.fault("gemma3", ["use_bidirectional_attention": true])
        == "use_bidirectional_attention is true, which is not supported")
    #expect(
      try Self.fault("opt", ["layer_norm_elementwise_affine": false])
        == "layer_norm_elementwise_affine is false; norms without weights are not read")
    #expect(try Self.fault("electra-generator", ["is_decoder": true]) == "is_decoder is true, which is not supported")
    #expect(try Self.fault("qwen2", ["head_dim": 0]).hasPrefix("head_dim must be a whole number from 1"))
    #expect(
      try Self.fault("xlm-roberta", ["model_type": "deberta-v2"]).hasPrefix(
        "model_type is \"deberta-v2\", whose scores are a sum of three"))
  }

  @Test func `a tensor in a wrong shape, one that is missing and one too many are named`() throws {
    let miniature = try Miniature("llama")
    let short = miniature.tensors.filter { $0.name != "model.layers.1.mlp.gate_proj.weight" }
    #expect(throws: CheckpointError.self) { try miniature.model(tensors: short) }
    let more =
      try Miniature("llama-3").tensors.filter { $0.name == "model.layers.0.self_attn.q_proj.bias" }
    #expect(more.count == 1)
    #expect(throws: CheckpointError.self) { try miniature.model(tensors: miniature.tensors + more) }
  }

  @Test func `without a stored table and without a tie, words have no scores, and that is said`() throws {
    let miniature = try Miniature("llama")
    let model = try miniature.model(tensors: miniature.tensors.filter { $0.name != "lm_head.weight" })
    #expect(!model.hasLanguageHead)
    #expect(model.remarks.count == 1 && model.remarks[0].contains("tie_word_embeddings"))
    let tied = try miniature.model(
      changing: ["tie_word_embeddings": true], tensors: miniature.tensors.filter { $0.name != "lm_head.weight" })
    #expect(tied.hasLanguageHead && tied.remarks == [])
  }

  @Test func `a model's window is what its attention map knows of`() throws {
    let model = try Miniature("mistral").model()
    let map = try AttentionMap(
      model.forward(Encoding(ids: ModelTests.ids(20, vocabulary: model.configuration.vocabularySize))), model)
    for layer in 0..<map.layers {
      for query in 0..<map.count {
        #expect(map.seen(layer, query) == Array(max(0, query - 8)...query))
        for key in 0..<map.count where !map.sees(layer, query, key) {
          for head in 0..<map.heads { #expect(map[layer, head, query, key] == 0) }
        }
      }
    }
    #expect(map.profiles().joined().allSatisfy { $0.relativeEntropy <= 1 + 1e-6 })
  }

  @Test(arguments: ["mpnet", "gemma2", "gemma3", "opt", "qwen2"])
  func `scores are what the rule of the model makes of queries and keys`(name: String) throws {
    let model = try Miniature(name).model()
    let encoding = Self.encodings(model)[2].encoding
    let rule = model.scoreRule(tokens: encoding.count)
    #expect(rule.isUsual == ["opt", "qwen2"].contains(name))
    for record in try model.forward(encoding).layers {
      for head in 0..<model.configuration.heads {
        for query in 0..<encoding.count {
          for key in 0..<encoding.count {
            let product = zip(record.queries.slice(query, head).elements, record.keys.slice(key, head).elements)
              .reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
            var score = product / rule.divisor
            if !rule.biases.isEmpty {
              score += Double(rule.biases[head * (2 * encoding.count - 1) + encoding.count - 1 + key - query])
            }
            if let cap = rule.cap { score = tanh(score / cap) * cap }
            #expect(abs(Double(record.scores[head, query, key]) - score) < 1e-3)
          }
        }
      }
    }
  }
}
