internal import Basics
internal import Plotting

/// Bars of probabilities beside the picture, with every caption set whole.
struct CaptionBars {
  let picture: SeenPicture

  /// About how many letters a line of a caption has beside the bars.
  private static let besideBars = 31
  /// Height of a line of a label, in points.
  private static let label = 10.0
  /// The most room for the bars of captions.
  private static let tallest = 240.0

  /// The picture beside the two captions of a pair of a true and a false caption.
  func pair(_ pair: ScoredPair) -> Figure {
    pairFigure(
      caption:
        "The picture, and how probable the model finds the two captions of the pair, of which only the first is true. "
        + "The model counts as confused while neither reaches \(ScoredPair.undecidedShare).",
      [pair.pair.description, pair.pair.variant], ["True: ", "False: "], [pair.probability, 1 - pair.probability])
  }

  /// The picture beside two captions of whose truth nothing is known.
  func plain(_ pair: ImageCaptions.Results.Pair) -> Figure {
    pairFigure(
      caption:
        "The picture, and how probable the model finds each of the two captions. "
        + "The model counts as confused while neither reaches \(ScoredPair.undecidedShare).",
      [pair.description, pair.variant], ["", ""], [pair.descriptionProbability, pair.variantProbability])
  }

  /// The most probable captions, as many as there is room for, and two at least.
  func probabilities(_ captions: [ImageCaptions.Results.Caption]) -> Figure {
    let most = (2...max(2, min(captions.count, ImageCaptions.shownCaptions))).last {
      height(captions.prefix($0).map(\.caption)) <= Self.tallest
    }
    let shown = captions.prefix(most ?? 2)
    let share = shown.count < captions.count ? ", the \(shown.count) most probable of \(captions.count.grouped)" : ""
    return figure(
      "probabilities", caption: "The picture, and the probability that the model gives each caption\(share).",
      shown.map(\.caption), labels: shown.map { $0.caption.onOneLine }, shown.map(\.probability), .automatic, least: 120
    )
  }

  private func pairFigure(
    caption: Markdown, _ captions: [String], _ standing: [String], _ values: [Double]
  ) -> Figure {
    figure(
      "pair", caption: caption, captions, labels: zip(standing, captions).map { $0 + $1.onOneLine }, values,
      .at([0, ScoredPair.undecidedBelow, 1]), least: 98)
  }

  private func figure(
    _ id: String, caption: Markdown, _ captions: [String], labels: [String], _ values: [Double], _ ticks: Axis.Ticks,
    least: Double
  ) -> Figure {
    Figure(
      id: id, caption: caption,
      alternativeText: zip(captions, values).map { "“\($0)”: \($1.percent)." }.joined(separator: " "),
      size: Size(width: 470, height: max(least, 40 + height(labels))),
      panels: [
        Panel(.picture(Picture(picture.whole))),
        Panel(
          x: Axis("probability", limits: 0...1, ticks: ticks, format: .percent(0)),
          marks: [.bars(labels, values, direction: .horizontal, values: .percent(1))]),
      ],
      columns: 2, columnWidths: [1, 3.2])
  }

  /// Height of the bars of captions that are set whole.
  private func height(_ captions: [String]) -> Double {
    let lines = captions.map { $0.lines(of: Self.besideBars) }.max() ?? 1
    return Double(captions.count) * (8 + Self.label * Double(lines))
  }
}

extension String {
  /// The text with one space between words.
  var onOneLine: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }

  /// On how many lines it is set, at most, where lines have a number of ordinary letters.
  func lines(of letters: Int) -> Int {
    var (lines, length) = (1, 0.0)
    let room = Double(letters)
    for word in split(whereSeparator: \.isWhitespace) {
      let width = word.reduce(0) { $0 + $1.relativeWidth }
      if length > 0, length + 1 + width > room {
        lines += 1
        length = 0
      }
      length += (length > 0 ? 1 : 0) + width
      while length > room {
        lines += 1
        length -= room
      }
    }
    return lines
  }
}

extension Character {
  /// About how wide it is set, an ordinary small letter being 1.
  fileprivate var relativeWidth: Double {
    guard let scalar = unicodeScalars.first else { return 0 }
    if scalar.properties.isIdeographic || scalar.properties.isEmojiPresentation { return 2 }
    if "mwMW—…@%".contains(self) { return 1.6 }
    return isUppercase || !scalar.isASCII ? 1.3 : 1
  }
}
