internal import CaptionPairs
internal import Foundation
internal import Images
internal import Notebook
internal import Transformers

/// All that is computed of a picture and its captions before anything is drawn.
struct CaptionStudy {
  let model: CLIPModel
  let picture: SeenPicture
  let list: CaptionList
  let scores: CaptionScores
  /// The pairs that are made of what the settings state.
  let pairs: [ScoredPair]
  /// What the search over the grammar found.
  let search: CaptionSearch
  /// Its pairs, but for those that are made of what the settings state.
  let found: [ScoredPair]
  /// The certificates that were worked out.
  let certified: CertifiedPairs
  /// What certificates were worked out of.
  let certifier: Certifier
  /// The pair to hand in, and the ones that it was chosen from.
  let handIn: HandIn
  /// The captions that share the probability table: the settings' own, or what they state beside the pair to hand in.
  let table: [String]
  /// The vectors of the picture with one patch hidden, patch by patch.
  let hidden: [[Float]]
  /// What the model makes of the mirror image.
  let mirrored: ImageCaptions.Results.Mirrored
  /// The vectors of the picture after small changes.
  let pictures: PerturbedPictures
  /// The vector of the mirror image.
  let mirrorVector: [Float]
  /// The attention of the image tower.
  let attention: PictureAttention
  /// How it agrees with hiding patches.
  let agreement: PictureAgreement

  /// - Parameters:
  ///   - grammar: The captions as language.
  ///   - vocabulary: What the search makes captions of.
  /// - Throws: `NotebookError.chapter` where no false variant can be made, and what reading and encoding throw.
  init(
    _ model: CLIPModel, _ image: Image, _ picture: SeenPicture, _ settings: ImageCaptions.Settings,
    _ grammar: any ConfusionGrammar, _ vocabulary: CaptionVocabulary, _ page: Page
  ) throws {
    (self.model, self.picture) = (model, picture)
    let list = CaptionList(settings) { settings.tooLong != .refused || model.fits($0) }
    self.list = list
    page.report("reading captions", detail: "\(list.all.count.grouped) captions")
    var scores = try CaptionScores(list.all, model.imageVector(picture.pixels), model, settings)
    try CaptionFaults.requireDifferences(scores, among: list.all) { model.tokenizer.encode($0).ids }
    try scores.requireDistinct(list)
    pairs = list.pairs.filter { !scores.areSame($0.description, $0.variant) }.map(scores.score)
    page.report("searching for pairs")
    search = try CaptionSearch(settings, vocabulary, scores, model, willGoOn: page.checkCancellation)
    let known = Set(pairs.map { [$0.pair.description.captionKey, $0.pair.variant.captionKey] })
    found = search.pairs.filter { !known.contains([$0.pair.description.captionKey, $0.pair.variant.captionKey]) }
    try scores.read(found.flatMap { [$0.pair.description, $0.pair.variant] })
    pictures = try PerturbedPictures(image, picture.pixels, by: model)
    page.report("certifying pairs")
    var certifier = Certifier(scores, grammar, pictures, fits: model.fits)
    let stated = Set((settings.falseCaptions + settings.pairs.map(\.isFalse)).map(\.captionKey))
    certified = try CertifiedPairs(
      of: pairs + found, &certifier, isOwn: list.isOwn, isStated: { stated.contains($0.captionKey) },
      willExamine: page.checkCancellation)
    (self.certifier, self.scores) = (certifier, certifier.scores)
    let (mine, found) = (certified.best(ofOwn: true), certified.best(ofOwn: false))
    guard let handIn = HandIn(settings.handIn, mine: mine, found: found) else {
      throw CaptionFaults.noPair(list.pairs, areSame: scores.areSame)
    }
    self.handIn = handIn
    let chosen = [handIn.chosen.pair.description, handIn.chosen.pair.variant]
    table = settings.captions.isEmpty ? (list.stated + chosen).distinctCaptions : settings.captions
    mirrorVector = try pictures.vectors[.mirror] ?? model.imageVector(model.pixels(of: image.mirrored()))
    mirrored = .init(handIn.chosen, certifier.scores, mirrorVector)
    try page.checkCancellation()
    let hiding = try PictureHiding(picture, whole: scores.picture, by: model, on: page)
    hidden = hiding.hidden
    attention = try PictureAttention(picture, by: model)
    agreement = PictureAgreement(attention, turns: hiding.turns)
  }

  /// The pairs that are made of what the settings state, and the one that is handed in where the search found it.
  var shownPairs: [ScoredPair] {
    let chosen = handIn.chosen
    return pairs + (pairs.contains { $0.pair.isSame(as: chosen.pair) } ? [] : [chosen])
  }

  /// The pairs of the true caption that is handed in and a false one, the least decided first: those that are made of what the
  /// settings state, and where the search found the pair, what it found beside it.
  var alternatives: [ScoredPair] {
    let chosen = handIn.chosen.pair
    let isSearched = !pairs.contains { $0.pair.isSame(as: chosen) }
    return (pairs + (isSearched ? found : [])).filter {
      $0.pair.truth == .isFalse && $0.pair.description.captionKey == chosen.description.captionKey
    }.sorted { abs($0.gap) < abs($1.gap) }
  }

  /// How many captions have more tokens than the model reads.
  var tooLong: Int { list.all.count { !model.fits($0) } }

  /// By how much a caption's logit falls when each patch is hidden, row by row.
  func occlusion(_ caption: String) -> [[Double]] {
    let whole = scores.logit(caption)
    return picture.rows(hidden.map { whole - scores.logit(caption, with: $0) })
  }
}

extension CaptionPair {
  /// Whether it is the same two captions, the same way round.
  func isSame(as other: CaptionPair) -> Bool {
    description.captionKey == other.description.captionKey && variant.captionKey == other.variant.captionKey
  }
}

extension CLIPModel {
  /// Whether the model reads the whole of a caption.
  func fits(_ caption: String) -> Bool {
    tokenizer.encode(caption).count <= configuration.maximumTextLength
  }
}
