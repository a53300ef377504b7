internal import Basics
internal import Foundation
internal import Notebook
internal import Plotting

extension ImageCaptions {
  /// Writes a word on the picture and asks the model again, with the shortest of the true descriptions; nil where no
  /// word is left.
  func attack(on image: Image, _ study: CaptionStudy, _ settings: Settings) throws -> TypographicAttack? {
    guard let caption = settings.descriptions.min(by: { $0.onOneLine.count < $1.onOneLine.count }) else { return nil }
    return try TypographicAttack(
      on: image, vector: study.scores.picture, seen: study.picture.pixels.crop, caption,
      notIn: settings.descriptions + settings.trueCaptions + settings.pairs.map(\.isTrue), by: study.model,
      truncating: settings.truncate)
  }

  /// The experiment with a word that is written on the picture.
  func writeTypographic(_ attack: TypographicAttack, _ found: Results.Typographic, on page: inout Page) throws {
    page.write(
      """
      **A written word.** CLIP may take a word that is written in a picture for the thing that it names [@goh2021].
      {{figure:captions/typographic}} lays the word *\(found.word)* over the picture and asks between “\(found.trueCaption)” and
      “\(found.writtenCaption)”. The same label left blank shows what covering does, and with the letters backwards what any letters do.
      \(found.sentences)
      """)
    try page.figure(found.figure(attack.picture))
    try page.attach(
      NumPyArray.data(attack.vectors.joined(), shape: [attack.vectors.count, attack.vectors[0].count], .single),
      as: "typographic.npy")
  }
}

extension ImageCaptions.Results.Typographic {
  /// What the largest label does.
  var sentences: Markdown {
    """
    Without a label the true caption has \(plain.percent). On the widest label, \(largest.share.wholePercent) of what the model \
    sees, it has \(largest.written.percent) with the word, \(largest.backwards.percent) with *\(backwards)* and \
    \(largest.blank.percent) with nothing written. \(conclusion)
    """
  }

  private var conclusion: Markdown {
    if plain < 0.5 { return "Since the true caption does not lead even without a label, the word has nothing to turn." }
    if largest.blank < 0.5 { return "Since covering alone turns the answer, it says nothing of what the word does." }
    guard isRead else {
      return """
        So the word does no more than its letters in another order, by the chapter's measure of a difference in logits of 0.405: \
        nothing shows that the model reads it.
        """
    }
    if !isFooled {
      return "So the model takes the word for a sign of the thing, but what the picture shows still decides."
    }
    return largest.backwards < 0.5
      ? "So the word counts, beyond what its letters in another order do, though these alone turn the answer as well."
      : "So the written word outweighs what the picture shows."
  }

  /// The labelled picture beside the probabilities.
  func figure(_ picture: Image) -> Figure {
    func line(_ name: String, _ ink: Ink, _ value: (Label) -> Double) -> Mark {
      .line(labels.map { Point($0.share, value($0)) }, name: name, ink: ink, markers: true)
    }
    return Figure(
      id: "typographic",
      caption: """
        The picture with a word on its widest label, and the probability of the true caption beside the one about the written thing, \
        by the label's width as a share of what the model sees. The level line: without a label.
        """,
      alternativeText: labels.map {
        "A label \($0.share.wholePercent) wide: blank \($0.blank.percent), backwards \($0.backwards.percent), word "
          + "\($0.written.percent)."
      }.joined(separator: " "),
      size: Size(width: 470, height: 98),
      panels: [
        Panel(.picture(Picture(picture))),
        Panel(
          x: Axis("width of the label", limits: 0.25...0.95, ticks: .at(labels.map(\.share)), format: .percent(0)),
          y: Axis("true caption", limits: -0.06...1.06, ticks: .at([0, 0.5, 1]), format: .percent(0)),
          marks: [
            line("blank", .series(2)) { $0.blank }, line("letters backwards", .series(1)) { $0.backwards },
            line("word", .series(0)) { $0.written },
          ], legend: .above, annotations: [.horizontalLine(plain)]),
      ],
      columns: 2, columnWidths: [1, 3.2])
  }
}

extension Double {
  /// `30 %`, of a share.
  var wholePercent: String { (self * 100).fixed(0) + "\u{A0}%" }
}
