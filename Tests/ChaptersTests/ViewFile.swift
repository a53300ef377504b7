import Basics
import Foundation
import Notebook
import TestSupport

/// The data of a view as it lies in a chapter's folder, inflated and taken apart.
struct ViewFile {
  let values: JSONValue
  private let arrays: [String: (type: String, bytes: [UInt8], count: Int)]

  /// Inflates by Python's zlib, which had no part in writing it.
  init(_ file: URL) throws {
    let script = "import sys, zlib; sys.stdout.write(zlib.decompress(open(sys.argv[1], 'rb').read(), 31).hex())"
    let digits = Array(try TestSupport.run("python3", ["-c", script, file.path]).output.utf8)
    func nibble(_ digit: UInt8) -> UInt8 { digit < 0x3A ? digit - 0x30 : digit - 0x57 }
    let bytes = stride(from: 0, to: digits.count, by: 2).map { nibble(digits[$0]) << 4 | nibble(digits[$0 + 1]) }
    let length = (4..<8).reduce(0) { $0 | Int(bytes[$1]) << (8 * ($1 - 4)) }
    let header = try JSONReader.value(of: bytes[8..<8 + length])
    values = header[["values"]] ?? .null
    var arrays: [String: (String, [UInt8], Int)] = [:]
    var offset = 8 + length
    guard case .array(let entries)? = header[["arrays"]] else { throw CocoaError(.fileReadCorruptFile) }
    for entry in entries {
      guard case .string(let name)? = entry[["name"]], case .string(let type)? = entry[["type"]],
        let count = entry[["count"]]?.integer, let bits = Int(type.dropFirst())
      else { throw CocoaError(.fileReadCorruptFile) }
      arrays[name] = (type, Array(bytes[offset..<offset + count * bits / 8]), count)
      offset += count * bits / 8
    }
    self.arrays = arrays
  }

  /// The names of the arrays.
  var names: Set<String> { Set(arrays.keys) }

  /// The numbers of an array, whatever their type.
  func numbers(_ name: String) throws -> [Double] {
    guard let (type, bytes, count) = arrays[name] else { throw CocoaError(.fileReadCorruptFile) }
    return (0..<count).map { place in
      let bits = stride(from: place, to: bytes.count, by: count).enumerated().reduce(UInt32(0)) {
        $0 | UInt32(bytes[$1.element]) << (8 * UInt32($1.offset))
      }
      return switch type {
      case "i8": Double(Int8(truncatingIfNeeded: bits))
      case "i16": Double(Int16(truncatingIfNeeded: bits))
      case "f16": Double(Float16(bitPattern: UInt16(bits)))
      case "f32": Double(Float(bitPattern: bits))
      default: Double(bits)
      }
    }
  }
}
