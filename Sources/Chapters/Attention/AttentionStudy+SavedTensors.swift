internal import Basics
internal import LinearAlgebra
internal import Notebook
internal import Transformers

extension AttentionStudy {
  /// What the axes of the saved tensors stand for.
  private struct Axes: Encodable {
    var model, sentence: String
    /// The tokens, with those that the model adds.
    var tokens: [String]
    var layers, heads, headSize, hiddenSize: Int
    /// The axes of each file, by its name.
    var files: [String: [String]]
  }

  /// Attaches every number of the sentence's attention, in 32 bits, for whoever goes on with them in NumPy or PyTorch.
  ///
  ///     tensors/attention.npy       [layer, head, query, key], as transformers' output_attentions
  ///     tensors/queries.npy         [layer, head, token, element]; keys.npy and values.npy as well
  ///     tensors/hidden-states.npy   [layer, token, element], the embedding first, as transformers' output_hidden_states
  ///     tensors/tensors.json        the tokens, and what each axis stands for
  func attachTensors(sentence: String, model name: String, to page: inout Page) throws {
    let configuration = model.configuration
    let (heads, size, count) = (configuration.heads, configuration.headSize, encoding.count)
    let layers = pass.layers
    var files: [String: [String]] = [:]
    func attach(_ name: String, _ axes: [String], _ shape: [Int], _ values: some Sequence<Float>) throws {
      try page.attach(NumPyArray.data(values, shape: shape, .single), as: "tensors/\(name).npy")
      files["\(name).npy"] = axes
    }
    try attach(
      "attention", ["layer", "head", "query", "key"], [layers.count, heads, count, count],
      layers.lazy.flatMap(\.probabilities.elements))
    let kept: [(String, KeyPath<LayerRecord, Tensor>)] = [
      ("queries", \.queries), ("keys", \.keys), ("values", \.values),
    ]
    for (name, tensor) in kept {
      // They are kept by token; here the heads come first, as in the attention.
      let values = layers.lazy.flatMap { layer in
        (0..<heads).lazy.flatMap { head in
          (0..<count).lazy.flatMap { layer[keyPath: tensor].slice($0, head).elements }
        }
      }
      try attach(name, ["layer", "head", "token", "element"], [layers.count, heads, count, size], values)
    }
    try attach(
      "hidden-states", ["layer", "token", "element"], [pass.hiddenStates.count, count, configuration.hiddenSize],
      pass.hiddenStates.lazy.flatMap(\.elements))
    let axes = Axes(
      model: name, sentence: sentence, tokens: labels, layers: layers.count, heads: heads, headSize: size,
      hiddenSize: configuration.hiddenSize, files: files)
    try page.attach(CanonicalJSON.encode(axes), as: "tensors/tensors.json")
  }
}
