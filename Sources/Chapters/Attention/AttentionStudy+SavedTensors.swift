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
  ///
  /// Of a model with a decoder these are the encoder's, and the same of the decoder's look at its own text (`decoder_attention`, …) and
  /// at the sentence (`cross_attention`, …: `[layer, head, target, source]`) stand beside them, with `target_tokens`.
  ///
  /// - Parameter target: What the decoder reads, for a model with one.
  func attachTensors(_ settings: Attention.Settings, _ target: TargetStudy?, to page: inout Page) throws {
    switch settings.saveTensors {
    case .none: return
    case .safetensors:
      try page.attach(tensorFile(settings, target).safetensors(), as: "tensors/attention.safetensors")
    case .npz:
      try page.attach(as: "tensors/attention.npz") { try tensorFile(settings, target).writeZip(to: $0) }
    }
    let reader = Self.reader(of: settings.saveTensors, hasTarget: target != nil)
    try page.attach(Data(reader.utf8), as: "tensors/read.py")
  }

  private func tensorFile(_ settings: Attention.Settings, _ target: TargetStudy?) -> TensorFile {
    var tensors =
      TensorFile.Tensor.attention("", pass.layers, from: "token", to: "token")
      + [TensorFile.Tensor(hiddenStates: "hidden_states", pass.hiddenStates)]
    var tokens = [(name: "tokens", labels: labels)]
    var notes = [("model", settings.model), ("sentence", settings.sentence)]
    if let target {
      tensors += TensorFile.Tensor.attention("decoder_", target.pass.decoder.layers, from: "token", to: "token")
      tensors.append(TensorFile.Tensor(hiddenStates: "decoder_hidden_states", target.pass.decoder.hiddenStates))
      tensors += TensorFile.Tensor.attention("cross_", target.pass.cross, from: "target", to: "source")
      tokens.append(("target_tokens", target.labels))
      notes.append(("target", target.text))
    }
    return TensorFile(
      tensors: tensors, tokens: tokens,
      notes: notes + tensors.map { ("axes_\($0.name)", $0.axes.joined(separator: " ")) })
  }

  /// A reader that needs NumPy alone.
  private static func reader(of form: Attention.Settings.SavedTensors, hasTarget: Bool) -> String {
    let isZip = form == .npz
    let first =
      isZip
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
    guard hasTarget else { return first }
    let target = isZip ? #"list(tensors["target_tokens"])"# : #"json.loads(notes["target_tokens"])"#
    return first + "print(\(target), tensors[\"cross_attention\"][0, 0].round(2), sep=\"\\n\")\n"
  }
}

extension TensorFile.Tensor {
  /// Every number of one kind of attention, its names after a prefix; heads come before tokens, as in the attention.
  ///
  /// - Parameters:
  ///   - from: What the tokens that look are called among the axes; those that are looked at are called `to`.
  fileprivate static func attention(
    _ prefix: String, _ records: [LayerRecord], from: String, to: String
  ) -> [TensorFile.Tensor] {
    let pair = from == to ? ["query", "key"] : [from, to]
    func matrices(_ name: String, _ part: KeyPath<LayerRecord, Tensor>) -> TensorFile.Tensor {
      TensorFile.Tensor(
        name: prefix + name, axes: ["layer", "head"] + pair,
        shape: [records.count] + records[0][keyPath: part].shape,
        values: records.flatMap { $0[keyPath: part].elements })
    }
    func vectors(_ name: String, _ axis: String, _ part: KeyPath<LayerRecord, Tensor>) -> TensorFile.Tensor {
      let shape = records[0][keyPath: part].shape
      let (count, heads) = (shape[0], shape[1])
      return TensorFile.Tensor(
        name: prefix + name, axes: ["layer", "head", axis, "element"],
        shape: [records.count, heads, count, shape[2]],
        values: records.flatMap { record in
          (0..<heads).flatMap { head in (0..<count).flatMap { record[keyPath: part].slice($0, head).elements } }
        })
    }
    return [
      matrices("attention", \.probabilities), matrices("scores", \.scores), vectors("queries", from, \.queries),
      vectors("keys", to, \.keys), vectors("values", to, \.values),
    ]
  }

  /// The embedding's output and each layer's.
  fileprivate init(hiddenStates name: String, _ states: [Tensor]) {
    self.init(
      name: name, axes: ["layer", "token", "element"], shape: [states.count] + states[0].shape,
      values: states.flatMap(\.elements))
  }
}
