internal import Basics
internal import Foundation

/// A low-rank adapter, as peft saves it: `adapter_config.json` with `adapter_model.safetensors` or `.bin`.
///
///     base_model.model.<module>.lora_A.weight     [rank, inputs]
///     base_model.model.<module>.lora_B.weight     [outputs, rank]
///     base_model.model.<module>.lora_embedding_A  [rank, rows]; lora_embedding_B likewise
///     base_model.model.<name>                     what was trained whole (`modules_to_save`, biases)
struct Adapter: Sendable {
  let settings: AdapterSettings
  /// The file of its tensors.
  let path: String
  /// What is added to the weight of a module, in the order of the file.
  let updates: [(module: String, update: LowRankUpdate)]
  /// Tensors that take the place of the base's, or that it does not have.
  let replacements: [(name: String, tensor: StoredTensor)]

  /// The adapter of a folder; nil where it holds none.
  ///
  /// - Throws: `CheckpointError` for an adapter that cannot be merged.
  init?(folder: URL) throws {
    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder.appending(path: name).path) }
    let names = ModelFile.names(.adapter)
    guard has(names[0]) else { return nil }
    settings = try AdapterSettings(file: folder.appending(path: names[0]))
    guard let file = names.dropFirst().first(where: has) else {
      throw CheckpointError.missingFile(folder: folder.path, anyOf: Array(names.dropFirst()))
    }
    let checkpoint = try Checkpoint(file: folder.appending(path: file))
    path = checkpoint.path
    var (halves, order): ([String: [String: StoredTensor]], [String]) = ([:], [])
    var replacements: [(name: String, tensor: StoredTensor)] = []
    for tensor in checkpoint.tensors {
      let name = Self.spelling(of: tensor.name)
      if let (module, part) = Self.split(name) {
        if halves[module] == nil { order.append(module) }
        halves[module, default: [:]][part] = tensor
      } else if name.contains("lora_") || name.contains("trainable_tokens_") {
        throw CheckpointError.unsuitable(
          path: path, reason: "tensor \"\(tensor.name)\" is of a kind of adapter that is not read",
          remedy: "merge it in Python by peft's `merge_and_unload()` and save that")
      } else {
        replacements.append((name, tensor))
      }
    }
    self.replacements = replacements
    var updates: [(module: String, update: LowRankUpdate)] = []
    for module in order { updates.append((module, try Self.update(module, halves[module] ?? [:], settings, path))) }
    self.updates = updates
  }

  private static let parts = ["lora_A", "lora_B", "lora_embedding_A", "lora_embedding_B"]

  /// A tensor's name in the model: without what peft puts around it.
  private static func spelling(of name: String) -> String {
    var name = name
    if name.hasPrefix("base_model.model.") { name.removeFirst("base_model.model.".count) }
    for (text, other) in [
      (".base_layer.", "."), (".modules_to_save.default.", "."), (".modules_to_save.", "."),
    ] { name = name.replacing(text, with: other) }
    return name
  }

  /// The module and which half of its adapter a name means; nil for a tensor of another kind.
  private static func split(_ name: String) -> (module: String, part: String)? {
    let plain = name.hasSuffix(".weight") ? String(name.dropLast(7)) : name
    let whole = plain.hasSuffix(".default") ? String(plain.dropLast(8)) : plain
    guard let part = parts.first(where: { whole.hasSuffix("." + $0) }) else { return nil }
    return (String(whole.dropLast(part.count + 1)), part)
  }

  private static func update(
    _ module: String, _ halves: [String: StoredTensor], _ settings: AdapterSettings, _ path: String
  ) throws(CheckpointError) -> LowRankUpdate {
    let isEmbedding = halves["lora_embedding_A"] != nil || halves["lora_embedding_B"] != nil
    let names = isEmbedding ? ["lora_embedding_A", "lora_embedding_B"] : ["lora_A", "lora_B"]
    guard halves.count == 2, let down = halves[names[0]], let up = halves[names[1]] else {
      throw .malformed(path: path, reason: "has no pair of \(names[0]) and \(names[1]) for \"\(module)\"")
    }
    let (rank, scale) = settings.scale(of: module)
    guard down.shape.count == 2, up.shape.count == 2, down.shape[0] == up.shape[1] else {
      throw .malformed(
        path: path, reason: "the pair for \"\(module)\" is \(down.shape) and \(up.shape), which cannot be multiplied")
    }
    guard down.shape[0] == rank else {
      throw .configuration(
        path: settings.path, key: "r",
        reason: "is \(rank) for \"\(module)\", and the tensor \"\(down.name)\" has rank \(down.shape[0])")
    }
    return LowRankUpdate(down: down, up: up, scale: scale, isEmbedding: isEmbedding)
  }
}

extension Adapter {
  /// Puts what the adapter changes into a model's tensors.
  ///
  /// - Parameters:
  ///   - tensors: The base's, by the names that its architecture uses.
  ///   - spelling: Brings a name of the adapter to that spelling.
  /// - Throws: `CheckpointError.unsuitable` where the model has no such weight, or one of another shape.
  func merge(into tensors: inout [String: StoredTensor], spelling: (String) -> String) throws(CheckpointError) {
    for (module, update) in updates {
      let name = spelling(module + ".weight")
      guard var tensor = tensors[name] else { throw misfit("changes \"\(module)\", which the model does not have") }
      guard update.fits(tensor.shape) else {
        throw misfit(
          "changes \"\(module)\" as if it were \(update.shape(update.isEmbedding ? .convolution : .linear)), and the model's is "
            + "\(tensor.shape)")
      }
      tensor.update = update
      tensors[name] = tensor
    }
    for (name, tensor) in replacements {
      let own = spelling(name)
      if let other = tensors[own], other.shape != tensor.shape {
        throw misfit("has \"\(name)\" as \(tensor.shape), and the model's is \(other.shape)")
      }
      tensors[own] = tensor
    }
  }

  private func misfit(_ reason: String) -> CheckpointError {
    let base = settings.base.isEmpty ? "" : ", \(settings.base)"
    return .unsuitable(
      path: path, reason: "\(reason): it is for another model",
      remedy: "put it beside the one that it was trained on\(base)")
  }

  /// What is said of it in the report.
  var remark: String {
    let count = updates.count
    let whole =
      replacements.isEmpty
      ? ""
      : "; \(replacements.count == 1 ? "one tensor" : "\(replacements.count) tensors") of its own took the place of the model’s"
    let table =
      updates.contains(where: \.update.isEmbedding)
      ? " Where the scores for words are tied to the table of words, they change with it, as by peft’s merge_and_unload."
      : ""
    return
      "An adapter (LoRA, adapter_config.json) was merged into \(count == 1 ? "one matrix" : "\(count) matrices") of the model"
      + "\(whole).\(table)"
  }
}
