import LinearAlgebra

/// Points around a few centres, the same for a seed.
struct PlantedClusters {
  let data: Matrix
  /// Which centre each point is around.
  let labels: [Int]

  init(points: Int, columns: Int, clusters: Int, spread: Float = 0.2, seed: UInt64 = 1) {
    var random = SeededRandom(seed: seed)
    // The sum of four uniform numbers is near enough to normal.
    func noise() -> Float { (0..<4).reduce(0) { sum, _ in sum + random.nextFloat() - 0.5 } }
    let centres = (0..<clusters).map { _ in (0..<columns).map { _ in 3 * noise() } }
    labels = (0..<points).map { $0 % clusters }
    data = Matrix(labels.map { label in centres[label].map { $0 + spread * noise() } })
  }
}
