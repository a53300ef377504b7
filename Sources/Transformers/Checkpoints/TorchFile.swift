internal import Archives
internal import Basics
internal import Foundation

/// A PyTorch state dictionary (`pytorch_model.bin`, from PyTorch 1.6 on): a zip archive with a pickle and one entry for
/// each storage, stored uncompressed and so readable in place.
enum TorchFile {
  /// The most bytes of a pickle, as of a header of safetensors: each may be an instruction that takes forty in memory.
  private static let mostPickle = 100_000_000

  /// The tensors of a file, in the order of the dictionary. Only the pickle is read now.
  static func tensors(in url: URL) throws -> [StoredTensor] {
    let file = try MappedFile.map(url)
    func malformed(_ reason: String) -> CheckpointError { .malformed(path: file.path, reason: reason) }
    // Before 1.6 a file was a row of pickles.
    if file.bytes.starts(with: [0x80, 0x02]) {
      throw malformed(
        "was written by PyTorch before 1.6, which is not supported; save it again with a newer one, or convert it")
    }
    let archive = try ZipReader(url)
    guard let pickle = archive.entries.first(where: { $0.name.hasSuffix("/data.pkl") || $0.name == "data.pkl" }) else {
      throw malformed("is a zip archive without a data.pkl, so no PyTorch checkpoint")
    }
    let folder = String(pickle.name.dropLast("data.pkl".count))
    if let order = archive[folder + "byteorder"], try archive.read(order, limit: 64) != Array("little".utf8) {
      throw malformed("was written on a big-endian machine, which is not supported")
    }
    let members: [PickleMachine.Member]?
    do {
      members = try PickleMachine.run(try archive.read(pickle, limit: mostPickle))
    } catch let fault as PickleMachine.Fault {
      switch fault {
      case .refused(let reason): throw CheckpointError.refusedPickle(path: file.path, reason: reason)
      case .malformed(let reason): throw malformed("its pickle is damaged: \(reason)")
      }
    }
    guard let members else { throw malformed("its pickle holds no dictionary") }

    var names: Set<[UInt8]> = []
    return try members.map { name, value in
      guard case .tensor(let tensor) = value else {
        throw malformed("its dictionary holds something other than tensors by name")
      }
      guard names.insert(Array(name.utf8)).inserted else { throw malformed("holds two tensors \"\(name)\"") }
      guard let entry = archive[folder + "data/" + tensor.key] else {
        throw malformed("has no storage \"\(tensor.key)\" for tensor \"\(name)\"")
      }
      return try stored(name, tensor, entry, in: file)
    }
  }

  private static func stored(
    _ name: String, _ tensor: PickledTensor, _ entry: ZipEntry, in file: MappedFile
  ) throws(CheckpointError) -> StoredTensor {
    func malformed(_ reason: String) -> CheckpointError {
      .malformed(path: file.path, reason: "tensor \"\(name)\" \(reason)")
    }
    guard entry.method == .stored else { throw malformed("is compressed, which PyTorch never does") }
    var count = 1
    for (size, stride) in zip(tensor.shape, tensor.strides).reversed() {
      if size != 1 && stride != count { throw malformed("is a view with gaps or turned around; save it contiguous") }
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      if overflow { throw malformed("has a shape beyond all memory") }
      count = product
    }
    let available = Int(clamping: entry.size) / tensor.type.size
    guard tensor.storageCount <= available, count <= available, tensor.offset <= available - count else {
      throw malformed("takes \(count) numbers from \(tensor.offset) on of a storage of \(available)")
    }
    let start = Int(entry.dataOffset) + tensor.offset * tensor.type.size
    let end = start + count * tensor.type.size
    guard end <= file.bytes.count else { throw malformed("ends past the end of the file") }
    return StoredTensor(name: name, dataType: tensor.type, shape: tensor.shape, range: start..<end, file: file)
  }
}
