internal import Basics
internal import CaptionPairs
internal import Images
internal import Notebook

/// What the views of the chapter show: the picture, every caption with its cosine and with what each patch is to it, and the
/// pairs that are made of the captions.
///
/// Arrays: `pixels`, the picture as the model sees it, red, green and blue of each pixel less that of the pixel before it in
/// the row; `falls`, for each caption by how much its logit falls when a patch is hidden, as a share of the caption's number
/// in `largestFalls`, 32,767 being the whole of it; `rollout`, how much of each patch reaches the picture's vector.
struct CaptionView: Encodable {
  /// Two captions, by their places in the list.
  struct Pair: Encodable {
    var description, variant: Int
    var category, change, truth: String
    /// Its place among the pairs of the results.
    var place: Int
  }

  /// A kind of change.
  struct Kind: Encodable {
    var name, title: String
  }

  /// The picture as it is seen, and its patches.
  struct Picture: Encodable {
    var name: String
    var width, height, rows, columns: Int
  }

  /// What is not among the captions and the pairs, for there are too many.
  struct LeftOut: Encodable {
    var captions, pairs: Int
  }

  var model: String
  var logitScale: Double
  /// What is added to a cosine times the scale; nil for a CLIP.
  var logitBias: Double?
  var undecidedBelow: Double
  var picture: Picture
  var captions: [String]
  var cosines: [Double]
  var pairs: [Pair]
  var kinds: [Kind]
  /// The captions that share the probability table, the most probable first.
  var stated: [Int]
  /// The pair to hand in.
  var handIn: Int
  var leftOut: LeftOut
  /// Why no captions can be typed; nil where they can.
  var reason: String?
}

extension CaptionView {
  /// The most captions that a page carries.
  private static let mostCaptions = 2_000
  /// Pixels along the longer side of the picture.
  private static let longestSide = 224

  init(_ study: CaptionStudy, _ results: ImageCaptions.Results, reason: String?) {
    let table = results.captions.map(\.caption)
    let chosen = [study.handIn.chosen.pair.description, study.handIn.chosen.pair.variant]
    let wanted =
      chosen + table.prefix(ImageCaptions.shownCaptions)
      + study.shownPairs.flatMap {
        [$0.pair.description, $0.pair.variant]
      }
    let distinct = (wanted + table).distinctCaptions
    let captions = Array(distinct.prefix(Self.mostCaptions))
    let places = Dictionary(uniqueKeysWithValues: captions.enumerated().map { ($1.captionKey, $0) })
    let seen = study.picture.seen(to: Self.longestSide)
    let pairs = study.shownPairs.enumerated().compactMap { place, scored -> Pair? in
      let pair = scored.pair
      guard let description = places[pair.description.captionKey], let variant = places[pair.variant.captionKey] else {
        return nil
      }
      return Pair(
        description: description, variant: variant, category: pair.category.rawValue, change: pair.change,
        truth: pair.truth.rawValue, place: place)
    }
    self.init(
      model: results.model.title, logitScale: study.scores.logitScale,
      logitBias: results.model.isSigmoid ? study.scores.logitBias : nil, undecidedBelow: ScoredPair.undecidedBelow,
      picture: Picture(
        name: results.picture.name, width: seen.width, height: seen.height, rows: study.picture.pixels.rows,
        columns: study.picture.pixels.columns),
      captions: captions, cosines: captions.map { study.scores.cosine($0) }, pairs: pairs,
      kinds: CaptionPair.Category.allCases.map { Kind(name: $0.rawValue, title: $0.title) },
      stated: table.compactMap { places[$0.captionKey] },
      handIn: pairs.firstIndex {
        $0.description == places[chosen[0].captionKey] && $0.variant == places[chosen[1].captionKey]
      } ?? 0,
      leftOut: LeftOut(captions: distinct.count - captions.count, pairs: study.shownPairs.count - pairs.count),
      reason: reason)
  }

  /// The whole data of the views.
  func data(_ study: CaptionStudy) throws -> ViewData {
    var data = try ViewData(values: self)
    data.add("pixels", .u8(Self.differences(study.picture.seen(to: Self.longestSide))))
    var falls: [Int16] = []
    var largest: [Float] = []
    for caption in captions {
      let map = study.occlusion(caption).flatMap { $0 }
      let most = map.map { abs($0) }.max() ?? 0
      falls += map.map { most > 0 ? Int16(($0 / most * 32_767).rounded()) : 0 }
      largest.append(Float(most))
    }
    data.add("falls", .i16(falls))
    data.add("largestFalls", .f32(largest))
    data.add("rollout", .f32(study.attention.rollout.joined().map(Float.init)))
    return data
  }

  /// Neighbours are alike, and differences of what is alike deflate well.
  private static func differences(_ image: Image) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(image.width * image.height * 3)
    for pixel in 0..<image.width * image.height {
      for channel in 0..<3 {
        let before = pixel % image.width == 0 ? 0 : image.pixels[4 * (pixel - 1) + channel]
        result.append(image.pixels[4 * pixel + channel] &- before)
      }
    }
    return result
  }
}
