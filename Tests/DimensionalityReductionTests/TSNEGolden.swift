import Foundation
import TestSupport

/// What scikit-learn and openTSNE computed: `Fixtures/make_tsne.py`.
struct TSNEGolden: Decodable {
  /// How good one map is; the divergence is over every pair.
  struct Quality: Decodable {
    let divergence: Double
    let trustworthiness: Double
    let preserved: Double
  }

  let data: [[Float]]
  let perplexity: Double
  let affinities: [[Double]]
  let places: [[Float]]
  let divergence: Double
  let gradient: [[Double]]
  /// Each peer's maps of iris, moved a little each time.
  let iris: [String: [Quality]]

  static let shared: TSNEGolden = {
    try! JSONDecoder().decode(TSNEGolden.self, from: Data(contentsOf: fixture("tsne.json")))
  }()
}
