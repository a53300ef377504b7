internal import Basics

/// The tensors of an open_clip checkpoint under the names that transformers has for them.
///
/// Queries, keys and values lie in one tensor, of which each is a third of the rows; the two projections are stored the other way round,
/// `[hiddenSize, projectionSize]`. Nothing is copied.
enum OpenCLIPNames {
  /// Names of tensors that would change what an open_clip model does, with `*` for any text.
  static let own = ["visual.*", "transformer.*", "text.*", "text_decoder.*", "logit_bias", "positional_embedding"]

  /// - Throws: `CheckpointError` for a tensor that is missing or has another shape, by the name that open_clip has for it.
  static func renamed(_ checkpoint: Checkpoint, _ sizes: CLIPConfiguration) throws(CheckpointError) -> Checkpoint {
    var names = Renaming(checkpoint)
    let (text, vision) = (sizes.text.hiddenSize, sizes.vision.hiddenSize)
    let patch = sizes.patchSize
    try names.take("logit_scale", as: "logit_scale", [])
    try names.take(
      "token_embedding.weight", as: "text_model.embeddings.token_embedding.weight", [sizes.vocabularySize, text])
    try names.take(
      "positional_embedding", as: "text_model.embeddings.position_embedding.weight", [sizes.maximumTextLength, text])
    try names.takeLayers("transformer.", as: "text_model.", sizes.text)
    try names.takeMap("ln_final", as: "text_model.final_layer_norm", [text])
    try names.take("text_projection", as: "text_projection.weight", [text, sizes.projectionSize])

    try names.take("visual.class_embedding", as: "vision_model.embeddings.class_embedding", [vision])
    try names.take(
      "visual.conv1.weight", as: "vision_model.embeddings.patch_embedding.weight", [vision, 3, patch, patch])
    try names.take(
      "visual.positional_embedding", as: "vision_model.embeddings.position_embedding.weight",
      [1 + sizes.gridSide * sizes.gridSide, vision])
    try names.takeMap("visual.ln_pre", as: "vision_model.pre_layrnorm", [vision])
    try names.takeLayers("visual.transformer.", as: "vision_model.", sizes.vision)
    try names.takeMap("visual.ln_post", as: "vision_model.post_layernorm", [vision])
    try names.take("visual.proj", as: "visual_projection.weight", [vision, sizes.projectionSize])
    return names.checkpoint
  }
}

/// A checkpoint whose tensors get other names, one after the other.
private struct Renaming {
  private let path: String
  private var left: [String: StoredTensor] = [:]
  private var taken: [StoredTensor] = []

  init(_ checkpoint: Checkpoint) {
    path = checkpoint.path
    // What a trainer puts before all names.
    let anchor = "token_embedding.weight"
    let outer = checkpoint.tensors.lazy.map(\.name).first { $0.hasSuffix("." + anchor) }?.dropLast(anchor.count) ?? ""
    for tensor in checkpoint.tensors {
      left[tensor.name.hasPrefix(outer) ? String(tensor.name.dropFirst(outer.count)) : tensor.name] = tensor
    }
  }

  /// What was renamed, and what is left under its own name.
  var checkpoint: Checkpoint {
    let others = left.filter { $0.key != "attn_mask" }.sorted { $0.key < $1.key }.map {
      $0.value.rows(nil, named: $0.key)
    }
    return Checkpoint(path: path, tensors: taken + others)
  }

  mutating func take(_ old: String, as new: String, _ shape: [Int]) throws(CheckpointError) {
    taken.append(try tensor(old, shape).rows(nil, named: new))
  }

  /// A weight and a bias.
  mutating func takeMap(_ old: String, as new: String, _ shape: [Int]) throws(CheckpointError) {
    try take(old + ".weight", as: new + ".weight", shape)
    try take(old + ".bias", as: new + ".bias", [shape[0]])
  }

  mutating func takeLayers(
    _ old: String, as new: String, _ sizes: StackConfiguration
  ) throws(CheckpointError) {
    let (size, inner) = (sizes.hiddenSize, sizes.intermediateSize)
    for layer in 0..<sizes.layers {
      let (old, new) = ("\(old)resblocks.\(layer).", "\(new)encoder.layers.\(layer).")
      for (part, shape) in [("weight", [3 * size, size]), ("bias", [3 * size])] {
        let stacked = try tensor("\(old)attn.in_proj_\(part)", shape)
        for (place, name) in ["q_proj", "k_proj", "v_proj"].enumerated() {
          taken.append(
            stacked.rows((place * size)..<((place + 1) * size), named: "\(new)self_attn.\(name).\(part)"))
        }
      }
      try takeMap(old + "attn.out_proj", as: new + "self_attn.out_proj", [size, size])
      try takeMap(old + "ln_1", as: new + "layer_norm1", [size])
      try takeMap(old + "ln_2", as: new + "layer_norm2", [size])
      try takeMap(old + "mlp.c_fc", as: new + "mlp.fc1", [inner, size])
      try takeMap(old + "mlp.c_proj", as: new + "mlp.fc2", [size, inner])
    }
  }

  private mutating func tensor(_ name: String, _ shape: [Int]) throws(CheckpointError) -> StoredTensor {
    guard let tensor = left.removeValue(forKey: name) else {
      throw .missingTensor(path: path, name: name, shape: shape)
    }
    guard tensor.shape == shape else {
      throw .shape(path: tensor.path, name: tensor.name, found: tensor.shape, expected: shape)
    }
    return tensor
  }
}

extension Checkpoint {
  /// Tensors that somebody put together.
  init(path: String, tensors: [StoredTensor]) { (self.path, self.tensors) = (path, tensors) }
}

extension StoredTensor {
  /// The same bytes under another name, or those of some rows.
  ///
  /// - Parameter rows: Along the first dimension; nil for all.
  func rows(_ rows: Range<Int>?, named name: String) -> StoredTensor {
    guard let rows else { return StoredTensor(name: name, dataType: dataType, shape: shape, range: range, file: file) }
    let row = shape[0] > 0 ? range.count / shape[0] : 0
    let start = range.lowerBound
    return StoredTensor(
      name: name, dataType: dataType, shape: [rows.count] + shape.dropFirst(),
      range: (start + rows.lowerBound * row)..<(start + rows.upperBound * row), file: file)
  }
}
