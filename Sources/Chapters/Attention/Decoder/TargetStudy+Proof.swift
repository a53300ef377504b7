internal import Basics
internal import Notebook
internal import Transformers

extension TargetStudy {
  /// A decoder's text as the model reads it.
  private struct Read: Encodable {
    /// The text.
    var target: String
    /// Its tokens as figures name them, the one that every text of the decoder starts from before them, and their ids.
    var tokens: [String]
    var ids: [Int]
    /// The tokens of each word, special tokens and punctuation counted as words, by their places.
    var words: [[Int]]
    /// The names of these words: repeated ones have a number.
    var names: [String]
    /// The words that the chapter tells of, by their places.
    var told: [Int]
    /// The ids of the tokens that are to be said at the first so many places.
    var answers: [Int]
    /// The files of its attention to itself and to the sentence; empty where they would be too large to hand in.
    var decoder, cross: String
  }

  /// The most bytes of attention that go with a submission.
  private static let mostBytes = 5_000_000

  /// Attaches what others need to work the numbers on the decoder out again.
  ///
  ///     decoder.json        its text with tokens and words
  ///     decoder.npy         its attention to itself, in 16 bits, [layer, head, query, key]
  ///     cross.npy           its attention to the sentence, in 16 bits, [layer, head, target, source]
  func attachProof(on page: inout Page) throws {
    let (own, cross) = (pass.decoder.layers.map(\.probabilities), pass.cross.map(\.probabilities))
    let numbers = (own + cross).reduce(0) { $0 + $1.shape.reduce(1, *) }
    let isSmall = 2 * numbers <= Self.mostBytes
    if isSmall {
      for (name, matrices) in [("decoder.npy", own), ("cross.npy", cross)] {
        let shape = [matrices.count] + matrices[0].shape
        try page.attach(NumPyArray.data(matrices.flatMap(\.elements), shape: shape, .half), as: name)
      }
    }
    let read = Read(
      target: text, tokens: labels, ids: pass.target.ids, words: words.queries.map(\.positions), names: names,
      told: told, answers: answers, decoder: isSmall ? "decoder.npy" : "", cross: isSmall ? "cross.npy" : "")
    try page.attach(CanonicalJSON.encode(read, isCompact: true), as: "decoder.json")
  }
}
