import DimensionalityReduction
import Foundation
import LinearAlgebra
import Testing

/// Maps of iris beside scikit-learn's and openTSNE's.
///
/// Iris has many optima. Rounding decides which one a map ends in, the peers' as well as ours: their divergences lie
/// between 0.12 and 0.14 when the data move by a millionth. So many maps are judged together, on every path of
/// this processor; a path is another toss.
@Suite struct IrisMapTests {
  private static let paths = RepulsionKernels.available.map(\.name)

  @Test(arguments: paths)
  func `maps of iris are no worse than scikit-learn's and openTSNE's`(path: String) throws {
    let kernels = try #require(RepulsionKernels.available.first { $0.name == path })
    let maps = try Self.moved(times: 60).map { iris in
      let map = try TSNE(fitting: iris, settings: TSNESettings(), kernels: kernels)
      let quality = MapQuality(of: map.embedding, data: iris)
      return TSNEGolden.Quality(
        divergence: map.klDivergence, trustworthiness: quality.trustworthiness, preserved: quality.preserved)
    }
    // The middle, and the better side of which three in four maps are: a poor optimum must not be met more often.
    for (name, peer) in TSNEGolden.shared.iris {
      for share in [0.5, 0.75] {
        #expect(maps.map(\.divergence).quantile(share) <= peer.map(\.divergence).quantile(share), "\(name)")
      }
      for share in [0.25, 0.5] {
        #expect(
          maps.map(\.trustworthiness).quantile(share) >= peer.map(\.trustworthiness).quantile(share) - 0.001, "\(name)")
        #expect(maps.map(\.preserved).quantile(share) >= peer.map(\.preserved).quantile(share) - 0.005, "\(name)")
      }
    }
  }

  /// Iris, again and again, every number moved by up to some millionths of itself: less than it was measured to.
  private static func moved(times: Int) throws -> [Matrix] {
    struct PCAGolden: Decodable { let data: [[Float]] }
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/pca.json")
    let golden = try JSONDecoder().decode([String: PCAGolden].self, from: Data(contentsOf: file))
    let iris = Matrix(try #require(golden["iris"]).data)
    var random = SeededRandom(seed: 5)
    return (0..<times).map { _ in
      Matrix(
        rows: iris.rows, columns: iris.columns,
        elements: iris.elements.map { $0 * (1 + 4e-6 * (random.nextFloat() - 0.5)) })
    }
  }
}

extension [Double] {
  /// The value below which a share of the values lies.
  fileprivate func quantile(_ share: Double) -> Double { sorted()[Int(share * Double(count - 1))] }
}
