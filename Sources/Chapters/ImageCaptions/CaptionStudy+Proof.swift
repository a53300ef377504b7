internal import Basics
internal import Notebook

extension CaptionStudy {
  /// What the rows of `vectors.npy` are.
  private struct Rows: Encodable {
    /// How many patches are hidden in turn.
    var patches: Int
    /// The captions, in the order of their rows.
    var captions: [String]
    /// The patches that show something before the ground; absent where the ground is not even.
    var things: [Bool]?
    /// What cosines are multiplied with.
    var logitScale: Double
  }

  /// Attaches the vectors that all numbers of the chapter come from, for others to work them out again.
  ///
  ///     vectors.npy     the picture, its mirror image, the picture with each patch hidden in turn, then the captions
  ///     vectors.json    what the rows are
  func attachProof(on page: inout Page) throws {
    let captions = list.all
    let rows = [scores.picture, mirrorVector] + hidden + captions.map(scores.vector)
    try page.attach(
      NumPyArray.data(rows.joined(), shape: [rows.count, scores.picture.count], .single), as: "vectors.npy")
    try page.attach(
      CanonicalJSON.encode(
        Rows(
          patches: hidden.count, captions: captions, things: picture.shownThings, logitScale: scores.logitScale)),
      as: "vectors.json")
  }
}
