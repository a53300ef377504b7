internal import Foundation

/// Numbers as a file that `numpy.load` reads: what a chapter attaches so that others can work its results out again.
///
/// NumPy's format 1.0: a line of text that describes the array, then its elements, row by row.
enum NumPyArray {
  /// How many bytes a number takes.
  enum Precision {
    /// Two: enough for a cosine to four decimals, and half as large.
    case half
    /// Four.
    case single
  }

  /// The file's bytes.
  ///
  /// - Parameter shape: Its product is how many values there are.
  static func data(_ values: some Sequence<Float>, shape: [Int], _ precision: Precision) -> Data {
    let count = shape.reduce(1, *)
    var bytes = header(precision == .half ? "<f2" : "<f4", shape)
    bytes.reserveCapacity(bytes.count + count * (precision == .half ? 2 : 4))
    var written = 0
    for value in values {
      switch precision {
      case .half: withUnsafeBytes(of: Float16(value).bitPattern.littleEndian) { bytes += $0 }
      case .single: withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
      }
      written += 1
    }
    precondition(written == count, "as many values as the shape says")
    return Data(bytes)
  }

  /// Texts as an array of NumPy's `str`, each as long as the longest in UTF-32.
  ///
  /// - Parameter isScalar: Whether the one text stands without an axis.
  static func data(_ texts: [String], isScalar: Bool) -> Data {
    precondition(!isScalar || texts.count == 1, "one text has no axis")
    let longest = max(texts.map(\.unicodeScalars.count).max() ?? 0, 1)
    var bytes = header("<U\(longest)", isScalar ? [] : [texts.count])
    for text in texts {
      let scalars = text.unicodeScalars.map(\.value)
      for value in scalars + Array(repeating: 0, count: longest - scalars.count) {
        withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
      }
    }
    return Data(bytes)
  }

  /// What stands before the elements.
  private static func header(_ type: String, _ shape: [Int]) -> [UInt8] {
    let sizes = shape.map { "\($0)," }.joined(separator: " ")
    var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(sizes)), }"
    // The elements begin at a multiple of 64 bytes, 10 of which stand before the text.
    header += String(repeating: " ", count: 63 - (10 + header.utf8.count) % 64) + "\n"
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
    withUnsafeBytes(of: UInt16(header.utf8.count).littleEndian) { bytes += $0 }
    return bytes + header.utf8
  }
}
