internal import Basics
import Foundation

/// A value that can be written down as bytes and read back, equal to what it was.
public protocol Keepable {
  /// The form of the bytes, raised by every change of it.
  static var form: Int { get }

  /// Reads what `write` wrote; `nil` where the bytes are something else.
  init?(kept file: inout KeptReader)

  /// Writes the value.
  func write(to file: inout KeptWriter) throws
}

/// What a file of a kept value begins with: Quire's mark, and the sum of all bytes that follow.
enum KeptForm {
  static let mark = "quire kept 1 "
  static let digits = 64
  /// Where the sum stands, and where what it is the sum of begins: a multiple of 16, as arrays need it.
  static let (sum, body) = (13, 80)
}

/// Writes numbers and texts one after another into a file that takes its place when it is whole.
public struct KeptWriter: ~Copyable {
  private var file: AtomicFile
  private var sum: SHA256

  init(replacing place: URL) throws(FileError) {
    var file = try AtomicFile(replacing: place)
    let blanks = [UInt8](repeating: 0x20, count: KeptForm.body - KeptForm.mark.utf8.count)
    try file.write(Array(KeptForm.mark.utf8) + blanks)
    self.file = file
    sum = SHA256()
  }

  /// Adds numbers: how many, then each as it lies in memory.
  public mutating func write<Number: BitwiseCopyable>(_ numbers: [Number]) throws {
    try numbers.withUnsafeBufferPointer { try write($0) }
  }

  /// Adds numbers that lie side by side.
  public mutating func write<Number: BitwiseCopyable>(_ numbers: UnsafeBufferPointer<Number>) throws {
    try put(withUnsafeBytes(of: UInt64(numbers.count)) { Array($0) })
    let bytes = UnsafeRawBufferPointer(numbers)
    sum.update(bytes)
    try file.write(bytes)
    // The next array begins where its numbers may stand.
    try put([UInt8](repeating: 0, count: (8 - bytes.count % 8) % 8))
  }

  /// Adds texts: the length of each, then all their bytes.
  public mutating func write(_ texts: [String]) throws {
    try write(texts.map { UInt32($0.utf8.count) })
    try write(texts.flatMap(\.utf8))
  }

  /// Adds a value as JSON, with its keys in order: equal values are equal bytes.
  public mutating func write(json value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    try write(Array(encoder.encode(value)))
  }

  private mutating func put(_ bytes: [UInt8]) throws {
    sum.update(bytes)
    try file.write(bytes)
  }

  /// Puts the file in its place.
  consuming func commit() throws {
    let digits = sum.finalizeHex()
    try file.overwrite(Array(digits.utf8) + [0x0A], at: KeptForm.sum)
    try file.commit()
  }
}

/// Reads what `KeptWriter` wrote, in the same order; nothing is believed of a file whose sum is another.
public struct KeptReader {
  private let file: MappedFile
  private var position = KeptForm.body

  /// Opens a file; `nil` where there is none, or one that was cut short or changed.
  init?(_ place: URL) {
    guard FileKind(of: place) == .file, let file = try? MappedFile(place), file.bytes.count >= KeptForm.body,
      file.bytes.prefix(KeptForm.sum).elementsEqual(KeptForm.mark.utf8)
    else { return nil }
    let digits = file.bytes[KeptForm.sum..<KeptForm.sum + KeptForm.digits]
    var sum = SHA256()
    sum.update(UnsafeRawBufferPointer(rebasing: file.bytes[KeptForm.body...]))
    guard digits.elementsEqual(sum.finalizeHex().utf8) else { return nil }
    self.file = file
  }

  /// The next numbers, used while the closure runs.
  public mutating func read<Number: BitwiseCopyable, Value>(
    _ type: Number.Type, _ body: (UnsafeBufferPointer<Number>) throws -> Value?
  ) rethrows -> Value? {
    guard position + 8 <= file.bytes.count else { return nil }
    let count = file.bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
    let (start, room) = (position + 8, file.bytes.count - position - 8)
    guard count <= UInt64(room / MemoryLayout<Number>.stride) else { return nil }
    let bytes = Int(count) * MemoryLayout<Number>.stride
    position = min(file.bytes.count, start + (bytes + 7) / 8 * 8)
    defer { withExtendedLifetime(file) {} }
    return try body(
      UnsafeRawBufferPointer(rebasing: file.bytes[start..<start + bytes]).bindMemory(to: Number.self))
  }

  /// The next numbers.
  public mutating func numbers<Number: BitwiseCopyable>(_ type: Number.Type) -> [Number]? {
    read(type) { Array($0) }
  }

  /// The next texts.
  public mutating func texts() -> [String]? {
    guard let lengths = numbers(UInt32.self) else { return nil }
    return read(UInt8.self) { bytes in
      var (texts, start) = ([String](), 0)
      texts.reserveCapacity(lengths.count)
      for length in lengths {
        guard start + Int(length) <= bytes.count else { return nil }
        texts.append(String(decoding: bytes[start..<start + Int(length)], as: UTF8.self))
        start += Int(length)
      }
      return texts
    }
  }

  /// The next value, from JSON.
  public mutating func json<Value: Decodable>(_ type: Value.Type) -> Value? {
    numbers(UInt8.self).flatMap { try? JSONDecoder().decode(type, from: Data($0)) }
  }
}
