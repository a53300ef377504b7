internal import Images
internal import Plotting
internal import Transformers

/// The figures of a picture and its captions.
struct CaptionFigures {
  let study: CaptionStudy
  /// The picture, small enough for a page.
  private let whole: Image
  /// The part of it that the model sees.
  private let seen: Image
  /// The same in grey, so that colours laid over it are the overlay's alone.
  private let ground: Image

  /// Pixels along the longer side of a drawn picture.
  private static let longestSide = 640

  init(_ study: CaptionStudy) {
    self.study = study
    let crop = study.pixels.crop
    let image = study.picture.image
    whole = Self.reduced(image, to: Self.longestSide)
    let area = [crop.x, crop.y, crop.width, crop.height].map { Int($0.rounded()) }
    seen = Self.reduced(
      image.cropped(x: area[0], y: area[1], width: max(1, area[2]), height: max(1, area[3])), to: Self.longestSide)
    ground = Self.grey(seen)
  }

  private static func reduced(_ image: Image, to side: Int) -> Image {
    let longest = max(image.width, image.height)
    guard longest > side else { return image }
    let scale = { (length: Int) in max(1, length * side / longest) }
    return image.resized(width: scale(image.width), height: scale(image.height))
  }

  /// By ITU-R 601, as Pillow's `convert("L")`.
  private static func grey(_ image: Image) -> Image {
    var grey = image
    for pixel in stride(from: 0, to: image.pixels.count, by: 4) {
      let (red, green, blue) = (Int(image.pixels[pixel]), Int(image.pixels[pixel + 1]), Int(image.pixels[pixel + 2]))
      let level = UInt8((red * 19_595 + green * 38_470 + blue * 7_471 + 0x8000) >> 16)
      for channel in 0..<3 { grey.pixels[pixel + channel] = level }
    }
    return grey
  }

  /// The picture beside the most probable captions.
  func probabilities(_ captions: [ImageCaptions.Results.Caption]) -> Figure {
    let all = study.table.count
    let share = captions.count < all ? ", the \(captions.count) most probable of \(all.grouped)" : ""
    return Figure(
      id: "probabilities", caption: "The picture, and the probability that the model gives each caption\(share).",
      alternativeText: captions.map { "\($0.caption): \($0.probability.percent)." }.joined(separator: " "),
      size: Size(width: 470, height: max(150, 40 + 22 * Double(captions.count))),
      panels: [
        Panel(.picture(Picture(whole))),
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
          Picture(ground, overlay: map, scale: .diverging, range: -largest...largest, colorBar: "fall of the logit")))
    }
    return Figure(
      id: "gazes",
      caption:
        "What the model sees, and where it looks. Upper right and lower left: by how much the logit of each caption "
        + "falls when a patch is hidden; orange patches speak for the caption, blue ones against it. Lower right: attention "
        + "rollout, how much of each patch reaches the picture's vector, the same for every caption.",
      alternativeText: "The picture four times, three of them under a grid of \(study.pixels.rows) by "
        + "\(study.pixels.columns) coloured patches. "
        + [pair.description, pair.variant].map(study.gaze).map {
          "“\($0.caption)” needs the patch in row \($0.row + 1), column \($0.column + 1) most."
        }.joined(separator: " "),
      size: Size(width: 470, height: 440),
      panels: [
        Panel("what the model sees", .picture(Picture(seen))), panel(pair.description, maps[0]),
        panel(pair.variant, maps[1]),
        Panel(
          "attention rollout", .picture(Picture(ground, overlay: study.rollout, scale: .viridis, colorBar: "share"))),
      ],
      columns: 2)
  }

  /// What the class token of every head of the image tower attends to.
  var heads: Figure {
    let (layers, heads) = (study.attention.layers, study.attention.heads)
    let small = Self.reduced(ground, to: 96)
    return Figure(
      id: "heads",
      caption: "Where the heads of the image tower look: the attention of the class token, whose vector becomes the "
        + "picture's, to each patch. Over each stand its layer and its head, counted from 0. The yellower the more, each head on a scale of "
        + "its own.",
      alternativeText:
        "The picture \(layers * heads) times, in \(layers) rows by \(heads) columns, each under a grid of "
        + "coloured patches.",
      size: Size(width: 470, height: min(640, 14 + (470 / Double(heads) + 14) * Double(layers))),
      panels: (0..<layers).flatMap { layer in
        (0..<heads).map { head in
          Panel(
            "\(layer).\(head)",
            .picture(Picture(small, overlay: study.gaze(layer, head), scale: .viridis, opacity: 0.6)))
        }
      },
      columns: heads)
  }

  /// The head of the image tower that is surest of where to look, large: the class token's attention, and the attention of
  /// the patch that the class token attends to most.
  var head: Figure {
    let (layer, head) = study.surestHead
    let gaze = study.gaze(layer, head)
    let most = gaze.joined().enumerated().max { $0.element < $1.element }?.offset ?? 0
    let (row, column) = (most / study.pixels.columns, most % study.pixels.columns)
    func panel(_ title: String, _ map: [[Double]]) -> Panel {
      Panel(title, .picture(Picture(ground, overlay: map, scale: .viridis, colorBar: "probability")))
    }
    return Figure(
      id: "head",
      caption:
        "Head \(head) of layer \(layer), which is surest of where to look. Left, what the class token attends to; "
        + "right, what the patch attends to that it attends to most, in row \(row + 1), column \(column + 1).",
      alternativeText:
        "The picture twice under coloured patches; the class token gives the patch in row \(row + 1), column "
        + "\(column + 1) \((gaze[row][column] * 100).twoDecimals) % of its attention.",
      size: Size(width: 470, height: 205),
      panels: [panel("class token", gaze), panel("most attended patch", study.gaze(layer, head, of: most + 1))],
      columns: 2)
  }
}
