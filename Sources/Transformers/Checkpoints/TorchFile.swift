internal import Archives
internal import Basics
internal import Foundation

/// Weights as PyTorch saves them: a zip archive with a pickle and one entry for each storage, uncompressed and so readable in place,
/// or from before 1.6 a row of pickles with the storages after them.
///
/// The pickle is a state dictionary, or a trainer's checkpoint with one in it.
enum TorchFile {
  /// The most bytes of a pickle, as of a header of safetensors: each may be an instruction that takes forty in memory.
  private static let mostPickle = 100_000_000

  /// The tensors of a file, in the order of the dictionary. Only the pickle is read now.
  static func tensors(in url: URL) throws -> [StoredTensor] {
    let file = try MappedFile.map(url)
    guard file.bytes.starts(with: [0x50, 0x4B]) else {
      guard file.bytes.starts(with: [0x80]) else {
        if file.bytes.isEmpty { throw CheckpointError.malformed(path: file.path, reason: "is empty") }
        if file.bytes.count > 8, file.bytes[8] == UInt8(ascii: "{") {
          throw CheckpointError.unsuitable(
            path: file.path, reason: "is a file of safetensors by the name of another kind",
            remedy: "call it model.safetensors")
        }
        throw CheckpointError.malformed(
          path: file.path, reason: "is no file of PyTorch's: neither a zip archive nor a pickle")
      }
      return try OldTorchFile.tensors(in: file, mostPickle: mostPickle)
    }
    func malformed(_ reason: String) -> CheckpointError { .malformed(path: file.path, reason: reason) }
    let archive = try ZipReader(url)
    guard let pickle = archive.entries.first(where: { $0.name.hasSuffix("/data.pkl") || $0.name == "data.pkl" }) else {
      throw malformed("is a zip archive without a data.pkl, so no PyTorch checkpoint")
    }
    let folder = String(pickle.name.dropLast("data.pkl".count))
    if let order = archive[folder + "byteorder"], try archive.read(order, limit: 64) != Array("little".utf8) {
      throw CheckpointError.unsuitable(
        path: file.path, reason: "was written on a big-endian machine, which is not supported",
        remedy: "save it again on another, or as safetensors")
    }
    let outcome = try archive.read(pickle, limit: mostPickle).withUnsafeBytes { try run($0, from: 0, file.path) }
    return try StateDictionary.tensors(of: outcome, in: file.path).map { name, tensor in
      guard let entry = archive[folder + "data/" + tensor.key] else {
        throw malformed("has no storage \"\(tensor.key)\" for tensor \"\(name)\"")
      }
      guard entry.method == .stored else {
        throw malformed("tensor \"\(name)\" is compressed, which PyTorch never does")
      }
      return try stored(name, tensor, in: file, from: Int(clamping: entry.dataOffset), size: Int(clamping: entry.size))
    }
  }

  /// Runs the pickle that starts at a byte, its faults as those of the file.
  static func run(
    _ bytes: UnsafeRawBufferPointer, from start: Int, _ path: String
  ) throws(CheckpointError) -> PickleMachine.Outcome {
    do { return try PickleMachine.run(bytes, from: start) } catch {
      switch error {
      case .refused(let reason): throw .refusedPickle(path: path, reason: reason)
      case .malformed(let reason): throw .malformed(path: path, reason: "its pickle is damaged: \(reason)")
      case .program(let name):
        throw .unsuitable(
          path: path, reason: "is a whole model with its program (\(name)), which is never run",
          remedy:
            "save its weights in Python, `torch.save(model.state_dict(), \"pytorch_model.bin\")`, or the model by "
            + "`model.save_pretrained(folder)`")
      case .script(let name):
        throw .unsuitable(
          path: path, reason: "is a TorchScript program (\(name)), which is never run",
          remedy: "take the model's weights as Hugging Face has them, such as openai/clip-vit-base-patch32")
      }
    }
  }

  /// A tensor in a storage that lies in a file.
  ///
  /// - Parameters:
  ///   - start: Where the storage's bytes begin.
  ///   - size: How many there are.
  static func stored(
    _ name: String, _ tensor: PickledTensor, in file: MappedFile, from start: Int, size: Int
  ) throws(CheckpointError) -> StoredTensor {
    func malformed(_ reason: String) -> CheckpointError {
      .malformed(path: file.path, reason: "tensor \"\(name)\" \(reason)")
    }
    var count = 1
    for (size, stride) in zip(tensor.shape, tensor.strides).reversed() {
      if size != 1 && stride != count {
        throw .unsuitable(
          path: file.path, reason: "tensor \"\(name)\" is a view with gaps or turned around",
          remedy: "save it contiguous (`tensor.contiguous()`)")
      }
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      if overflow { throw malformed("has a shape beyond all memory") }
      count = product
    }
    let available = size / tensor.type.size
    guard tensor.storageCount <= available, count <= available, tensor.offset <= available - count else {
      throw malformed("takes \(count) numbers from \(tensor.offset) on of a storage of \(available)")
    }
    let first = start + tensor.offset * tensor.type.size
    let end = first + count * tensor.type.size
    guard end <= file.bytes.count else { throw malformed("ends past the end of the file") }
    return StoredTensor(name: name, dataType: tensor.type, shape: tensor.shape, range: first..<end, file: file)
  }
}
