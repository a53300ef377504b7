internal import Basics

/// Weights as PyTorch saved them before 1.6: a magic number, a version and the machine's sizes, each a pickle; the checkpoint's
/// pickle; the keys of its storages, a pickle too; then for each storage the count of its numbers in eight bytes, and the numbers.
enum OldTorchFile {
  /// 0x1950A86A20F9469CFC6C as a pickle.
  private static let magic: [UInt8] = [
    0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E,
  ]

  /// The tensors of a file, in the order of the dictionary. Only the pickles are read now.
  static func tensors(in file: MappedFile, mostPickle: Int) throws(CheckpointError) -> [StoredTensor] {
    func malformed(_ reason: String) -> CheckpointError { .malformed(path: file.path, reason: reason) }
    guard file.bytes.starts(with: magic) else {
      // A pickle of Python's own, of which only its refusal or its damage is of interest.
      _ = try TorchFile.run(head(file, mostPickle), from: 0, file.path)
      throw .unsuitable(
        path: file.path, reason: "is a pickle of Python's and no checkpoint of PyTorch's",
        remedy: "save the weights by `torch.save(model.state_dict(), \"pytorch_model.bin\")`")
    }
    let bytes = head(file, mostPickle)
    let version = try TorchFile.run(bytes, from: magic.count, file.path)
    guard case .integer(1001) = version.value else { throw malformed("has another version of PyTorch's old format") }
    let machine = try TorchFile.run(bytes, from: version.end, file.path)
    if case .bool(false)? = machine.members(machine.value)?.first(where: { $0.key == "little_endian" })?.value {
      throw .unsuitable(
        path: file.path, reason: "was written on a big-endian machine, which is not supported",
        remedy: "save it again on another, or as safetensors")
    }
    let outcome = try TorchFile.run(bytes, from: machine.end, file.path)
    let tensors = try StateDictionary.tensors(of: outcome, in: file.path)
    let keys = try TorchFile.run(bytes, from: outcome.end, file.path)
    guard let list = keys.elements(keys.value) else { throw malformed("has no list of its storages") }
    // A storage's type, which says how long it is, is known from the tensors alone; others cannot be passed over.
    var types: [String: DataType] = [:]
    for storage in outcome.storages { types[storage.key] = storage.type }
    var places: [String: (start: Int, size: Int)] = [:]
    var position = keys.end
    for value in list {
      guard case .string(let key) = value, let type = types[key] else {
        throw malformed("lists a storage without a type")
      }
      guard file.bytes.count - position >= 8 else { throw malformed("ends before the storage \"\(key)\"") }
      let count = UInt64(littleEndian: file.bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      position += 8
      guard count <= UInt64((file.bytes.count - position) / type.size) else {
        throw malformed("ends within the storage \"\(key)\"")
      }
      places[key] = (position, Int(count) * type.size)
      position += Int(count) * type.size
    }
    var stored: [StoredTensor] = []
    for (name, tensor) in tensors {
      guard let place = places[tensor.key] else {
        throw malformed("has no storage \"\(tensor.key)\" for tensor \"\(name)\"")
      }
      stored.append(try TorchFile.stored(name, tensor, in: file, from: place.start, size: place.size))
    }
    return stored
  }

  /// The part of a file in which pickles may lie.
  private static func head(_ file: MappedFile, _ most: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: file.bytes.prefix(most))
  }
}
