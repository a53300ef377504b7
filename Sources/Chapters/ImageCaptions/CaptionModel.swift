internal import Basics
internal import Notebook
internal import Transformers

/// The text tower of a small model for the page, which can then score captions that a reader types.
///
/// Arrays: `weights` in half precision, `merges` of the tokenizer, the picture's vector `picture`, and `hidden`, its vectors
/// with one patch hidden, patch by patch.
struct CaptionModel: Encodable {
  /// The most weights of a text tower that a page carries: two megabytes.
  private static let mostWeights = 1_000_000

  var sizes: CLIPTextParts.Sizes
  var tokenizer: CaptionTokenizerParts
  /// The words that the model learnt; nil where it does not say.
  var learnt: [String]?
  /// Whether half precision holds every weight as it is.
  var isExact: Bool
  var weights: Int

  /// The model for the page, or why the page has none.
  static func data(
    _ study: CaptionStudy, _ results: ImageCaptions.Results, _ learnt: LearntWords?
  ) throws -> (data: ViewData?, reason: String?) {
    let (model, name) = (study.model, results.model.title)
    let advice = "The captions in the settings are scored all the same."
    guard model.configuration.family == .clip else {
      return (
        nil, "Captions cannot be typed here: the page reads captions as CLIP does, and \(name) is a SigLIP. \(advice)"
      )
    }
    let count = model.configuration.textWeights
    guard count <= mostWeights else {
      return (
        nil,
        "Captions can be typed here only where the model is small: the text tower of \(name) has \(count.grouped) weights, "
          + "\(ByteCount.text(2 * count)) in half precision, and a page carries at most \(mostWeights.grouped) of them. \(advice)"
      )
    }
    guard let tokenizer = model.tokenizer.captionParts else {
      return (
        nil,
        "Captions cannot be typed here: the tokenizer of \(name) works in a way that the page does not know. \(advice)"
      )
    }
    let parts = try model.textParts()
    guard parts.weights.allSatisfy({ Float16($0).isFinite }) else {
      return (nil, "Captions cannot be typed here: \(name) has weights too large for half precision. \(advice)")
    }
    var data = try ViewData(
      values: CaptionModel(
        sizes: parts.sizes, tokenizer: tokenizer, learnt: learnt?.all,
        isExact: parts.weights.allSatisfy { Float(Float16($0)) == $0 }, weights: count))
    data.add("weights", .f16(parts.weights))
    data.add("merges", .u32(tokenizer.merges))
    data.add("picture", .f32(study.scores.picture))
    data.add("hidden", .f32(study.hidden.flatMap { $0 }))
    return (data, nil)
  }
}
