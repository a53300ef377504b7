internal import Basics
internal import Foundation
internal import Notebook
internal import Transformers

/// Which pictures a model can judge: `familiar.json` beside its weights.
///
/// The file holds a vocabulary of the model, captions of the scenes that it was trained on, and how well the best of them
/// fits scenes that it never saw. Where the best of them fits a picture worse than nearly all of those scenes, the picture is
/// *foreign*: the model has no words for it, and the probabilities that it gives mean nothing.
struct Familiarity: Decodable {
  /// The vocabulary.
  var captions: [String]
  /// The cosine that the best caption of a scene stays below in a share `quantile` of all scenes.
  var threshold: Double
  /// That share.
  var quantile: Double
  /// How many scenes the threshold comes from.
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
        file, "must hold `captions`, `threshold`, `quantile` and `scenes`, as Tools/miniclip writes them")
    }
    guard !found.captions.isEmpty, (-1...1).contains(found.threshold), (0...1).contains(found.quantile) else {
      throw FileError(file, "must hold captions, a threshold between −1 and 1 and a quantile between 0 and 1")
    }
    return found
  }

  /// How well the best caption of the vocabulary fits a picture.
  ///
  /// - Parameter picture: The picture's vector, of length 1.
  /// - Throws: `TokenizerError.captionTooLong` where the vocabulary is another model's.
  func judge(_ picture: [Float], by model: CLIPModel) throws -> ImageCaptions.Outcome.Familiarity {
    let vectors = try model.textVectors(captions, truncating: false)
    let cosines = vectors.map { zip($0, picture).reduce(0.0) { $0 + Double($1.0) * Double($1.1) } }
    let best = cosines.indices.max { cosines[$0] < cosines[$1] } ?? 0
    return .init(
      isForeign: cosines[best] < threshold, bestCosine: cosines[best], bestCaption: captions[best],
      captions: captions.count, threshold: threshold, familiarShare: 1 - quantile, scenes: scenes)
  }
}
