internal import Archives
internal import Basics
public import Foundation

/// What a view shows, as its file holds it: values that are read at once, and arrays of numbers.
///
/// The file is gzip (RFC 1952), whose sum every reader checks, of
///
///     "QVW1"                           four bytes
///     length of the header             four bytes, little-endian
///     {"arrays": […], "values": …}     the header, JSON: name, type and count of each array, and the values
///     the arrays, one after another    little-endian, a plane for each byte of a number: all lowest bytes first
///
/// Numbers that lie close together share their high bytes, which deflate to little in a plane of their own.
public struct ViewData: Sendable {
  /// An array of numbers of one type.
  public enum Numbers: Sendable {
    case u8([UInt8])
    case i8([Int8])
    case u16([UInt16])
    case i16([Int16])
    case u32([UInt32])
    /// Written with half the bits: eleven bits of each number, from 6e-8 to 65,504.
    case f16([Float])
    case f32([Float])
  }

  private struct Entry: Encodable {
    var name, type: String
    var count: Int
  }

  private let values: JSONText
  private var entries: [Entry] = []
  private var bytes: [UInt8] = []

  /// Data with values and no arrays yet.
  ///
  /// - Throws: `EncodingError` for what JSON cannot say, such as NaN.
  public init(values: some Encodable) throws {
    self.values = JSONText(try CanonicalJSON.encode(values, isCompact: true))
  }

  /// Adds an array under a name.
  public mutating func add(_ name: String, _ numbers: Numbers) {
    precondition(!entries.contains { $0.name == name }, "two arrays are called \(name)")
    switch numbers {
    case .u8(let values): append(name, "u8", values)
    case .i8(let values): append(name, "i8", values)
    case .u16(let values): append(name, "u16", values)
    case .i16(let values): append(name, "i16", values)
    case .u32(let values): append(name, "u32", values)
    case .f16(let values): append(name, "f16", values.map { Float16($0).bitPattern })
    case .f32(let values): append(name, "f32", values.map(\.bitPattern))
    }
  }

  private mutating func append<Number: FixedWidthInteger>(_ name: String, _ type: String, _ values: [Number]) {
    entries.append(Entry(name: name, type: type, count: values.count))
    bytes.reserveCapacity(bytes.count + values.count * (Number.bitWidth / 8))
    for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
      bytes += values.lazy.map { UInt8(truncatingIfNeeded: $0 >> Number(truncatingIfNeeded: shift)) }
    }
  }

  /// The file.
  public func file() throws -> Data {
    let entries = JSONText(try CanonicalJSON.encode(self.entries, isCompact: true))
    let header = Data("{\"arrays\":".utf8) + entries.bytes + Data(",\"values\":".utf8) + values.bytes + Data("}".utf8)
    let length = withUnsafeBytes(of: UInt32(header.count).littleEndian) { Array($0) }
    return Data(Deflated.gzip(Array("QVW1".utf8) + length + header + bytes))
  }

  /// JSON without the new line at its end.
  private struct JSONText: Sendable {
    let bytes: Data

    init(_ file: Data) { bytes = file.last == UInt8(ascii: "\n") ? file.dropLast() : file }
  }
}
