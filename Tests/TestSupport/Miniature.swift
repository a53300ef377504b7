package import Foundation

/// A miniature language model of counter weights, by what Tools/goldens/architecture_goldens.py says of it.
package struct Miniature {
  /// What a NAME.json holds besides the configurations.
  private struct Description: Decodable {
    let tensors: [CounterWeights.Tensor]
  }

  /// What a `config.json` has in place of its own keys; nil takes one out.
  package typealias Changes = [String: Any?]

  private let configurations: [[String: Any]]
  package let tensors: [CounterWeights.Tensor]

  /// How many `config.json`s mean the model: as newer and as older files have it.
  package var configurationCount: Int { configurations.count }

  /// - Parameter name: One of the files in Tests/TransformersTests/Fixtures/architectures.
  package init(_ name: String) throws {
    let file = Project.root.appending(path: "Tests/TransformersTests/Fixtures/architectures/\(name).json")
    let data = try Data(contentsOf: file)
    let document = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    configurations = document?["configurations"] as? [[String: Any]] ?? []
    tensors = try JSONDecoder().decode(Description.self, from: data).tensors
  }

  /// Writes the model's folder, with a tokenizer of as many tokens as the model has.
  ///
  /// - Parameters:
  ///   - index: Which of the configurations.
  ///   - changes: What is changed in it.
  ///   - tensors: What the checkpoint holds, all of the model's unless said.
  package func write(
    to folder: URL, configuration index: Int = 0, changing changes: Changes = [:],
    tensors: [CounterWeights.Tensor]? = nil
  ) throws {
    var keys = configurations[index]
    for (key, value) in changes { keys[key] = value }
    try JSONSerialization.data(withJSONObject: keys).write(to: folder.appending(path: "config.json"))
    let tokenizer = folder.appending(path: "tokenizer.json")
    if keys["model_type"] as? String == "qwen2" {
      try Self.bytePairs.write(to: tokenizer)
    } else {
      let file = Project.root.appending(path: "Tests/TransformersTests/Fixtures/models/bert/tokenizer.json")
      try FileManager.default.copyItem(at: file, to: tokenizer)
      // The file as it stands, whatever the model's own tokenizer would make of it.
      try Data(#"{"tokenizer_class": "PreTrainedTokenizerFast"}"#.utf8)
        .write(to: folder.appending(path: "tokenizer_config.json"))
    }
    try CounterWeights.write(tensors ?? self.tensors, to: folder.appending(path: "model.safetensors"))
  }

  /// A `tokenizer.json` for Qwen 2, whose class rules whatever the files name: 159 bytes and the end of a text.
  private static var bytePairs: Data {
    get throws {
      let end = "<|endoftext|>"
      let bytes = (Array(33...126) + Array(161...172) + Array(174...255)).compactMap(Unicode.Scalar.init)
      let tokens = bytes.prefix(159).map(String.init) + [end]
      let vocabulary = Dictionary(uniqueKeysWithValues: zip(tokens, tokens.indices))
      let added: [String: Any] = [
        "id": 159, "content": end, "single_word": false, "lstrip": false, "rstrip": false, "normalized": false,
        "special": true,
      ]
      let words =
        #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|"#
        + #"\s+"#
      let split: [String: Any] = [
        "type": "Split", "pattern": ["Regex": words], "behavior": "Isolated", "invert": false,
      ]
      return try JSONSerialization.data(withJSONObject: [
        "version": "1.0", "added_tokens": [added], "normalizer": ["type": "NFC"],
        "pre_tokenizer": ["type": "Sequence", "pretokenizers": [split, ["type": "ByteLevel", "use_regex": false]]],
        "model": ["type": "BPE", "vocab": vocabulary, "merges": [String]()],
      ])
    }
  }
}
