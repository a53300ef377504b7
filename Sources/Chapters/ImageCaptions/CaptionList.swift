internal import CaptionPairs
internal import Notebook

/// All captions of a report, each once, and the pairs that are made of them.
struct CaptionList {
  /// The captions that the settings state for the probability table.
  let stated: [String]
  /// The pairs, those given by hand first.
  let pairs: [CaptionPair]
  /// Everything that is to be encoded, each caption once.
  let all: [String]
  private let own: Set<[[UInt8]]>

  /// - Parameter fits: Whether the model reads the whole of a caption: variants that grew too long are left out.
  init(_ settings: ImageCaptions.Settings, fits: (String) -> Bool) {
    pairs = Self.pairs(settings).filter { $0.category == .given || fits($0.variant) }
    let known = settings.descriptions + settings.trueCaptions + settings.falseCaptions
    stated = (settings.captions.isEmpty ? known : settings.captions).distinctCaptions
    own = Set(settings.pairs.map { [$0.isTrue.captionKey, $0.isFalse.captionKey] })
    all = (stated + pairs.flatMap { [$0.description, $0.variant] }).distinctCaptions
  }

  /// Whether the author put a pair together, be it that the tables make it as well.
  func isOwn(_ pair: CaptionPair) -> Bool { own.contains([pair.description.captionKey, pair.variant.captionKey]) }

  private static func pairs(_ settings: ImageCaptions.Settings) -> [CaptionPair] {
    let descriptions = settings.descriptions
    let byHand = settings.pairs.map { CaptionPair(.given, $0.isTrue, $0.isFalse, truth: .isFalse, change: "") }
    let bothTrue = descriptions.indices.flatMap { second in
      (0..<second).map { CaptionPair(.given, descriptions[$0], descriptions[second], truth: .isTrue, change: "") }
    }
    // What the tables make keeps its category where somebody also stated it; a statement outweighs what the tables know.
    let trueKeys = Set((descriptions + settings.trueCaptions).map(\.captionKey))
    let falseKeys = Set((settings.falseCaptions + settings.pairs.map(\.isFalse)).map(\.captionKey))
    let made = descriptions.flatMap(CaptionPair.variants).map { pair -> CaptionPair in
      var pair = pair
      if trueKeys.contains(pair.variant.captionKey) { pair.truth = .isTrue }
      if falseKeys.contains(pair.variant.captionKey) { pair.truth = .isFalse }
      return pair
    }
    let madeKeys = Set(made.map(\.variant.captionKey))
    let stated = settings.falseCaptions.filter { !madeKeys.contains($0.captionKey) }.map {
      CaptionPair(.given, Self.nearest(to: $0, among: descriptions), $0, truth: .isFalse, change: "")
    }
    var seen: Set<[[UInt8]]> = []
    let kept = (made + byHand + bothTrue + stated).filter {
      seen.insert([$0.description.captionKey, $0.variant.captionKey]).inserted
    }
    return kept.filter { $0.category == .given } + kept.filter { $0.category != .given }
  }

  /// The description that differs from a caption in the fewest words, of equal ones the one that has the most words in
  /// common with it, of those the first.
  private static func nearest(to caption: String, among descriptions: [String]) -> String {
    func words(_ text: String) -> Set<[UInt8]> {
      Set(text.split(whereSeparator: \.isWhitespace).map { String($0).captionKey })
    }
    let wanted = words(caption)
    func distance(_ description: String) -> (different: Int, missing: Int) {
      let words = words(description)
      return (words.symmetricDifference(wanted).count, wanted.subtracting(words).count)
    }
    return descriptions.min { distance($0) < distance($1) } ?? caption
  }
}

extension [String] {
  /// Each caption once, where it comes first.
  var distinctCaptions: [String] {
    var seen: Set<[UInt8]> = []
    return filter { seen.insert($0.captionKey).inserted }
  }
}
