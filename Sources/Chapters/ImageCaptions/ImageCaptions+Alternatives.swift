internal import Basics
internal import Notebook

extension ImageCaptions {
  /// How many false captions the table of alternatives shows.
  private static let shownAlternatives = 6

  /// The true caption that is handed in beside each false one that there is for it.
  func writeAlternatives(_ results: Results, on page: inout Page) throws {
    let shown = results.alternatives.prefix(Self.shownAlternatives)
    let (count, all) = (shown.count, results.alternatives.count)
    page.write(
      "{{table:captions/alternatives}} sets the true caption beside each false one that is paired with it here.")
    let which: Markdown = count < all ? "\(count) of \(all.of("false caption"))" : "\(all.of("false caption"))"
    try page.table(
      id: "alternatives",
      caption: """
        The true caption that is handed in beside \(which), the least decided first: the angle between the two text vectors, the \
        highest probability that any picture could give either (*at most*), and the true caption's for this picture.
        """,
      columns: [
        .init("false caption"), .init("angle", .trailing), .init("at most", .trailing),
        .init("true caption", .trailing),
      ],
      rows: shown.map {
        [$0.variant, $0.captionAngle.degrees, $0.largestProbability.percent, $0.descriptionProbability.percent]
      })
  }
}

extension ImageCaptions.Results {
  /// How near other pictures come to what the text tower allows; nil where it allows nothing.
  var reachSentence: Markdown? {
    guard handIn.largestGap > 0 else { return nil }
    return """
      Of \(reach.pictures.of("picture")) that the model has read here, this one, its mirror image and this one with each patch \
      hidden in turn, the one that sets the captions furthest apart uses \(reach.share.percent).
      """
  }

  /// What the captions rest on: the patches that show something, or the ground.
  var thingsSentence: Markdown? {
    guard let things else { return nil }
    func change(_ first: Double, _ second: Double) -> Markdown {
      func verb(_ fall: Double) -> String { fall < 0 ? "raises" : "lowers" }
      let (one, other) = (abs(first).twoDecimals, abs(second).twoDecimals)
      return (first < 0) == (second < 0)
        ? "\(verb(first)) the logits of the true and the false caption by \(one) and \(other) on average"
        : """
        \(verb(first)) the logit of the true caption by \(one) and \(verb(second)) that of the false one by \(other) on average
        """
    }
    func one(_ count: Int) -> String { count == 1 ? "the one patch" : "one of \(count.of("patch", "patches"))" }
    return """
      Hiding \(one(things.patches)) that \(things.patches == 1 ? "shows" : "show") something before the ground \
      \(change(things.descriptionFall, things.variantFall)); hiding \(one(things.groundPatches)) of plain ground \
      \(change(things.groundDescriptionFall, things.groundVariantFall)).
      """
  }

  /// How alike the two maps are over all patches.
  var correlationSentence: Markdown? {
    difference.correlation.map { "Over all patches the two maps have a rank correlation of \($0.twoDecimals)." }
  }
}
