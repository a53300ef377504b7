import Foundation
import LinearAlgebra

/// t-SNE's formulas as they stand in the paper, in double and over every pair: what the fast ones are held against.
struct ClearTSNE {
  /// P, `[points][points]`.
  let affinities: [[Double]]

  /// Z, and f of each point.
  static func repulsion(of places: Matrix) -> (similarity: Double, force: [(x: Double, y: Double)]) {
    var similarity = 0.0
    var force = [(x: Double, y: Double)](repeating: (0, 0), count: places.rows)
    for i in 0..<places.rows {
      for j in 0..<places.rows where i != j {
        let (dx, dy, q) = Self.pair(places, i, j)
        similarity += q
        force[i].x += q * q * dx
        force[i].y += q * q * dy
      }
    }
    return (similarity, force)
  }

  /// Σ (P − Q) q (yᵢ − yⱼ), the gradient without its factor 4.
  func gradient(at places: Matrix) -> [[Double]] {
    let similarity = Self.repulsion(of: places).similarity
    return (0..<places.rows).map { i in
      var gradient = [0.0, 0.0]
      for j in 0..<places.rows where i != j {
        let (dx, dy, q) = Self.pair(places, i, j)
        gradient[0] += (affinities[i][j] - q / similarity) * q * dx
        gradient[1] += (affinities[i][j] - q / similarity) * q * dy
      }
      return gradient
    }
  }

  /// Σ P log (P / Q).
  func divergence(of places: Matrix) -> Double {
    let similarity = Self.repulsion(of: places).similarity
    var sum = 0.0
    for i in 0..<places.rows {
      for j in 0..<places.rows where i != j && affinities[i][j] > 0 {
        sum += affinities[i][j] * log(affinities[i][j] * similarity / Self.pair(places, i, j).q)
      }
    }
    return sum
  }

  private static func pair(_ places: Matrix, _ i: Int, _ j: Int) -> (dx: Double, dy: Double, q: Double) {
    let dx = Double(places[i, 0]) - Double(places[j, 0])
    let dy = Double(places[i, 1]) - Double(places[j, 1])
    return (dx, dy, 1 / (1 + dx * dx + dy * dy))
  }
}
