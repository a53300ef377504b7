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
  let pairs: [ScoredPair]
  /// The pair to hand in.
  let handIn: ScoredPair
  /// The captions that share the probability table: the settings' own, or what they state beside the pair to hand in.
  let table: [String]
  /// The vectors of the picture with one patch hidden, patch by patch.
  let hidden: [[Float]]
  /// The attention of the image tower.
  let attention: PictureAttention

  /// After how many hidden patches the run looks whether it is to stop.
  private static let hiddenAtOnce = 64

  /// - Throws: `NotebookError.chapter` where no false variant can be made, and what reading and encoding throw.
  init(_ model: CLIPModel, _ image: Image, _ settings: ImageCaptions.Settings, _ page: Page) throws {
    self.model = model
    list = CaptionList(settings) { settings.truncate || model.fits($0) }
    picture = try SeenPicture(image, by: model)
    let pixels = picture.pixels
    page.report("reading captions", detail: "\(list.all.count.grouped) captions")
    let scores = try CaptionScores(list.all, model.imageVector(pixels), model, truncating: settings.truncate)
    try scores.requireDistinct(list)
    self.scores = scores
    pairs = list.pairs.filter { !scores.areSame($0.description, $0.variant) }.map(scores.score)
    guard let handIn = pairs.mostConfusing ?? pairs.closest else {
      throw NotebookError.chapter(
        slug: ImageCaptions.slug,
        problem:
          "no variant that is surely false can be made of captions.descriptions; describe a number, a colour, a size, a "
          + "state or a relation without denying anything, or say what is false in captions.false")
    }
    self.handIn = handIn
    let chosen = [handIn.pair.description, handIn.pair.variant]
    table = settings.captions.isEmpty ? (list.stated + chosen).distinctCaptions : settings.captions
    try page.checkCancellation()
    let patches = (0..<pixels.rows * pixels.columns).map { [$0] }
    var hidden: [[Float]] = []
    while hidden.count < patches.count {
      try page.checkCancellation()
      page.report("hiding patches", fraction: Double(hidden.count) / Double(patches.count))
      hidden += try model.imageVectors(pixels, hiding: Array(patches[hidden.count...].prefix(Self.hiddenAtOnce)))
    }
    self.hidden = hidden
    attention = try PictureAttention(picture, by: model)
  }

  /// How many captions have more tokens than the model reads.
  var tooLong: Int { list.all.count { !model.fits($0) } }

  /// By how much a caption's logit falls when each patch is hidden, row by row.
  func occlusion(_ caption: String) -> [[Double]] {
    let whole = scores.logit(caption)
    return picture.rows(hidden.map { whole - scores.logit(caption, with: $0) })
  }
}

extension CaptionStudy {
  /// The patch that a caption needs most.
  func gaze(_ caption: String) -> ImageCaptions.Results.Gaze {
    let falls = occlusion(caption).flatMap { $0 }
    let most = falls.indices.max { falls[$0] < falls[$1] } ?? 0
    return .init(
      caption: caption, row: most / picture.pixels.columns, column: most % picture.pixels.columns, fall: falls[most])
  }
}

extension CLIPModel {
  /// Whether the model reads the whole of a caption.
  fileprivate func fits(_ caption: String) -> Bool {
    tokenizer.encode(caption).count <= configuration.maximumTextLength
  }
}
