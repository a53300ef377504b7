internal import Basics
internal import Foundation
internal import Notebook
internal import Transformers

extension ImageCaptions {
  /// The limits of a model: what comes with it, or what is measured of it; nil where neither is to be had.
  ///
  /// Flat shapes say nothing of a model that learnt a closed list of words, so nothing is measured of one.
  func limits(
    of model: LocatedInput, _ clip: CLIPModel, _ settings: Settings, on page: Page
  ) throws -> MeasuredLimits? {
    let own = try MeasuredLimits.beside(model)
    if let pairs = settings.limitPairs, own != nil || model.files["grammar.json"] != nil {
      page.tell(
        "captions.limit_pairs: \(pairs) changes nothing, since this model learnt a closed list of words and its limits are "
          + "not measured on shapes")
    }
    guard own == nil, model.files["grammar.json"] == nil else { return own }
    let pairs = settings.limitPairs ?? Self.limitPairs
    guard pairs > 0, page.includes("limits") else { return nil }
    return try LimitStudy(model: clip, pairs: pairs, seed: UInt64(page.seed), page: page).limits(of: model)
  }

  /// How many pairs of pictures are drawn for each category unless said.
  static let limitPairs = 20

  /// Where a difference is lost, category by category.
  func writeDiagnosis(_ limits: Results.Limits, on page: inout Page) throws {
    page.write(
      """
      **Measured on composed scenes**, \(limits.source): \(limits.pairs.of("pair")) of pictures alike but for one thing, with a
      caption for each, say where a difference is lost ({{figure:captions/diagnosis}}). It counts as lost in a tower if it turns
      that tower's vector, on average, no further than a change without meaning does: another opening of the caption, the same
      picture drawn anew. \(limits.sentences)
      """)
    try page.figure(limits.figure)
    try page.attach(Data(limits.csv.utf8), as: "limits.csv")
  }

  /// What others measured on the full CLIP.
  func writePublished(on page: inout Page) throws {
    page.write(
      """
      **Published**, on OpenAI's CLIP ViT-B/32 and not measured here: {{table:captions/published}}. That model seldom misses a
      replaced object, does far worse where two objects are swapped or a relation decides, and little or no better than guessing
      where place, number or the order of words alone does.
      """)
    let shown = PublishedLimits.shown
    try page.table(
      id: "published",
      caption: """
        CLIP ViT-B/32 in published tests, right answers in percent: SugarCrepe [@hsieh2023], ARO [@yuksekgonul2023], and three of \
        one evaluation [@oh2024]; \(code: "published.csv") in the attachments has \(PublishedLimits.rows.count), each with its source.
        """,
      columns: [.init("what decides"), .init("test"), .init("score", .trailing), .init("by chance", .trailing)],
      rows: shown.map { [$0.task, $0.test, $0.score, $0.chance] })
    try page.attach(Data(PublishedLimits.csv.utf8), as: "published.csv")
  }
}
