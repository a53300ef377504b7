internal import Glibc
internal import LinearAlgebra

/// Rotary positions: pairs of a query's or key's columns are turned by an angle that grows with its token's position, so that q·k
/// depends on how far apart the two tokens are.
///
///     (x_i, x_{i+r/2}) → (x_i cos φ − x_{i+r/2} sin φ, x_{i+r/2} cos φ + x_i sin φ),  φ = position · θ^(−2i/r)
///
/// Columns i and i + r/2 are a pair, as LLaMA and GPT-NeoX have it in transformers. Su et al. 2021.
public struct RotaryPositions: Sendable, Hashable {
  /// θ.
  public var base: Float
  /// r: how many columns of a head are turned, the first ones; even.
  public var size: Int
  /// What is done to the frequencies.
  public var scaling = Scaling.none

  /// How a model that was trained on short texts reads longer ones.
  public enum Scaling: Sendable, Hashable {
    case none
    /// All frequencies divided by a factor.
    case linear(Float)
    /// Low frequencies divided by a factor, high ones kept, those between mixed. Llama 3.1.
    case llama3(factor: Float, low: Float, high: Float, original: Float)
  }

  /// The angle by which a pair's turn grows from one token to the next, `[size / 2]`.
  var frequencies: [Float] {
    stride(from: 0, to: size, by: 2).map { column in
      let plain = 1 / powf(base, Float(column) / Float(size))
      switch scaling {
      case .none: return plain
      case .linear(let factor): return plain / factor
      case .llama3(let factor, let low, let high, let original):
        let length = 2 * Float.pi / plain
        if length < original / high { return plain }
        if length > original / low { return plain / factor }
        let share = (original / length - low) / (high - low)
        return (1 - share) * plain / factor + share * plain
      }
    }
  }

  /// Cosines and sines of every position's angles.
  struct Table {
    /// `[positions, size / 2]`, as are the sines.
    let cosines: [Float]
    let sines: [Float]
    let size: Int
  }

  /// The angles of the first so many positions.
  func table(_ positions: Int) -> Table {
    let frequencies = frequencies
    let angles = (0..<positions).flatMap { position in frequencies.map { Float(position) * $0 } }
    return Table(cosines: angles.map { cosf($0) }, sines: angles.map { sinf($0) }, size: size)
  }
}

extension RotaryPositions.Table {
  /// Turns one token's queries or keys.
  ///
  /// - Parameter row: `[heads, headSize]`.
  func turn(_ row: UnsafeMutablePointer<Float>, heads: Int, headSize: Int, position: Int) {
    let half = size / 2
    cosines.withUnsafeBufferPointer { cosines in
      sines.withUnsafeBufferPointer { sines in
        for head in 0..<heads {
          let base = row + head * headSize
          for column in 0..<half {
            let (cosine, sine) = (cosines[position * half + column], sines[position * half + column])
            let (first, second) = (base[column], base[column + half])
            base[column] = first * cosine - second * sine
            base[column + half] = second * cosine + first * sine
          }
        }
      }
    }
  }
}
