internal import Basics
internal import Notebook
internal import Transformers

extension SentenceSurvey {
  /// A sentence as the model reads it.
  private struct Read: Encodable {
    /// The text.
    var sentence: String
    /// Its tokens without marks of pieces.
    var tokens: [String]
    /// Those that were added around the text, and those that are punctuation, by their places.
    var special, punctuation: [Int]
    /// The tokens of each word, special tokens and punctuation counted as words, by their places.
    var words: [[Int]]
    /// The names of these words: repeated ones have a number.
    var names: [String]
    /// What its pronoun stands for, and the other noun that it could stand for, where somebody knows; else empty.
    var antecedent, rival: String
    /// The file of its attention; empty where that would be too large to hand in.
    var file: String
  }

  /// The most bytes of attention that go with a submission.
  private static let mostBytes = 5_000_000

  /// Attaches what others need to work the chapter's numbers out again.
  ///
  ///     sentences.json      the sentences with their tokens and words
  ///     attention-1.npy     the attention of the first, in 16 bits, [layer, head, query, key]; and so on
  ///     query-key.npy       the queries and the keys of the layer that the chapter shows, [2, head, token, element]
  func attachProof(_ study: AttentionStudy, _ chosen: Attention.Results.Head, on page: inout Page) throws {
    var read: [Read] = []
    var room = Self.mostBytes
    for (number, entry) in entries.enumerated() {
      let map = entry.tokens
      let shape = [map.layers, map.heads, map.count, map.count]
      room -= 2 * shape.reduce(1, *)
      let name = room < 0 ? "" : "attention-\(number + 1).npy"
      if !name.isEmpty {
        let weights = (0..<map.layers).lazy.flatMap { layer in
          (0..<map.heads).lazy.flatMap { map.matrix(layer, $0).lazy.joined() }
        }
        try page.attach(NumPyArray.data(weights, shape: shape, .half), as: name)
      }
      let places = map.units.indices
      read.append(
        Read(
          sentence: entry.text, tokens: map.units.map(\.label), special: places.filter { map.units[$0].isSpecial },
          punctuation: places.filter { map.units[$0].isPunctuation }, words: entry.words.units.map(\.positions),
          names: entry.names, antecedent: entry.antecedent ?? "", rival: entry.rival ?? "",
          file: name))
    }
    try page.attach(CanonicalJSON.encode(read, isCompact: true), as: "sentences.json")
    let record = study.pass.layers[chosen.layer]
    let (heads, count) = (study.model.configuration.heads, study.encoding.count)
    let rows = [record.queries, record.keys].flatMap { tensor in
      (0..<heads).flatMap { head in (0..<count).map { tensor.slice($0, head).elements } }
    }
    try page.attach(
      NumPyArray.data(
        rows.joined(), shape: [2, heads, count, study.model.configuration.headSize], .single),
      as: "query-key.npy")
  }
}
