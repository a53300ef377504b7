internal import Basics
internal import CaptionPairs
internal import Foundation
internal import Plotting
internal import Transformers

/// The figures of a picture and its captions.
struct CaptionFigures {
  let study: CaptionStudy

  /// About how many letters a line of a caption has beside the bars and above a picture.
  private static let (besideBars, abovePicture) = (31, 20)
  /// Height of a line of a label and of a title, in points.
  private static let (label, title) = (10.0, 11.0)
  /// The most room for the bars of captions.
  private static let tallest = 240.0

  /// The picture beside the two captions of the pair to hand in.
  var pair: Figure {
    let handIn = study.handIn.chosen
    return Figure(
      id: "pair",
      caption:
        "The picture, and how probable the model finds the two captions of the pair, of which only the first is true. "
        + "The model counts as confused while neither reaches \(ScoredPair.undecidedShare).",
      alternativeText: "“\(handIn.pair.description)”: \(handIn.probability.percent). “\(handIn.pair.variant)”: "
        + "\((1 - handIn.probability).percent).",
      size: Size(width: 470, height: max(98, 40 + height([handIn.pair.description, handIn.pair.variant]))),
      panels: [
        Panel(.picture(Picture(study.picture.whole))),
        bars(
          ["True: \(handIn.pair.description.onOneLine)", "False: \(handIn.pair.variant.onOneLine)"],
          [handIn.probability, 1 - handIn.probability], .at([0, ScoredPair.undecidedBelow, 1])),
      ],
      columns: 2, columnWidths: [1, 3.2])
  }

  /// The most probable captions, as many as there is room for.
  func probabilities(_ captions: [ImageCaptions.Results.Caption]) -> Figure {
    let most = (2...max(2, min(captions.count, ImageCaptions.shownCaptions))).last {
      height(captions.prefix($0).map(\.caption)) <= Self.tallest
    }
    let shown = captions.prefix(most ?? 2)
    let share = shown.count < captions.count ? ", the \(shown.count) most probable of \(captions.count.grouped)" : ""
    return Figure(
      id: "probabilities", caption: "The picture, and the probability that the model gives each caption\(share).",
      alternativeText: shown.map { "“\($0.caption)”: \($0.probability.percent)." }.joined(separator: " "),
      size: Size(width: 470, height: max(120, 38 + height(shown.map(\.caption)))),
      panels: [
        Panel(.picture(Picture(study.picture.whole))),
        bars(shown.map { $0.caption.onOneLine }, shown.map(\.probability)),
      ],
      columns: 2, columnWidths: [1, 3.2])
  }

  private func bars(_ labels: [String], _ values: [Double], _ ticks: Axis.Ticks = .automatic) -> Panel {
    Panel(
      x: Axis("probability", limits: 0...1, ticks: ticks, format: .percent(0)),
      marks: [.bars(labels, values, direction: .horizontal, values: .percent(1))])
  }

  /// Height of the bars of captions that are set whole.
  private func height(_ captions: [String]) -> Double {
    let lines = captions.map { $0.lines(of: Self.besideBars) }.max() ?? 1
    return Double(captions.count) * (8 + Self.label * Double(lines))
  }

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

extension String {
  /// The text with one space between words.
  var onOneLine: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }

  /// On how many lines it is set, at most, where lines have a number of letters.
  func lines(of letters: Int) -> Int {
    var (lines, length) = (1, 0)
    for word in split(whereSeparator: \.isWhitespace) {
      if length > 0, length + 1 + word.count > letters {
        lines += 1
        length = 0
      }
      length += (length > 0 ? 1 : 0) + word.count
      lines += (length - 1) / letters
      length = length > letters ? length % letters : length
    }
    return lines
  }
}
