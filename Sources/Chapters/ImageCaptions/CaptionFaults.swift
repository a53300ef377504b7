internal import CaptionPairs
internal import Images
internal import Notebook

/// What cannot be worked with, told in one line before the dear steps begin.
enum CaptionFaults {
  /// Refuses captions that cannot all be true of one picture, by construction: two counts of the same things, say.
  static func requireConsistency(_ settings: ImageCaptions.Settings) throws {
    let captions = (settings.descriptions + settings.trueCaptions + settings.pairs.map(\.isTrue)).distinctCaptions
    guard let edit = CaptionTruths(captions).contradiction else { return }
    throw NotebookError.chapter(
      slug: ImageCaptions.slug,
      problem:
        "“\(edit.original.opening(of: 60))” and “\(edit.edited.opening(of: 60))” cannot both be true of the picture; "
        + "say in captions.false which of them is false, or write what tells them apart")
  }

  /// Refuses a picture of which the model sees one colour: there is nothing in it for a caption to be true of.
  static func requireColors(_ picture: SeenPicture, named name: String) throws {
    let pixels = picture.seen.pixels
    let isEven = stride(from: 0, to: pixels.count, by: 4).allSatisfy { start in
      (0..<3).allSatisfy { pixels[start + $0] == pixels[$0] }
    }
    guard isEven else { return }
    throw NotebookError.input(
      name: name, problem: "is of one colour where the model looks, so it shows nothing to describe; give another")
  }

  /// Refuses a model that gives captions of different words the same cosine: no caption is more probable to it than another.
  ///
  /// - Parameters:
  ///   - captions: All that were read.
  ///   - tokens: The tokens that the model reads of a caption.
  static func requireDifferences(_ scores: CaptionScores, among captions: [String], tokens: (String) -> [Int]) throws {
    let cosines = captions.map { scores.cosine($0) }
    guard let low = cosines.min(), let high = cosines.max(), high - low <= noise else { return }
    guard let first = captions.first, captions.contains(where: { tokens($0) != tokens(first) }) else { return }
    throw NotebookError.chapter(
      slug: ImageCaptions.slug,
      problem: "the model gives all \(captions.count.grouped) captions the same cosine with the picture "
        + "(\(high.fourDecimals)), so it tells none from another; name another model in captions.model")
  }

  /// Why there is no pair to hand in.
  ///
  /// - Parameters:
  ///   - pairs: All that were made, those included that are the same tokens to the model.
  ///   - areSame: Whether two captions are.
  static func noPair(_ pairs: [CaptionPair], areSame: (String, String) -> Bool) -> NotebookError {
    let falsePairs = pairs.filter { $0.truth == .isFalse && ($0.isPlausible || $0.category == .given) }
    if let one = falsePairs.first, falsePairs.allSatisfy({ areSame($0.description, $0.variant) }) {
      return .chapter(
        slug: ImageCaptions.slug,
        problem:
          "every false caption is the same tokens to the model as the true one, “\(one.variant.opening(of: 60))” "
          + "for one; say in captions.false what differs in a word that the model reads")
    }
    return .chapter(
      slug: ImageCaptions.slug,
      problem:
        "no variant that is surely false can be made of captions.descriptions; describe a number, a colour, a size, a "
        + "state or a relation without denying anything, or say what is false in captions.false")
  }

  /// Cosines that differ by no more than this are the same but for what single precision leaves.
  private static let noise = 2e-7
}

extension String {
  /// Whether this is a single letter of an alphabet, a digit or a sign: no caption. A single ideogram or emoji is a word.
  var isOneLetter: Bool {
    let characters = filter { !$0.isWhitespace }
    guard characters.count == 1, let character = characters.first else { return false }
    return !character.unicodeScalars.contains { $0.properties.isIdeographic || $0.properties.isEmoji && !$0.isASCII }
  }
}
