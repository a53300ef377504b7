internal import Basics
internal import CaptionPairs
internal import Notebook
internal import Transformers

/// What is computed where no pairs are made: the assignment's step as it stands, cosines and probabilities of captions.
struct ShortStudy {
  let model: CLIPModel
  let picture: SeenPicture
  let scores: CaptionScores
  /// The captions that share the probability table.
  let table: [String]
  /// The two captions of the settings, where there are just two, nothing is known of their truth, and the picture is one
  /// that the model can judge.
  let pair: ScoredPair?

  /// - Parameters:
  ///   - vector: The picture's vector.
  ///   - familiarity: What the model's own vocabulary makes of the picture.
  init(
    _ model: CLIPModel, _ picture: SeenPicture, _ vector: [Float], _ settings: ImageCaptions.Settings,
    _ familiarity: ImageCaptions.Outcome.Familiarity?
  ) throws {
    (self.model, self.picture) = (model, picture)
    let list = CaptionList(settings) { settings.tooLong != .refused || model.fits($0) }
    // One caption alone has probability 1, so it is set beside the vocabulary's best.
    let table =
      list.stated.count > 1
      ? list.stated : (list.stated + [familiarity?.bestCaption].compactMap(\.self)).distinctCaptions
    self.table = table
    let scores = try CaptionScores(table, vector, model, settings)
    try CaptionFaults.requireDifferences(scores, among: table) { model.tokenizer.encode($0).ids }
    try scores.requireDistinct(table)
    self.scores = scores
    let isJudged = settings.isPlain && familiarity?.isForeign != true && table.count == 2
    pair = isJudged ? scores.score(CaptionPair(.given, table[0], table[1], truth: .unknown, change: "")) : nil
  }

  /// How many captions have more tokens than the model reads.
  var tooLong: Int { table.count { !model.fits($0) } }

  /// Attaches the vectors that all numbers of the chapter come from, as `CaptionStudy` does, with no patch hidden.
  ///
  ///     vectors.npy     the picture, its mirror image, then the captions, the one that names nothing among them
  ///     vectors.json    what the rows are
  func attachProof(mirror: [Float], on page: inout Page) throws {
    let captions = (table + scores.lone.captions).distinctCaptions
    let rows = [scores.picture, mirror] + captions.map(scores.vector)
    try page.attach(
      NumPyArray.data(rows.joined(), shape: [rows.count, scores.picture.count], .single), as: "vectors.npy")
    try page.attach(
      CanonicalJSON.encode(
        Rows(captions: captions, logitScale: scores.logitScale, logitBias: scores.logitBias)), as: "vectors.json")
  }

  /// What the rows of `vectors.npy` are.
  private struct Rows: Encodable {
    var patches = 0
    /// The captions, in the order of their rows.
    var captions: [String]
    /// What cosines are multiplied with, and what is then added.
    var logitScale, logitBias: Double
  }
}
