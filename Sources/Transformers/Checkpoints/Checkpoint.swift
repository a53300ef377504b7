internal import Basics
public import Foundation

/// The tensors of a model folder: one file or several shards, safetensors or PyTorch's.
public struct Checkpoint: Sendable {
  /// The file, or the index of the shards.
  public let path: String
  /// Every tensor, in the order of the files.
  public let tensors: [StoredTensor]
  /// The adapter that changes them, where there is one.
  var adapter: Adapter?

  /// Opens the checkpoint of a model folder; the first of the files of weights in `ModelFile.all` that is there.
  ///
  /// - Throws: `CheckpointError` where there is none, or where a header, an index or a pickle is wrong. No weights are
  ///   read yet.
  ///
  /// - Parameter adapted: The folder of an adapter that is merged into it; that of the model itself may hold one too.
  public init(folder: URL, adapted: URL? = nil) throws {
    let candidates = ModelFile.names(.weights).map { folder.appending(path: $0) }
    guard let file = candidates.first(where: { FileManager.default.fileExists(atPath: $0.path) }) else {
      try ModelFolder.refuseWeights(of: folder)
    }
    try self.init(file: file)
    let own = try Adapter(folder: folder)
    if own != nil, let adapted, adapted != folder {
      throw CheckpointError.unsuitable(
        path: folder.path, reason: "holds an adapter of its own, and \(adapted.path) is one for it",
        remedy: "merge the first in Python by peft's `merge_and_unload()` and save that")
    }
    adapter = try own ?? adapted.flatMap { try Adapter(folder: $0) }
  }

  /// What a reader of results should know of what was merged, in whole sentences.
  var remarks: [String] { adapter.map { [$0.remark] } ?? [] }

  /// Opens one file: `.safetensors`, `.bin`, or an index of shards in `.json`.
  public init(file: URL) throws {
    path = file.path
    tensors =
      switch file.pathExtension {
      case "json": try Self.shards(of: file)
      case "safetensors": try SafetensorsFile.tensors(in: file)
      default: try TorchFile.tensors(in: file)
      }
  }

  private static func shards(of index: URL) throws -> [StoredTensor] {
    func malformed(_ reason: String) -> CheckpointError { .malformed(path: index.path, reason: reason) }
    guard let map = try MappedFile.json(index)["weight_map"]?.members else { throw malformed("has no \"weight_map\"") }
    var files: [String] = []
    var fileOf: [[UInt8]: String] = [:]
    for member in map {
      let (name, value) = (member.name, member.value)
      guard let file = value.string else { throw malformed("\"\(name)\" names no file") }
      // An index from a stranger names files beside it, and nothing else.
      guard !file.isEmpty, !file.contains("/"), !file.contains("\0"), file != "..", !file.hasSuffix(".json") else {
        throw malformed("\"\(name)\" is said to be in \"\(file)\", which is not a file beside the index")
      }
      fileOf[Array(name.utf8)] = file
      if !files.contains(file) { files.append(file) }
    }
    var tensors: [StoredTensor] = []
    for file in files.sorted() {
      for tensor in try Checkpoint(file: index.deletingLastPathComponent().appending(path: file)).tensors {
        guard fileOf.removeValue(forKey: Array(tensor.name.utf8)) == file else {
          throw malformed("does not say that \(file) holds \"\(tensor.name)\"")
        }
        tensors.append(tensor)
      }
    }
    if let missing = map.first(where: { fileOf[Array($0.name.utf8)] != nil }) {
      throw malformed("says that \(missing.value.string ?? "") holds \"\(missing.name)\", which it does not")
    }
    return tensors
  }
}
