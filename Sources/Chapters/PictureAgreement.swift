internal import LinearAlgebra
internal import Transformers

/// Whether the attention of an image tower tells which patches matter: its rank correlation with how far the picture's
/// vector turns when a patch is hidden.
struct PictureAgreement {
  /// A head and its rank correlation.
  struct Head {
    let layer, head: Int
    let correlation: Double
  }

  let attention: PictureAttention
  /// One less the cosine of the picture's vector with the vector that it has when a patch is hidden, patch by patch.
  let turns: [Double]
  /// The heads whose class token, or query, does not attend to all patches alike.
  let heads: [Head]
  /// The rank correlation of attention rollout.
  let rollout: Double?

  /// A vector that turns by less than this has not turned: that is how well single precision keeps a cosine.
  private static let noise = 1e-6

  init(_ attention: PictureAttention, turns: [Double]) {
    (self.attention, self.turns) = (attention, turns)
    guard turns.contains(where: { $0 > Self.noise }) else {
      (heads, rollout) = ([], nil)
      return
    }
    let map = attention.map
    heads = (0..<map.layers).flatMap { layer in
      (0..<map.heads).compactMap { head -> Head? in
        rankCorrelation(attention.gaze(layer, head).flatMap { $0 }, turns).map {
          Head(layer: layer, head: head, correlation: $0)
        }
      }
    }
    rollout = rankCorrelation(attention.rollout.flatMap { $0 }, turns)
  }

  /// The head whose attention agrees best.
  var best: Head? { heads.max { $0.correlation < $1.correlation } }

  /// The head whose attention agrees least.
  var worst: Head? { heads.min { $0.correlation < $1.correlation } }

  /// The correlation in the middle of all heads, of two in the middle their mean; nil without heads.
  var median: Double? {
    let sorted = heads.map(\.correlation).sorted()
    guard !sorted.isEmpty else { return nil }
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
