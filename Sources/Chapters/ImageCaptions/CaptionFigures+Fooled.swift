internal import Basics
internal import CaptionPairs
internal import Foundation
internal import Plotting

extension CaptionFigures {
  /// Every pair whose variant is false: what the text tower allows, and how much of it the picture uses.
  func fooled(_ results: ImageCaptions.Results) -> Figure {
    let falsePairs = study.shownPairs.filter { $0.pair.truth == .isFalse }
    let kinds = CaptionPair.Category.allCases.filter { kind in falsePairs.contains { $0.pair.category == kind } }
    let widest = max(1, min(180, (falsePairs.map(\.captionAngle).max() ?? 1) * 1.06))
    let shares = falsePairs.map(\.signedShare)
    let (low, high) = (min(-0.2, (shares.min() ?? 0) - 0.08), max(0.3, (shares.max() ?? 0) + 0.08))
    let chosen = study.handIn.chosen
    return Figure(
      id: "fooled",
      caption:
        "Each mark is a pair of a true and a false caption: to the right how far apart the text tower puts the two, upwards "
        + "what share of the largest possible difference this picture makes, below nought in favour of the false one. "
        + "Between the two curves neither caption reaches \(ScoredPair.undecidedShare).",
      alternativeText:
        "Marks of pairs beside two curves that close to the right. How many pairs of each kind fool the model: "
        + results.orderedCategories.filter { $0.decidable > 0 }.map {
          "\($0.title), \($0.fooled) of \($0.decidable)"
        }.joined(separator: "; ") + ".",
      size: Size(width: 470, height: 156),
      panel: Panel(
        x: Axis("angle between the text vectors of the two captions, in degrees", limits: 0...widest),
        y: Axis("used of what is possible", limits: low...high, format: .percent(0)),
        marks: [undecided(widest, high, 1), undecided(widest, -low, -1)]
          + kinds.map { kind in
            let pairs = falsePairs.filter { $0.pair.category == kind }
            let handIn = pairs.firstIndex { $0.pair == chosen.pair }
            return .scatter(
              pairs.map { Point($0.captionAngle, $0.signedShare) }, name: kind.title, size: 4.5,
              labels: handIn.map { [$0: "handed in"] } ?? [:])
          },
        legend: .above))
  }

  /// The share of what is possible above or below which a caption reaches 0.6, from the angle at which it is `most`.
  private func undecided(_ widest: Double, _ most: Double, _ sign: Double) -> Mark {
    let needed = log(ScoredPair.undecidedBelow / (1 - ScoredPair.undecidedBelow))
    let sine = needed / (2 * study.scores.logitScale * most)
    let first = sine < 1 ? 2 * asin(sine) * 180 / .pi : widest
    let angles = (0...80).map { first + (widest - first) * pow(Double($0) / 80, 2) }
    return .line(
      angles.map { Point($0, sign * min(most, needed / (2 * study.scores.logitScale * sin($0 * .pi / 360)))) },
      ink: .muted, markers: false)
  }
}

extension ScoredPair {
  /// Of the difference that any picture could make between the two logits, the share that this one makes, below nought where
  /// it prefers the variant.
  fileprivate var signedShare: Double { largestGap > 0 ? max(-1, min(1, gap / largestGap)) : 0 }
}
