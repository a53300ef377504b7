internal import Glibc

/// The position embedding of a picture of another size: the trained grid of rows, stretched by cubic convolution.
///
/// PyTorch's `interpolate(mode="bicubic", align_corners=False)`, a = −0.75, without antialiasing, which is what transformers'
/// `interpolate_pos_encoding` takes. Keys 1981.
enum PositionInterpolation {
  /// - Parameters:
  ///   - grid: `[side², size]`.
  /// - Returns: `[rows · columns, size]`.
  static func stretched(
    _ grid: UnsafePointer<Float>, side: Int, size: Int, rows: Int, columns: Int
  ) -> [Float] {
    let vertical = (0..<rows).map { Taps($0, from: side, to: rows) }
    let horizontal = (0..<columns).map { Taps($0, from: side, to: columns) }
    var result = [Float](repeating: 0, count: rows * columns * size)
    for row in 0..<rows {
      for column in 0..<columns {
        let start = (row * columns + column) * size
        for (y, weightY) in vertical[row].taps {
          for (x, weightX) in horizontal[column].taps {
            let source = grid + (y * side + x) * size
            for index in 0..<size { result[start + index] += weightY * weightX * source[index] }
          }
        }
      }
    }
    return result
  }

  /// The four source lines of one line, and their weights.
  private struct Taps {
    let taps: [(index: Int, weight: Float)]

    init(_ line: Int, from source: Int, to target: Int) {
      let place = Float(source) / Float(target) * (Float(line) + 0.5) - 0.5
      let base = floorf(place)
      taps = (-1...2).map { step in
        let distance = abs(place - base - Float(step))
        return (min(max(Int(base) + step, 0), source - 1), Self.weight(distance))
      }
    }

    private static func weight(_ x: Float) -> Float {
      let a: Float = -0.75
      return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : ((a * x - 5 * a) * x + 8 * a) * x - 4 * a
    }
  }
}
