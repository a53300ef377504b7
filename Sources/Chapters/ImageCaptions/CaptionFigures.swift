internal import Basics
internal import CaptionPairs
internal import Foundation
internal import Plotting
internal import Transformers

/// The figures of a picture and its captions.
struct CaptionFigures {
  let study: CaptionStudy

  /// About how many letters a line of a caption has above a picture, and how high a line of a title is, in points.
  private static let (abovePicture, title) = (20, 11.0)

  private var bars: CaptionBars { CaptionBars(picture: study.picture) }

  /// The picture beside the two captions of the pair to hand in.
  var pair: Figure { bars.pair(study.handIn.chosen) }

  /// The most probable captions, as many as there is room for.
  func probabilities(_ captions: [ImageCaptions.Results.Caption]) -> Figure { bars.probabilities(captions) }

  /// Which patches each caption of the pair needs, and where the two differ.
  var gazes: Figure {
    let (pair, difference) = (study.handIn.chosen.pair, study.difference)
    let maps = [pair.description, pair.variant].map(study.occlusion)
    func panel(_ title: String, _ map: [[Double]], _ range: ClosedRange<Double>) -> Panel {
      var panel = Panel(
        title,
        .picture(
          Picture(study.picture.ground, overlay: map, style: .squares, range: range, colorBar: "")))
      panel.titleLines = 60
      return panel
    }
    let common = Self.range(of: maps.joined())
    let titles = ["True: \(pair.description.onOneLine)", "False: \(pair.variant.onOneLine)"]
    let enlarged = difference.largest > 0 ? difference.largestChange / difference.largest : 1
    let own = enlarged >= 2 ? "True less false, enlarged \(Int(enlarged.rounded())) times" : "True less false"
    let lines = titles.map { $0.lines(of: Self.abovePicture) }.max() ?? 1
    return Figure(
      id: "gazes",
      caption:
        "What the two captions of the pair need. A filled square: the caption's logit falls by so much when this patch is "
        + "hidden, so the patch speaks for the caption. A hollow one, with a minus: the logit rises, so the patch speaks against "
        + "it. Both maps have one scale, whose ends stand below them; their difference, the first less the second, has its own.",
      alternativeText: "The picture three times, under \(study.picture.pixels.rows) by "
        + "\(study.picture.pixels.columns) squares. "
        + [pair.description, pair.variant].map(study.gaze).map {
          "“\($0.caption)” needs the patch in row \($0.row + 1), column \($0.column + 1) most."
        }.joined(separator: " ")
        + " The two differ by at most \(difference.largest.threeDecimals), in row \(difference.row + 1), column "
        + "\(difference.column + 1).",
      size: Size(width: 470, height: 122 + Self.title * Double(lines)),
      panels: [
        panel(titles[0], maps[0], common), panel(titles[1], maps[1], common),
        panel(own, study.differences, Self.range(of: study.differences)),
      ],
      columns: 3)
  }

  /// The values around nought that squares of maps have.
  private static func range(of rows: some Sequence<[Double]>) -> ClosedRange<Double> {
    let all = rows.joined()
    let (low, high) = (min(0, all.min() ?? 0), max(0, all.max() ?? 0))
    return low < high ? low...high : 0...1
  }
}
