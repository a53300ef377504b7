internal import Basics
internal import Plotting
internal import Transformers

extension PictureAttention {
  /// What the class token of every head attends to.
  func headsFigure(id: String) -> Figure {
    let (layers, heads) = (readingLayers.count, map.heads)
    let small = picture.ground(to: 96)
    let opening: Markdown =
      hasClassToken
      ? "What the class token, whose vector becomes the picture's, attends to in each head of the image tower"
      : "What the query that makes the picture's vector of the patches attends to in each of its heads"
    return Figure(
      id: id,
      caption:
        "\(opening): the "
        + "brighter a patch, the more attention it gets, each head on a scale of its own. Layers and heads are counted "
        + "from 0.",
      alternativeText:
        "The picture \(layers * heads) times, in \(layers) rows by \(heads) columns, each under a grid of "
        + "coloured patches.",
      size: Size(width: 470, height: min(640, 14 + (470 / Double(heads) + 14) * Double(layers))),
      panels: readingLayers.flatMap { layer in
        (0..<heads).map { head in
          Panel(
            "L\(layer)·H\(head)",
            .picture(Picture(small, overlay: gaze(layer, head), scale: .viridis, opacity: 0.6)))
        }
      },
      columns: heads)
  }
}

extension PictureAgreement {
  /// How the attention of each head goes with hiding patches, and the maps of the two for the head that agrees best; nil
  /// where no head can be compared.
  func figure(id: String) -> Figure? {
    guard let best, let worst, let median else { return nil }
    let picture = attention.picture
    func panel(_ title: String, _ map: [[Double]]) -> Panel {
      Panel(title, .picture(Picture(picture.ground, overlay: map, style: .squares)))
    }
    let name = { (head: Head) in "L\(head.layer)·H\(head.head)" }
    return Figure(
      id: id,
      caption:
        "Attention beside what hiding does. Left, for every head the rank correlation of the \(attention.reader)'s attention to "
        + "the patches with how far the picture's vector turns when they are hidden; right, the two maps for the head that "
        + "agrees best. The larger the square, the more; each map has a scale of its own.",
      alternativeText:
        "The rank correlation of \(heads.count) heads, from \(name(worst)), \(worst.correlation.twoDecimals), to "
        + "\(name(best)), \(best.correlation.twoDecimals); the median is \(median.twoDecimals). Beside "
        + "it the picture twice, under squares.",
      size: Size(width: 470, height: 158),
      panels: [
        Panel(
          "Heads, by layer",
          x: Axis("layer", ticks: .at(attention.readingLayers.map(Double.init)), format: .fixed(0)),
          y: Axis("rank correlation", limits: min(-0.2, worst.correlation - 0.1)...1, format: .fixed(1)),
          marks: [
            .scatter(
              heads.map { Point(Double($0.layer), $0.correlation) }, size: 4.5,
              labels: Dictionary(
                uniqueKeysWithValues: heads.indices.filter {
                  heads[$0].layer == best.layer && heads[$0].head == best.head
                }.map { ($0, name(best)) }))
          ], annotations: rollout.map { [.horizontalLine($0, "rollout")] } ?? []),
        panel("Turned by hiding", picture.rows(turns)),
        panel("Attention of \(name(best))", attention.gaze(best.layer, best.head)),
      ],
      columns: 3, columnWidths: [1.5, 1, 1])
  }
}
