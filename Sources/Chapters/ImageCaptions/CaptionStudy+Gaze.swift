internal import Foundation

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
      reversed: gaps.count { ($0 < 0) != (gap < 0) })
  }

  private func place(of patch: Int) -> (row: Int, column: Int) {
    (patch / picture.pixels.columns, patch % picture.pixels.columns)
  }
}
