internal import Basics
internal import Foundation
internal import LinearAlgebra
internal import Notebook
internal import Transformers

extension AttentionStudy {
  /// Attaches every number of the sentence's attention, in 32 bits, for whoever goes on with them in NumPy or PyTorch.
  ///
  ///     tensors/attention.safetensors, or .npz
  ///         attention       [layer, head, query, key], as transformers' output_attentions
  ///         scores          [layer, head, query, key]: what the softmax is taken of, before any mask
  ///         queries         [layer, head, token, element]; keys and values as well
  ///         hidden_states   [layer, token, element], the embedding first, as transformers' output_hidden_states
  ///     tensors/read.py     a reader in six lines
  func attachTensors(_ settings: Attention.Settings, to page: inout Page) throws {
    switch settings.saveTensors {
    case .none: return
    case .safetensors: try page.attach(tensorFile(settings).safetensors(), as: "tensors/attention.safetensors")
    case .npz: try page.attach(as: "tensors/attention.npz") { try tensorFile(settings).writeZip(to: $0) }
    }
    try page.attach(Data(Self.reader(of: settings.saveTensors).utf8), as: "tensors/read.py")
  }

  private func tensorFile(_ settings: Attention.Settings) throws -> TensorFile {
    let configuration = model.configuration
    let (heads, count) = (configuration.heads, encoding.count)
    let layers = pass.layers
    func matrices(_ name: String, _ tensor: KeyPath<LayerRecord, Tensor>) -> TensorFile.Tensor {
      TensorFile.Tensor(
        name: name, axes: ["layer", "head", "query", "key"], shape: [layers.count, heads, count, count],
        values: layers.flatMap { $0[keyPath: tensor].elements })
    }
    func vectors(_ name: String, _ tensor: KeyPath<LayerRecord, Tensor>) -> TensorFile.Tensor {
      // They are kept by token; here the heads come first, as in the attention.
      TensorFile.Tensor(
        name: name, axes: ["layer", "head", "token", "element"],
        shape: [layers.count, heads, count, configuration.headSize],
        values: layers.flatMap { layer in
          (0..<heads).flatMap { head in (0..<count).flatMap { layer[keyPath: tensor].slice($0, head).elements } }
        })
    }
    let states = pass.hiddenStates
    let tensors = [
      matrices("attention", \.probabilities), matrices("scores", \.scores), vectors("queries", \.queries),
      vectors("keys", \.keys), vectors("values", \.values),
      TensorFile.Tensor(
        name: "hidden_states", axes: ["layer", "token", "element"],
        shape: [states.count, count, configuration.hiddenSize], values: states.flatMap(\.elements)),
    ]
    return TensorFile(
      tensors: tensors, tokens: labels,
      notes: [("model", settings.model), ("sentence", settings.sentence)]
        + tensors.map { ("axes_\($0.name)", $0.axes.joined(separator: " ")) })
  }

  /// A reader that needs NumPy alone.
  private static func reader(of form: Attention.Settings.SavedTensors) -> String {
    form == .npz
      ? """
      import numpy

      tensors = numpy.load("attention.npz")
      tokens = list(tensors["tokens"])
      print(tensors["sentence"], {name: tensors[name].shape for name in tensors.files})
      print(tokens, tensors["attention"][0, 0].round(2), sep="\\n")

      """
      : """
      import json, numpy

      data = open("attention.safetensors", "rb").read()
      start = 8 + int.from_bytes(data[:8], "little")
      header = json.loads(data[8:start])
      notes = header.pop("__metadata__")
      tensors = {
          name: numpy.frombuffer(data[start:][slice(*entry["data_offsets"])], "<f4").reshape(entry["shape"])
          for name, entry in header.items()
      }
      tokens = json.loads(notes["tokens"])
      print(notes["sentence"], {name: tensor.shape for name, tensor in tensors.items()})
      print(tokens, tensors["attention"][0, 0].round(2), sep="\\n")

      """
  }
}
