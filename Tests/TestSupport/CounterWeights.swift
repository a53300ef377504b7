package import Foundation

/// Weights from a counter, the same as `numbers` and `weight` of Tools/goldens/clip_goldens.py give, bit for bit: of a model
/// at full size only the golden values need to be kept.
package enum CounterWeights {
  /// offset + scale · u, u from -1 to 1: a counter mixed by Wellons' lowbias32, seeded by the name's FNV-1a.
  package static func numbers(_ name: String, _ count: Int, scale: Float = 1, offset: Float = 0) -> [Float] {
    var seed: UInt32 = 0x811C_9DC5
    for byte in name.utf8 { seed = (seed ^ UInt32(byte)) &* 0x0100_0193 }
    return [Float](unsafeUninitializedCapacity: count) { out, filled in
      for index in 0..<count {
        var x = UInt32(truncatingIfNeeded: index) &* 0x9E37_79B9 &+ seed
        x ^= x >> 16
        x = x &* 0x7FEB_352D
        x ^= x >> 15
        x = x &* 0x846C_A68B
        x ^= x >> 16
        out[index] = offset + scale * (Float(Int32(truncatingIfNeeded: x >> 8)) * 0x1p-23 - 1)
      }
      filled = count
    }
  }

  /// A tensor, and between which numbers its own lie: offset ± scale.
  package struct Tensor: Decodable {
    package let name: String
    package let shape: [Int]
    package let scale, offset: Float
  }

  /// Writes a safetensors file of tensors by name and shape.
  package static func write(_ tensors: [(name: String, shape: [Int])], to file: URL) throws {
    try write(
      tensors.map { name, shape in
        let (scale, offset) = range(name, shape)
        return Tensor(name: name, shape: shape, scale: scale, offset: offset)
      }, to: file)
  }

  /// Writes a safetensors file.
  package static func write(_ tensors: [Tensor], to file: URL) throws {
    var entries: [String] = []
    var end = 0
    for tensor in tensors {
      let next = end + 4 * tensor.shape.reduce(1, *)
      entries.append(
        "\"\(tensor.name)\":{\"dtype\":\"F32\",\"shape\":\(tensor.shape),\"data_offsets\":[\(end),\(next)]}")
      end = next
    }
    var header = Array("{\(entries.joined(separator: ","))}".utf8)
    header += Array(repeating: 0x20, count: 7 - (header.count + 7) % 8)
    try Data().write(to: file)
    let handle = try FileHandle(forWritingTo: file)
    try handle.write(contentsOf: withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + header)
    for tensor in tensors {
      let values = numbers(
        tensor.name, tensor.shape.reduce(1, *), scale: tensor.scale, offset: tensor.offset)
      try values.withUnsafeBytes {
        try handle.write(
          contentsOf: Data(
            bytesNoCopy: UnsafeMutableRawPointer(mutating: $0.baseAddress!), count: $0.count, deallocator: .none))
      }
    }
    try handle.close()
  }

  private static func range(_ name: String, _ shape: [Int]) -> (scale: Float, offset: Float) {
    if name == "logit_scale" { return (0, 4.6051702) }
    if name.contains("norm") && name.hasSuffix("weight") { return (0.2, 1) }
    if shape.count == 1 { return (0.2, 0) }
    if name.contains("embedding.weight") && !name.contains("patch") { return (1, 0) }
    return (Float(3.2 / Double(shape.dropFirst().reduce(1, *)).squareRoot()), 0)
  }
}
