internal import Basics
internal import Foundation
internal import Notebook
internal import Plotting

extension ImageCaptions {
  /// Writes a word on the picture and asks the model again; nil where there is no room for one, or no word that fits.
  ///
  /// The captions are the one that is handed in as true and its certificate's easy contrast, which names other things: the first
  /// of these that no true caption names is written. Without a contrast the word is one of a list, and the caption names it
  /// alone.
  func attack(
    on image: Image, _ study: CaptionStudy, _ grammar: GrammarOfCaptions, _ settings: Settings
  ) throws -> TypographicAttack? {
    let truth = study.handIn.chosen.pair.description
    let all = settings.descriptions + settings.trueCaptions + settings.pairs.map(\.isTrue) + [truth]
    let named = Set(all.flatMap(grammar.things))
    let contrast = study.handIn.certificate.contrast?.caption
    let words = contrast.map { caption in
      grammar.things(in: caption).subtracting(named).filter { caption.contains($0) }.sorted { a, b in
        caption.range(of: a)!.lowerBound < caption.range(of: b)!.lowerBound
      }
    }
    let question: TypographicAttack.Question
    if let contrast, let word = words?.first {
      question = .init(trueCaption: truth, writtenCaption: contrast, word: word)
    } else {
      guard let word = TypographicAttack.word(notIn: all) else { return nil }
      question = .init(
        trueCaption: truth, writtenCaption: TypographicAttack.caption(about: word, as: truth), word: word)
    }
    return try TypographicAttack(
      question, on: image, vector: study.scores.picture, seen: study.picture.pixels.crop, by: study.model,
      tooLong: settings.tooLong)
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
    try page.figure(found.figure(SeenPicture.shown(attack.picture)))
    try page.attach(
      NumPyArray.data(attack.vectors.joined(), shape: [attack.vectors.count, attack.vectors[0].count], .single),
      as: "typographic.npy")
  }
}

extension ImageCaptions.Results.Typographic {
  /// What the largest label does.
  var sentences: Markdown {
    """
    Without a label the logit of the true caption is ahead by \(plainLead.twoDecimals) (\(plain.percent)). On the widest label, \
    \(largest.share.wholePercent) of what the model sees, that is \(largest.writtenLead.twoDecimals) \
    (\(largest.written.percent)) with the word, \(largest.backwardsLead.twoDecimals) (\(largest.backwards.percent)) with \
    *\(backwards)* and \(largest.blankLead.twoDecimals) (\(largest.blank.percent)) with nothing written. \(conclusion)
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

  /// What the upright axis shows: nought and all leads, with room for whole marks.
  private var limits: ClosedRange<Double> {
    let leads: [Double] = labels.flatMap { label -> [Double] in
      [label.blankLead, label.backwardsLead, label.writtenLead]
    }
    let all: [Double] = [0, plainLead] + leads
    let (low, high) = (all.min() ?? 0, all.max() ?? 1)
    let rim = max(0.05, 0.08 * (high - low))
    return low - rim...high + rim
  }

  /// The labelled picture beside the probabilities.
  func figure(_ picture: Image) -> Figure {
    func line(_ name: String, _ ink: Ink, _ value: (Label) -> Double) -> Mark {
      .line(labels.map { Point($0.share, value($0)) }, name: name, ink: ink, markers: true)
    }
    return Figure(
      id: "typographic",
      caption: """
        The picture with the word on its widest label, and by how much the logit of the true caption is ahead of the one about \
        the written thing, by the label's width as a share of what the model sees. The level line: without a label.
        """,
      alternativeText: labels.map {
        "A label \($0.share.wholePercent) wide: blank \($0.blankLead.twoDecimals), backwards "
          + "\($0.backwardsLead.twoDecimals), word \($0.writtenLead.twoDecimals)."
      }.joined(separator: " "),
      size: Size(width: 470, height: 98),
      panels: [
        Panel(.picture(Picture(picture))),
        Panel(
          x: Axis("width of the label", limits: 0.25...0.95, ticks: .at(labels.map(\.share)), format: .percent(0)),
          y: Axis("lead in logits", limits: limits),
          marks: [
            line("blank", .series(2)) { $0.blankLead }, line("letters backwards", .series(1)) { $0.backwardsLead },
            line("word", .series(0)) { $0.writtenLead },
          ], legend: .above, annotations: [.horizontalLine(plainLead)]),
      ],
      columns: 2, columnWidths: [1, 3.2])
  }
}

extension Double {
  /// `30 %`, of a share.
  var wholePercent: String { (self * 100).fixed(0) + "\u{A0}%" }
}
