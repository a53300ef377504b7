internal import Foundation
package import FuzzSupport
internal import Transformers

extension FuzzReader {
  /// The readers of `Transformers`.
  package static let transformers: [FuzzReader] =
    [.safetensors, .torch, .pickle, .oldTorch, .shardIndex] + tokenizers + configurations

  /// A file of safetensors.
  package static let safetensors = FuzzReader("safetensors", mutator: SafetensorsMutator()) { bytes, folder in
    try readWeights(folder.file("x.safetensors", holding: bytes))
  }

  /// A file of PyTorch's: a zip archive with a pickle.
  package static let torch = FuzzReader("torch", mutator: ZipMutator(contents: [("data.pkl", PickleMutator())])) {
    try readWeights($1.file("x.bin", holding: $0))
  }

  /// A file of PyTorch's before version 1.6: pickles one behind another.
  package static let oldTorch = FuzzReader("old-torch", mutator: PickleMutator()) {
    try readWeights($1.file("x.bin", holding: $0))
  }

  /// A pickle, in an archive that is right otherwise.
  package static let pickle = FuzzReader("pickle", mutator: PickleMutator()) { bytes, folder in
    let contents = [
      ("m/data.pkl", bytes), ("m/data/0", [UInt8](repeating: 1, count: 256)), ("m/data/1", [1, 1, 1]),
    ]
    let parts = ZipParts(contents.map { ZipParts.Entry(name: Array($0.0.utf8), content: $0.1) })
    try readWeights(folder.file("x.bin", holding: parts.bytes))
  }

  /// The index of a model in several files.
  package static let shardIndex = FuzzReader("shard-index", mutator: JSONMutator()) { bytes, folder in
    let header = #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#
    let shard: [UInt8] = .little(header.utf8.count, 8) + header.utf8 + [UInt8](repeating: 0, count: 8)
    try folder.folder("shards")
    try folder.file("shards/a.safetensors", holding: shard)
    try folder.file("shards/model.safetensors.index.json", holding: bytes)
    try readWeights(Checkpoint(folder: folder.url.appending(path: "shards")))
  }

  /// Reads every tensor that is not large: twice as many numbers as the file has bytes are no honest tensor's.
  private static func readWeights(_ file: URL) throws { try readWeights(Checkpoint(file: file)) }

  private static func readWeights(_ checkpoint: Checkpoint) throws {
    for tensor in checkpoint.tensors.prefix(64) where tensor.count <= 1 << 20 {
      guard let floats = try? tensor.floats() else { continue }
      try BrokenPromise.unless(floats.count == tensor.count, "\(tensor.name) has another count than its shape says")
      let isSame = try tensor.withFloats { other in
        other.count == floats.count && zip(other, floats).allSatisfy { $0.bitPattern == $1.bitPattern }
      }
      try BrokenPromise.unless(isSame, "\(tensor.name) is read in two ways with two outcomes")
    }
  }
}
