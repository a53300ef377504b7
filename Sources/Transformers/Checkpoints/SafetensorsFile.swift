internal import Basics
internal import Foundation

/// A safetensors file, mapped, with its header checked before any tensor is read.
///
/// Eight bytes give the header's length; the header is JSONValue, name → type, shape and offsets; the rest is the tensors'
/// bytes, which must cover it without a gap or an overlap. <https://huggingface.co/docs/safetensors>
enum SafetensorsFile {
  /// The tensors of a file, in the order of their bytes.
  static func tensors(in url: URL) throws(CheckpointError) -> [StoredTensor] {
    let file = try MappedFile.map(url)
    func malformed(_ reason: String) -> CheckpointError { .malformed(path: file.path, reason: reason) }

    if file.bytes.starts(with: [0x50, 0x4B, 3, 4]) {
      throw .unsuitable(
        path: file.path, reason: "is a file of PyTorch's by the name of another kind",
        remedy: "call it pytorch_model.bin")
    }
    guard file.bytes.count >= 8 else { throw malformed("is cut short: \(file.bytes.count) bytes, no header") }
    let length = UInt64(littleEndian: file.bytes.loadUnaligned(as: UInt64.self))
    // The reference implementation's limit, and one that a length of 2⁶³ fails before it is converted or added to.
    guard length <= 100_000_000 else { throw malformed("its header claims \(length) bytes, more than 100,000,000") }
    let start = 8 + Int(length)
    guard start <= file.bytes.count else {
      throw malformed("is cut short: the header claims \(length) bytes, the file has \(file.bytes.count)")
    }
    let header: JSONValue
    do {
      header = try JSONReader.value(of: UnsafeRawBufferPointer(rebasing: file.bytes[8..<start]))
    } catch {
      throw malformed("its header is not JSON at byte \(8 + error.offset): \(error.reason)")
    }
    guard let members = header.members else { throw malformed("its header is not an object") }

    var tensors: [StoredTensor] = []
    for member in members where member.name != "__metadata__" {
      let (name, entry) = (member.name, member.value)
      tensors.append(try tensor(name, entry, in: file, from: start))
    }
    tensors.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    var end = start
    for tensor in tensors {
      if tensor.range.lowerBound < end { throw malformed("tensor \"\(tensor.name)\" overlaps the one before it") }
      if tensor.range.lowerBound > end { throw malformed("there is a gap before tensor \"\(tensor.name)\"") }
      end = tensor.range.upperBound
    }
    if end < file.bytes.count { throw malformed("\(file.bytes.count - end) bytes follow the last tensor") }
    return tensors
  }

  private static func tensor(
    _ name: String, _ entry: JSONValue, in file: MappedFile, from start: Int
  ) throws(CheckpointError) -> StoredTensor {
    func malformed(_ reason: String) -> CheckpointError {
      .malformed(path: file.path, reason: "tensor \"\(name)\" \(reason)")
    }
    guard let typeName = entry["dtype"]?.string else { throw malformed("has no dtype") }
    guard let type = DataType(rawValue: typeName) else { throw .dataType(path: file.path, name: name, found: typeName) }
    guard let sizes = entry["shape"]?.array, let offsets = entry["data_offsets"]?.array else {
      throw malformed("has no shape or no data_offsets")
    }
    var shape: [Int] = []
    var count = type.size
    for size in sizes {
      guard let size = size.integer, size >= 0 else { throw malformed("has a shape that is not whole numbers") }
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      if overflow { throw malformed("has a shape beyond all memory") }
      shape.append(size)
      count = product
    }
    guard offsets.count == 2, let first = offsets[0].integer, let last = offsets[1].integer, first >= 0, last >= first
    else { throw malformed("has data_offsets that are not two rising whole numbers") }
    guard last <= file.bytes.count - start else {
      throw malformed("ends at byte \(last) of the data, past its end at \(file.bytes.count - start)")
    }
    guard last - first == count else {
      throw malformed("takes \(last - first) bytes where \(type.rawValue) \(shape) needs \(count)")
    }
    return StoredTensor(
      name: name, dataType: type, shape: shape, range: (start + first)..<(start + last), file: file)
  }
}
