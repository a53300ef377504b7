internal import Basics
internal import Notebook

extension CaptionStudy {
  /// What the rows of `vectors.npy` are.
  private struct Rows: Encodable {
    /// How many patches are hidden in turn.
    var patches: Int
    /// The changes of the picture whose vectors follow.
    var perturbations: [String]
    /// The captions, in the order of their rows.
    var captions: [String]
    /// The captions that were drawn for the form of the pair to hand in, in their order; each is among `captions`.
    var distractors: [String]
    /// The patches that show something before the ground; absent where the ground is not even.
    var things: [Bool]?
    /// What cosines are multiplied with, and what is then added.
    var logitScale, logitBias: Double
  }

  /// Attaches the vectors that all numbers of the chapter come from, for others to work them out again.
  ///
  ///     vectors.npy     the picture, its mirror image, the picture with each patch hidden in turn and after each small change,
  ///                     then the captions, the one that names nothing among them
  ///     vectors.json    what the rows are
  ///
  /// Of the distractors only those of the form of the pair to hand in are there: a thousand captions for each form would be
  /// megabytes.
  func attachProof(on page: inout Page) throws {
    let distractors = handIn.certificate.standing.map { certifier.distractors(ofForm: $0.form) } ?? []
    let shown =
      [handIn.mine, handIn.found].compactMap(\.self)
      + certified.best.values.sorted {
        $0.category.rawValue < $1.category.rawValue
      }
    let others = alternatives.flatMap { [$0.pair.description, $0.pair.variant] }
    let captions = (list.all + scores.lone.captions + shown.flatMap(\.captions) + others + distractors).distinctCaptions
    let changes = Perturbation.allCases.filter { $0 != .mirror && pictures.vectors[$0] != nil }
    let rows =
      [scores.picture, mirrorVector] + hidden + changes.compactMap { pictures.vectors[$0] }
      + captions.map(scores.vector)
    try page.attach(
      NumPyArray.data(rows.joined(), shape: [rows.count, scores.picture.count], .single), as: "vectors.npy")
    try page.attach(
      CanonicalJSON.encode(
        Rows(
          patches: hidden.count, perturbations: changes.map(\.rawValue), captions: captions, distractors: distractors,
          things: picture.shownThings, logitScale: scores.logitScale, logitBias: scores.logitBias)),
      as: "vectors.json")
  }
}

extension PairCertificate {
  /// Every caption whose vector it rests on, but for the distractors.
  fileprivate var captions: [String] {
    [scored.pair.description, scored.pair.variant]
      + perturbed.filter { $0.perturbation.isOfCaptions && $0.probability != nil }.flatMap {
        [$0.description, $0.variant]
      } + [contrast, paraphrase].compactMap { $0?.caption }
  }
}
