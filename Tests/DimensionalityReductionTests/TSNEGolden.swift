import Foundation
import TestSupport

/// What scikit-learn and openTSNE computed: `Fixtures/make_tsne.py`.
struct TSNEGolden: Decodable {
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
  let iris: [String: Quality]

  static let shared: TSNEGolden = {
    try! JSONDecoder().decode(TSNEGolden.self, from: Data(contentsOf: fixture("tsne.json")))
  }()
}
