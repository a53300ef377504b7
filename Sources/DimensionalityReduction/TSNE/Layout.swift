internal import Foundation
package import LinearAlgebra

/// Where the points of a map are, and where they were when the forces were computed.
package final class Layout: Sendable {
  package let count: Int
  package let x: Buffer<Float>
  package let y: Buffer<Float>
  /// x and y of each point in turn, as attraction reads them; stays as it is while `x` and `y` move.
  package let points: Buffer<Float>

  /// The first two principal components, the first of which gets the standard deviation 10⁻⁴, with a jitter of a
  /// hundredth of that: points that are equal could never part without.
  ///
  /// Kobak and Linderman 2021, "Initialization is critical for preserving global data structure".
  init(of data: Matrix, seed: UInt64) throws(ReductionError) {
    count = data.rows
    x = Buffer(repeating: 0, count: count)
    y = Buffer(repeating: 0, count: count)
    points = Buffer(repeating: 0, count: 2 * count)

    let pca = try PCA(fitting: data, components: min(2, data.columns))
    let plane = pca.transform(data)
    let deviation = pca.explainedVariance[0].squareRoot()
    let scale = deviation > 0 ? 1e-4 / deviation : 0
    var random = SeededRandom(seed: seed)
    for point in 0..<count {
      // Box and Muller 1958.
      let radius = 1e-6 * (-2 * log(1 - random.nextDouble())).squareRoot()
      let angle = 2 * Double.pi * random.nextDouble()
      x[point] = Float(Double(plane[point, 0]) * scale + radius * cos(angle))
      y[point] = Float((plane.columns > 1 ? Double(plane[point, 1]) * scale : 0) + radius * sin(angle))
    }
    settle()
  }

  /// Points at given places, `[points, 2]`.
  package init(places: Matrix) {
    precondition(places.columns == 2, "a map has two columns")
    count = places.rows
    x = Buffer(repeating: 0, count: count)
    y = Buffer(repeating: 0, count: count)
    points = Buffer(repeating: 0, count: 2 * count)
    for point in 0..<count {
      x[point] = places[point, 0]
      y[point] = places[point, 1]
    }
    settle()
  }

  /// Moves the middle of all points to the origin and shows the new places to attraction.
  ///
  /// - Returns: The greatest coordinate in magnitude; not finite when any is not.
  @discardableResult
  func settle() -> Float {
    var (sumX, sumY) = (0.0, 0.0)
    for point in 0..<count {
      sumX += Double(x[point])
      sumY += Double(y[point])
    }
    let (middleX, middleY) = (Float(sumX / Double(count)), Float(sumY / Double(count)))
    for point in 0..<count {
      x[point] -= middleX
      y[point] -= middleY
      points[2 * point] = x[point]
      points[2 * point + 1] = y[point]
    }
    let box = box
    // A comparison passes over what is not a number, the sum does not.
    return middleX.isFinite && middleY.isFinite
      ? max(max(-box.lowX, box.highX), max(-box.lowY, box.highY)) : .infinity
  }

  /// The rectangle around all points.
  package struct Box {
    package var lowX: Float
    package var highX: Float
    package var lowY: Float
    package var highY: Float
  }

  /// The rectangle around all points; what is not a number is passed over.
  package var box: Box {
    let (inX, inY) = (Self.range(of: x), Self.range(of: y))
    return Box(lowX: inX.low, highX: inX.high, lowY: inY.low, highY: inY.high)
  }

  private static func range(of values: Buffer<Float>) -> (low: Float, high: Float) {
    var low = SIMD8<Float>(repeating: .infinity)
    var high = -low
    let whole = values.count & ~7
    for first in stride(from: 0, to: whole, by: 8) {
      let eight = values[first, SIMD8<Float>.self]
      low.replace(with: eight, where: eight .< low)
      high.replace(with: eight, where: eight .> high)
    }
    let rest = values.elements[whole...]
    return (rest.reduce(low.min()) { min($0, $1) }, rest.reduce(high.max()) { max($0, $1) })
  }

  /// Brings the points into another order.
  ///
  /// - Parameter order: Which of the present places comes to each place.
  func rearrange(_ order: Buffer<UInt32>) {
    x.rearrange(order)
    y.rearrange(order)
    for point in 0..<count {
      points[2 * point] = x[point]
      points[2 * point + 1] = y[point]
    }
  }

  /// The map as a matrix, `[points, 2]`.
  var matrix: Matrix { Matrix(rows: count, columns: 2, elements: points.elements) }
}
