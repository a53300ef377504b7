import Foundation
import FuzzSupport

/// Inputs and verdicts on the standard streams, each behind four bytes with its length, the lowest first.
enum Frames {
  /// The next input; `nil` at the end.
  static func next() throws -> [UInt8]? {
    guard let length = try FileHandle.standardInput.read(upToCount: 4), length.count == 4 else { return nil }
    let count = length.reversed().reduce(0) { $0 << 8 | Int($1) }
    var input = Data()
    while input.count < count, let piece = try FileHandle.standardInput.read(upToCount: count - input.count) {
      if piece.isEmpty { return nil }
      input += piece
    }
    return Array(input)
  }

  /// Writes a verdict.
  static func write(_ data: Data) throws {
    let length = (0..<4).map { UInt8(truncatingIfNeeded: data.count >> (8 * $0)) }
    try FileHandle.standardOutput.write(contentsOf: Data(length) + data)
  }

  /// A folder for the files that readers want.
  static let folder = Result { try FuzzFolder() }
}
