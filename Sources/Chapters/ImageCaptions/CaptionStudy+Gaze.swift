internal import Foundation
internal import LinearAlgebra

extension CaptionStudy {
  /// A difference of two falls below this is what single precision leaves of two sums: none.
  private static let noise = 1e-3

  /// The patch that a caption needs most.
  func gaze(_ caption: String) -> ImageCaptions.Results.Gaze {
    let falls = occlusion(caption).flatMap { $0 }
    let most = falls.indices.max { falls[$0] < falls[$1] } ?? 0
    let (row, column) = place(of: most)
    return .init(caption: caption, row: row, column: column, fall: falls[most])
  }

  /// By how much more the description of the pair falls than its variant when each patch is hidden, row by row.
  var differences: [[Double]] {
    let pair = handIn.chosen.pair
    return zip(occlusion(pair.description), occlusion(pair.variant)).map { zip($0, $1).map { $0 - $1 } }
  }

  /// What the two maps of the pair differ in.
  var difference: ImageCaptions.Results.Difference {
    let (pair, gap) = (handIn.chosen.pair, handIn.chosen.gap)
    let (first, second) = (occlusion(pair.description).flatMap { $0 }, occlusion(pair.variant).flatMap { $0 })
    let all = zip(first, second).map { $0 - $1 }
    let most = all.indices.max { abs(all[$0]) < abs(all[$1]) } ?? 0
    let falls = [pair.description, pair.variant].flatMap(occlusion).joined().map { abs($0) }.max() ?? 0
    // Hiding a patch takes its difference from the gap.
    let gaps = all.map { gap - $0 }
    let (row, column) = place(of: most)
    let undecided = log(ScoredPair.undecidedBelow / (1 - ScoredPair.undecidedBelow))
    return .init(
      row: row, column: column, largest: abs(all[most]), speaksFor: all[most] > 0 ? "description" : "variant",
      descriptionFall: first[most], variantFall: second[most],
      sameWay: zip(first, second).count { $0 * $1 > 0 }, largestChange: falls,
      share: falls > 0 ? abs(all[most]) / falls : 0, isNone: abs(all[most]) < Self.noise,
      patches: all.count, undecided: gaps.count { abs($0) < undecided },
      reversed: gaps.count { ($0 < 0) != (gap < 0) }, correlation: rankCorrelation(first, second))
  }

  /// What the captions of the pair lose with the patches that show something, and what with plain ground; nil where the
  /// picture has no even ground.
  var things: ImageCaptions.Results.Things? {
    guard let shown = picture.shownThings else { return nil }
    let pair = handIn.chosen.pair
    func mean(_ caption: String, of things: Bool) -> Double {
      zip(occlusion(caption).joined(), shown).filter { $0.1 == things }.map(\.0).mean
    }
    return .init(
      patches: shown.count { $0 }, groundPatches: shown.count { !$0 },
      descriptionFall: mean(pair.description, of: true), variantFall: mean(pair.variant, of: true),
      groundDescriptionFall: mean(pair.description, of: false), groundVariantFall: mean(pair.variant, of: false))
  }

  /// How near the pictures that were encoded come to the most that any picture could make of the pair.
  func reach(_ mirror: [Float]) -> ImageCaptions.Results.Reach {
    let (pair, largest) = (handIn.chosen.pair, handIn.chosen.largestGap)
    let gaps = ([scores.picture, mirror] + hidden).map {
      abs(scores.logit(pair.description, with: $0) - scores.logit(pair.variant, with: $0))
    }
    let most = gaps.max() ?? 0
    return .init(
      pictures: gaps.count, share: largest > 0 ? min(1, most / largest) : 0, highestProbability: logistic(most))
  }

  private func place(of patch: Int) -> (row: Int, column: Int) {
    (patch / picture.pixels.columns, patch % picture.pixels.columns)
  }
}
