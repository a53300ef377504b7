internal import Foundation
internal import Images
internal import Notebook
internal import Transformers

/// All that is computed of a picture and its captions before anything is drawn.
struct CaptionStudy {
  let model: CLIPModel
  let picture: DecodedImage
  let pixels: CLIPPixels
  let list: CaptionList
  let scores: CaptionScores
  let pairs: [ScoredPair]
  /// The pair to hand in.
  let handIn: ScoredPair
  /// The captions that share the probability table: the settings' own, or what they state beside the pair to hand in.
  let table: [String]
  /// The vectors of the picture with one patch hidden, patch by patch.
  let hidden: [[Float]]
  /// The attention of the image tower; unit 0 is the class token, the others are patches row by row.
  let attention: AttentionMap

  /// After how many hidden patches the run looks whether it is to stop.
  private static let hiddenAtOnce = 64

  /// - Throws: `NotebookError.chapter` where no false variant can be made, and what reading and encoding throw.
  init(_ model: CLIPModel, _ picture: DecodedImage, _ settings: ImageCaptions.Settings, _ page: Page) throws {
    (self.model, self.picture) = (model, picture)
    list = CaptionList(settings) { settings.truncate || model.fits($0) }
    pixels = try model.pixels(of: picture.image)
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
    attention = try model.imageAttention(pixels)
  }

  /// How many captions have more tokens than the model reads.
  var tooLong: Int { list.all.count { !model.fits($0) } }

  /// By how much a caption's logit falls when each patch is hidden, row by row.
  func occlusion(_ caption: String) -> [[Double]] {
    let whole = scores.logit(caption)
    return rows(hidden.map { whole - scores.logit(caption, with: $0) })
  }

  /// How much of each patch reaches the class token through all layers, as shares of all patches.
  var rollout: [[Double]] {
    let received = attention.rollout()[0].dropFirst()
    let sum = received.reduce(0, +)
    return rows(received.map { sum > 0 ? $0 / sum : 0 })
  }

  /// What a unit of a head attends to among patches; unit 0 is the class token.
  func gaze(_ layer: Int, _ head: Int, of unit: Int = 0) -> [[Double]] {
    rows((1..<attention.count).map { Double(attention[layer, head, unit, $0]) })
  }

  /// The head whose class token gives a single patch the most.
  var surestHead: (layer: Int, head: Int) {
    let all = (0..<attention.layers).flatMap { layer in (0..<attention.heads).map { (layer: layer, head: $0) } }
    let peaks = all.map { gaze($0.layer, $0.head).joined().max() ?? 0 }
    return all[peaks.indices.max { peaks[$0] < peaks[$1] } ?? 0]
  }

  private func rows(_ values: [Double]) -> [[Double]] {
    (0..<pixels.rows).map { Array(values[$0 * pixels.columns..<($0 + 1) * pixels.columns]) }
  }
}

extension CaptionStudy {
  /// The patch that a caption needs most.
  func gaze(_ caption: String) -> ImageCaptions.Results.Gaze {
    let falls = occlusion(caption).flatMap { $0 }
    let most = falls.indices.max { falls[$0] < falls[$1] } ?? 0
    return .init(
      caption: caption, row: most / pixels.columns, column: most % pixels.columns, fall: falls[most])
  }
}

extension CLIPModel {
  /// Whether the model reads the whole of a caption.
  fileprivate func fits(_ caption: String) -> Bool {
    tokenizer.encode(caption).count <= configuration.maximumTextLength
  }
}
