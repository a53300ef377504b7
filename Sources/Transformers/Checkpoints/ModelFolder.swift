internal import Basics
public import Foundation

/// A folder that a model lies in, as people have them: the model itself, or a folder around it, or something else by the same name.
public enum ModelFolder {
  /// The folder with the `config.json`: this one, or the part of a sentence-transformers model that is a transformer.
  ///
  /// - Throws: `CheckpointError.unsuitable` with what the folder holds instead, and what to do about it.
  public static func resolved(_ folder: URL) throws(CheckpointError) -> URL {
    if has("config.json", folder) { return folder }
    if let part = try part(of: folder) { return part }
    if has("adapter_config.json", folder) { throw adapter(folder) }
    for (names, reason, remedy) in others {
      guard let name = names.first(where: { matches($0, folder) }) else { continue }
      throw .unsuitable(
        path: folder.path, reason: "\(reason) (\(found(name, folder))), and no config.json", remedy: remedy)
    }
    throw .missingFile(folder: folder.path, anyOf: ["config.json"])
  }

  /// The transformer of a folder that sentence-transformers wrote: `modules.json` names the folders of its parts.
  private static func part(of folder: URL) throws(CheckpointError) -> URL? {
    var places = ["0_CLIPModel", "0_Transformer"]
    let list = folder.appending(path: "modules.json")
    if FileManager.default.fileExists(atPath: list.path) {
      let paths = (try MappedFile.json(list).array ?? []).compactMap { $0["path"]?.string }
      // A list from a stranger names folders within, and nothing else.
      places = paths.filter { !$0.isEmpty && !$0.contains("/") && !$0.contains("\0") && $0 != ".." && $0 != "." }
    }
    return places.map { folder.appending(path: $0) }.first { has("config.json", $0) }
  }

  private static func adapter(_ folder: URL) -> CheckpointError {
    let base = try? Self.base(ofAdapter: folder)
    return .unsuitable(
      path: folder.path,
      reason: "holds an adapter (adapter_config.json)\(base.map { " for \($0)" } ?? "") and no model",
      remedy: "put the files of the model that it was trained on beside it")
  }

  /// The model that a folder's adapter is for, as the adapter names it: a folder, or a repository of the hub; nil for a folder without
  /// an adapter, or with a model of its own.
  ///
  /// - Throws: `CheckpointError` for an adapter of another kind than those that are read, or one that names no model.
  public static func base(ofAdapter folder: URL) throws(CheckpointError) -> String? {
    let file = folder.appending(path: "adapter_config.json")
    guard has("adapter_config.json", folder), !has("config.json", folder) else { return nil }
    let settings = try AdapterSettings(file: file)
    guard !settings.base.isEmpty else {
      throw .configuration(
        path: file.path, key: "base_model_name_or_path",
        reason: "is missing; put the files of the model that it was trained on beside it")
    }
    return settings.base
  }

  /// What other folders are told by: one of some files, with `*` for any text at the beginning or the end.
  private static let others: [(names: [String], reason: String, remedy: String)] = [
    (
      ["open_clip_config.json", "open_clip_model.safetensors", "open_clip_pytorch_model.bin"],
      "is laid out as open_clip has it",
      "such a model is read for captions (captions.model) where open_clip_config.json lies beside its weights; else take the same model "
        + "as Hugging Face has it, with a config.json"
    ),
    (
      ["mobileclip*.pt", "mobileclip*.safetensors"], "holds a MobileCLIP",
      "whose image tower is a network of convolutions that is not read; take a CLIP, such as openai/clip-vit-base-patch32"
    ),
    (
      ["*.gguf"], "holds weights for llama.cpp", "take the model's own repository, with config.json and safetensors"
    ),
    (
      ["tf_model.h5", "flax_model.msgpack", "*.onnx", "model.ckpt.index", "bert_model.ckpt.index", "saved_model.pb"],
      "holds weights of another program",
      "take a repository with config.json and weights of PyTorch"
    ),
    (
      ["model_index.json"], "holds the parts of a diffusion model",
      "name the folder of its text encoder or take a model of its own"
    ),
    (
      ["*.pt", "*.pth", "*.ckpt", "pytorch_model.bin", "model.safetensors"], "holds weights",
      "put the config.json, and the tokenizer's files, of the model that was trained beside them; weights are read by the name "
        + "pytorch_model.bin or model.safetensors"
    ),
  ]

  private static func has(_ name: String, _ folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: name).path)
  }

  /// Whether a folder has a file of a name, in which one `*` stands for any text.
  private static func matches(_ pattern: String, _ folder: URL) -> Bool { name(pattern, folder) != nil }

  private static func found(_ pattern: String, _ folder: URL) -> String { name(pattern, folder) ?? pattern }

  private static func name(_ pattern: String, _ folder: URL) -> String? {
    guard let star = pattern.firstIndex(of: "*") else { return has(pattern, folder) ? pattern : nil }
    let (head, tail) = (pattern[..<star], pattern[pattern.index(after: star)...])
    return FileSystem.names(in: folder).sorted().first {
      $0.count >= head.count + tail.count && $0.hasPrefix(head) && $0.hasSuffix(tail)
    }
  }
}

extension ModelFolder {
  /// What is said of tensors that no architecture has.
  static func remark(onForeign names: [String]) -> String {
    names.count == 1
      ? "The checkpoint holds a tensor that is no part of the model as its authors describe it, and it is left aside: "
        + "\(names[0])."
      : "The checkpoint holds \(names.count) tensors that are no part of the model as its authors describe it, and they are left "
        + "aside: \(CheckpointError.list(names))."
  }

  /// What a folder with a `config.json` has in place of weights that are read here.
  ///
  /// - Throws: `CheckpointError` always: what there is and what to do, or that there is nothing.
  static func refuseWeights(of folder: URL) throws(CheckpointError) -> Never {
    let elsewhere: [(pattern: String, of: String)] = [
      ("tf_model.h5", "TensorFlow"), ("flax_model.msgpack", "Flax"), ("*.onnx", "ONNX"), ("*.gguf", "llama.cpp"),
    ]
    let names = ModelFile.names(.weights)
    for (pattern, program) in elsewhere {
      guard let name = name(pattern, folder) else { continue }
      throw .unsuitable(
        path: folder.path, reason: "has weights of \(program) alone (\(name))",
        remedy: "take a repository with model.safetensors or pytorch_model.bin"
          + (program == "TensorFlow" || program == "Flax"
            ? ", or let transformers 4 convert them in Python: "
              + "`AutoModel.from_pretrained(folder, from_\(program == "Flax" ? "flax" : "tf")=True).save_pretrained(folder)`"
            : ""))
    }
    for pattern in ["*.safetensors", "*.pt", "*.pth", "*.ckpt"] {
      guard let name = name(pattern, folder), !name.hasPrefix("adapter_"), !name.hasPrefix("training_") else {
        continue
      }
      let like = pattern == "*.safetensors" ? "model.safetensors" : "pytorch_model.bin"
      throw .unsuitable(
        path: folder.path,
        reason: "has no file of weights by a name that is looked for (\(names.joined(separator: ", ")))",
        remedy: "if \(name) holds them, call it \(like)")
    }
    throw .missingFile(folder: folder.path, anyOf: names)
  }
}
