internal import Basics
internal import Foundation
internal import Notebook
internal import Transformers

/// Writes what a decoder says and attends to: sentences that hold for whatever it is.
struct TargetWriter {
  let study: TargetStudy
  let decoder: Attention.Results.Decoder
  let cross: Attention.Results.Cross
  let figures: TargetFigures

  init(_ study: TargetStudy) {
    self.study = study
    decoder = Attention.Results.Decoder(study)
    cross = Attention.Results.Cross(study)
    figures = TargetFigures(study: study, chosen: cross.chosen, ownChosen: decoder.chosen)
  }

  /// The section on the decoder's own text.
  func writeDecoder(_ views: Attention.TargetViews, on page: inout Page) throws {
    page.section("decoder")
    let ending: Markdown = decoder.isEnded ? "" : " It was stopped at \(decoder.tokens.count.of("token"))."
    let beams: Markdown =
      decoder.beams > 1
      ? " The model’s files ask for a search that follows \(decoder.beams) texts at a time; here one is followed." : ""
    page.write(
      decoder.isOwn
        ? """
        Beside its encoder, the model has a decoder of \(decoder.layers.of("layer")) with \(decoder.heads.of("head")) each, which says a \
        text, token by token. What follows is the model’s own output for the sentence, the likeliest token at each step.\(ending)\(beams)
        """
        : """
        Beside its encoder, the model has a decoder of \(decoder.layers.of("layer")) with \(decoder.heads.of("head")) each, which says a \
        text, token by token. Here it is given a text to say, whatever it would have said itself.\(likelihood)
        """)
    page.write("> \(decoder.target.isEmpty ? "(nothing)" : decoder.target)")
    let tokens = decoder.tokens.map { "\(code: $0.trimmed.isEmpty ? "␣" : $0.trimmed)" as Markdown }.joined(
      separator: " ")
    page.write(
      """
      To the decoder this is \(decoder.tokens.count.of("token")): \(tokens). The first of them is what each of its texts starts from. \
      {{figure:attention/decoder-heads}} shows how they attend to each other; the first gets \(decoder.startShare.percent) of that \
      attention.
      """)
    try page.figure(figures.own, view: views.decoder.model)
    page.write(
      """
      {{figure:attention/decoder}} shows \(decoder.chosen.prose) of the decoder: no other head gives the first token less, and it gives \
      \(decoder.chosenStartShare.percent) on average.
      """)
    try page.figure(figures.ownLarge, view: views.decoder.head)
  }

  /// How likely a given text is.
  private var likelihood: Markdown {
    guard let answers = decoder.answers, answers > 0, let first = decoder.firstChoices,
      let probability = decoder.probability
    else { return "" }
    return """
       Of the \(answers.of("token")) to be said, the one that ends the text counted, \(first == answers ? "all are" : first == 0 ? "none is" : first == 1 ? "one is" : "\(first) are") what the \
      decoder holds likeliest after those before; the geometric mean of their probabilities is \(probability.percent).
      """
  }

  /// The section on what the decoder attends to in the sentence.
  func writeCross(_ views: Attention.TargetViews, on page: inout Page) throws {
    page.section("cross")
    page.write(
      """
      In every layer the decoder also looks at what the encoder made of the sentence: queries come from the decoder’s tokens, keys and \
      values from the sentence’s [@vaswani2017]. This is cross-attention. A row is the step at which the decoder has read that token and \
      is to say the next one. {{figure:attention/cross-heads}} shows all heads.
      """)
    try page.figure(figures.heads, view: views.cross.model)
    let aside: Markdown = study.leavesAside ? ", special tokens and punctuation left aside" : ""
    page.write(
      """
      {{figure:attention/cross}} shows \(cross.chosen.prose) of the decoder: the head in which a word of the target gives most to a single \
      word of the sentence\(aside), \(cross.decision.twoDecimals) on average. {{figure:attention/cross-arcs}} sets it beside the other heads of its layer, \
      and {{figure:attention/cross-mean}} shows the mean of all heads.
      """)
    try page.figure(figures.large, view: views.cross.head)
    try page.figure(figures.arcs)
    try page.figure(figures.mean)
    page.write(
      """
      {{table:attention/cross-words}} names, for each word of the target, the word of the sentence to which it attends most.
      """)
    try page.table(
      id: "cross-words",
      caption:
        "For each word of the decoder’s text, the word of the sentence that gets most of its cross-attention, and how much: in "
        + "\(cross.chosen.prose), and in the mean of all heads\(study.leavesAside ? ", special tokens and punctuation left aside" : "").",
      columns: [
        .init("word"), .init(cross.chosen.title), .init("weight", .trailing), .init("all heads"),
        .init("weight ", .trailing),
      ],
      rows: cross.words.map { [$0.word, $0.source, $0.weight.twoDecimals, $0.meanSource, $0.meanWeight.twoDecimals] })
    if study.tokens.keys.count > 1 {
      page.write(
        """
        How sharply does a head align the two texts? The entropy of a row, over the largest possible, is 0 where one token of the sentence \
        gets everything and 1 where all get the same. On average over rows and heads it is \(cross.entropy.twoDecimals), and \
        \(cross.chosenEntropy.twoDecimals) in \(cross.chosen.prose); the least is that of \(cross.sharpest.prose), \(cross.leastEntropy.twoDecimals).
        """)
    }
    if study.tokens.keys.contains(where: \.isSpecial) {
      page.write("Special tokens of the sentence get \(cross.specialShare.percent) of all cross-attention.")
    }
  }
}
