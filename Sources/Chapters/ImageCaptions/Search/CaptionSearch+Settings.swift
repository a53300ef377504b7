internal import CaptionPairs
internal import Transformers

extension CaptionSearch {
  /// Searches as the settings say.
  ///
  /// - Parameters:
  ///   - scores: Those of the picture.
  ///   - willGoOn: Called before each round.
  init(
    _ settings: ImageCaptions.Settings, _ vocabulary: CaptionVocabulary, _ scores: CaptionScores, _ model: CLIPModel,
    willGoOn: () throws -> Void
  ) throws {
    let truths = CaptionTruths(
      (settings.descriptions + settings.trueCaptions + settings.pairs.map(\.isTrue)).distinctCaptions,
      isComplete: settings.isComplete, vocabulary: vocabulary)
    try self.init(
      truths, scores, budget: Budget(captions: settings.search),
      gradient: { try WordGradient(model, picture: scores.picture) }, fits: model.fits, willGoOn: willGoOn)
  }
}

extension ImageCaptions.Results {
  /// What the search for further pairs came to.
  struct Search: Encodable {
    /// Captions that were read, and of those the ones that the gradient pointed to.
    var captions, byGradient: Int
    /// Pairs of a true caption and one that is false by one edit.
    var pairs: Int
    /// Those on which the model is undecided, and of those the ones that the gradient pointed to.
    var undecided, undecidedByGradient: Int
    /// Whether captions were left that the settings did not allow.
    var isCut: Bool

    init(_ search: CaptionSearch) {
      let tallies = CaptionSearch.Stage.allCases.map { search.tallies[$0] ?? .init() }
      let gradient = search.tallies[.gradient] ?? .init()
      captions = tallies.reduce(0) { $0 + $1.captions }
      pairs = tallies.reduce(0) { $0 + $1.pairs }
      undecided = tallies.reduce(0) { $0 + $1.undecided }
      (byGradient, undecidedByGradient, isCut) = (gradient.captions, gradient.undecided, search.isCut)
    }
  }
}
