internal import Basics
internal import Plotting
internal import Transformers

/// The figures of a picture and its captions.
struct CaptionFigures {
  let study: CaptionStudy

  /// The picture beside the most probable captions.
  func probabilities(_ captions: [ImageCaptions.Results.Caption]) -> Figure {
    let all = study.table.count
    let share = captions.count < all ? ", the \(captions.count) most probable of \(all.grouped)" : ""
    return Figure(
      id: "probabilities", caption: "The picture, and the probability that the model gives each caption\(share).",
      alternativeText: captions.map { "\($0.caption): \($0.probability.percent)." }.joined(separator: " "),
      size: Size(width: 470, height: max(150, 40 + 22 * Double(captions.count))),
      panels: [
        Panel(.picture(Picture(study.picture.whole))),
        Panel(
          x: Axis("probability", limits: 0...1, format: .percent(0)),
          marks: [
            .bars(
              captions.map { $0.caption.opening(of: 60) }, captions.map(\.probability), direction: .horizontal,
              values: .percent(1))
          ]),
      ],
      columns: 2, columnWidths: [1, 2])
  }

  /// How often each kind of pair fools the model.
  func fooled(_ categories: [ImageCaptions.Results.Category]) -> Figure {
    let shown = categories.filter { $0.decidable > 0 }
    return Figure(
      id: "fooled",
      caption: "Of the pairs whose variant is false, how many fool the model: it prefers the false caption, or cannot "
        + "decide. In brackets, how many there are.",
      alternativeText: shown.map { "\($0.title): \($0.fooled) of \($0.decidable)." }.joined(separator: " "),
      size: Size(width: 470, height: 60 + 20 * Double(shown.count)),
      panel: Panel(
        x: Axis("pairs that fool the model", limits: 0...1, format: .percent(0)),
        marks: [
          .bars(
            shown.map { "\($0.title) (\($0.decidable))" }, shown.map(\.share), direction: .horizontal,
            values: .percent(0))
        ]))
  }

  /// Which patches each caption of the pair needs, and what the image tower passes on.
  var gazes: Figure {
    let pair = study.handIn.pair
    let maps = [pair.description, pair.variant].map(study.occlusion)
    let largest = max(maps.joined().joined().map { abs($0) }.max() ?? 0, 1e-6)
    func panel(_ title: String, _ map: [[Double]]) -> Panel {
      Panel(
        title.opening(of: 60),
        .picture(
          Picture(
            study.picture.ground, overlay: map, scale: .diverging, range: -largest...largest,
            colorBar: "fall of the logit")))
    }
    return Figure(
      id: "gazes",
      caption:
        "What the model sees, and where it looks. Upper right and lower left: by how much the logit of each caption "
        + "falls when a patch is hidden; orange patches speak for the caption, blue ones against it. Lower right: attention "
        + "rollout, how much of each patch reaches the picture's vector, the same for every caption.",
      alternativeText: "The picture four times, three of them under a grid of \(study.picture.pixels.rows) by "
        + "\(study.picture.pixels.columns) coloured patches. "
        + [pair.description, pair.variant].map(study.gaze).map {
          "“\($0.caption)” needs the patch in row \($0.row + 1), column \($0.column + 1) most."
        }.joined(separator: " "),
      size: Size(width: 470, height: 440),
      panels: [
        Panel("what the model sees", .picture(Picture(study.picture.seen))), panel(pair.description, maps[0]),
        panel(pair.variant, maps[1]),
        Panel(
          "attention rollout",
          .picture(Picture(study.picture.ground, overlay: study.attention.rollout, scale: .viridis, colorBar: "share"))),
      ],
      columns: 2)
  }
}
