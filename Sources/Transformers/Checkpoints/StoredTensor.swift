internal import Basics

/// The types of numbers that checkpoints store, by safetensors' names.
public enum DataType: String, Sendable, CaseIterable {
  case float64 = "F64"
  case float32 = "F32"
  case float16 = "F16"
  case bfloat16 = "BF16"
  case int64 = "I64"
  case int32 = "I32"
  case int16 = "I16"
  case int8 = "I8"
  case uint8 = "U8"
  case bool = "BOOL"

  /// Bytes of one number.
  public var size: Int {
    switch self {
    case .float64, .int64: 8
    case .float32, .int32: 4
    case .float16, .bfloat16, .int16: 2
    case .int8, .uint8, .bool: 1
    }
  }
}

/// A tensor where it lies in a mapped file: nothing is read before it is asked for.
public struct StoredTensor: Sendable {
  /// The name in the file.
  public let name: String
  /// What its numbers are.
  public let dataType: DataType
  /// Its shape, outermost dimension first; empty for a single number.
  public let shape: [Int]
  /// Where its bytes lie in the file.
  let range: Range<Int>
  let file: MappedFile
  /// What an adapter adds to it.
  var update: LowRankUpdate?

  /// The number of elements.
  public var count: Int { shape.contains(0) ? 0 : shape.reduce(1, *) }

  /// The file that it lies in.
  public var path: String { file.path }

  /// Whether another name stands for the same bytes.
  func isSame(as other: StoredTensor) -> Bool { file === other.file && range == other.range && shape == other.shape }

  /// Its bytes as stored.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: file.bytes[range]) }

  /// The mapped bytes as floats, where they are aligned 32-bit floats and nothing is added to them; valid as long as the file.
  var mappedFloats: UnsafeBufferPointer<Float>? {
    if update != nil { return nil }
    let bytes = bytes
    let isAligned = UInt(bitPattern: bytes.baseAddress) % UInt(MemoryLayout<Float>.alignment) == 0
    return dataType == .float32 && isAligned ? bytes.bindMemory(to: Float.self) : nil
  }

  /// Calls `body` with the elements as floats: the mapped bytes themselves where they are aligned 32-bit floats, else a
  /// converted copy.
  ///
  /// - Throws: `CheckpointError.dataType` where the elements are not floating-point numbers.
  public func withFloats<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) throws -> Result {
    defer { withExtendedLifetime(file) {} }
    if let floats = mappedFloats { return try body(floats) }
    return try floats().withUnsafeBufferPointer(body)
  }

  /// The elements as floats, in memory of their own.
  ///
  /// - Throws: `CheckpointError.dataType` where the elements are not floating-point numbers.
  public func floats() throws(CheckpointError) -> [Float] {
    guard let update else { return try plainFloats() }
    return try floats(shape == update.shape(.linear) && !update.isEmbedding ? .linear : .convolution)
  }

  /// The elements as they are stored, without what an adapter adds.
  func plainFloats() throws(CheckpointError) -> [Float] {
    let bytes = bytes
    func converted<Stored: BitwiseCopyable>(_ type: Stored.Type, _ float: (Stored) -> Float) -> [Float] {
      [Float](unsafeUninitializedCapacity: count) { out, filled in
        for index in 0..<count {
          out[index] = float(bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<Stored>.stride, as: type))
        }
        filled = count
      }
    }
    defer { withExtendedLifetime(file) {} }
    switch dataType {
    case .float32: return converted(UInt32.self) { Float(bitPattern: $0) }
    case .bfloat16: return converted(UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
    case .float16: return converted(UInt16.self, Self.halfToFloat)
    case .float64: return converted(UInt64.self) { Float(Double(bitPattern: $0)) }
    default: throw .dataType(path: path, name: name, found: dataType.rawValue)
    }
  }

  /// IEEE 754 binary16 by its bits, since `Float16` is not to be had on every platform.
  static func halfToFloat(_ bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10) & 0x1F
    let fraction = UInt32(bits) & 0x3FF
    switch exponent {
    case 0:
      let magnitude = Float(fraction) * 0x1p-24
      return Float(bitPattern: magnitude.bitPattern | sign)
    case 31: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
