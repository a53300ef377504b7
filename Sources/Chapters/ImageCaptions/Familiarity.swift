internal import Basics
internal import Foundation
internal import Notebook
internal import Transformers

/// Which pictures a model knows: `familiar.json` beside its weights, which Tools/miniclip writes.
///
/// The file holds a vocabulary of the model, captions made of words that it learnt, and what scenes that it never saw have in
/// common: how well the best of the captions fits them, and how even the ground along their edge is. A picture that is beyond
/// nearly all of those scenes in one of the two is *foreign*: what the model makes of it means nothing.
///
/// The cosine alone does not tell. A model finds words for what it never saw: for photographs MiniCLIP's best caption has up to
/// .71, where its own scenes have .53 and more.
struct Familiarity: Decodable {
  /// The vocabulary.
  var captions: [String]
  /// The least cosine of the best caption of a familiar picture.
  var threshold: Double
  /// The largest unevenness of the edge of a familiar picture, of 255 levels.
  var mostUneven: Double
  /// The share of scenes that is beyond each of the two.
  var quantile: Double
  /// How many scenes the two come from.
  var scenes: Int

  /// The measurements of a model, where it has some.
  ///
  /// - Throws: `FileError` where the file is not what Tools/miniclip writes.
  static func of(_ model: LocatedInput) throws -> Familiarity? {
    guard let file = model.files["familiar.json"] else { return nil }
    let found: Familiarity
    do {
      found = try JSONDecoder().decode(Familiarity.self, from: InputFile.data(of: file, limit: 64 << 20))
    } catch is DecodingError {
      throw FileError(
        file, "must hold `captions`, `threshold`, `mostUneven`, `quantile` and `scenes`, as Tools/miniclip writes them")
    }
    guard !found.captions.isEmpty, (-1...1).contains(found.threshold), (0...1).contains(found.quantile) else {
      throw FileError(file, "must hold captions, a threshold between −1 and 1 and a quantile between 0 and 1")
    }
    return found
  }

  /// How well the best caption of the vocabulary fits a picture, and how even the picture's ground is.
  ///
  /// - Throws: `TokenizerError.captionTooLong` where the vocabulary is another model's.
  func judge(_ picture: SeenPicture, by model: CLIPModel) throws -> ImageCaptions.Outcome.Familiarity {
    let vector = try model.imageVector(picture.pixels)
    let cosines = try model.textVectors(captions, truncating: false).map { $0.cosine(with: vector) }
    let best = cosines.indices.max { cosines[$0] < cosines[$1] } ?? 0
    let unevenness = picture.unevenness
    return .init(
      isForeign: cosines[best] < threshold || unevenness > mostUneven, bestCosine: cosines[best],
      bestCaption: captions[best], captions: captions.count, threshold: threshold, unevenness: unevenness,
      mostUneven: mostUneven, familiarShare: 1 - quantile, scenes: scenes)
  }
}
