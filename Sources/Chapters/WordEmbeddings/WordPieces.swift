internal import Basics
internal import Embeddings
internal import Foundation
internal import LinearAlgebra
internal import Notebook
internal import Transformers

/// The vectors with which a language model begins: one for each entry of its vocabulary, before any layer has looked at the sentence.
enum WordPieces {
  /// Whether an input is a model with a list of word pieces.
  static func areIn(_ input: LocatedInput) -> Bool {
    input.files["config.json"] != nil && input.files["vocab.txt"] != nil
  }

  /// The entries that are whole words of letters, in the order of the model's list, which is about that of frequency.
  ///
  /// - Throws: `CheckpointError` where the model has no such vectors or as many as it has entries, `InputError` for its list.
  static func vectors(of input: LocatedInput) throws -> KeyedVectors {
    let list = input.files["vocab.txt"]!
    let pieces = try InputFile.text(of: list, limit: 64 << 20).split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasSuffix("\r") ? $0.dropLast() : $0 }
    let checkpoint = try Checkpoint(folder: list.deletingLastPathComponent())
    guard
      let stored = checkpoint.tensors.first(where: {
        $0.name.hasSuffix("word_embeddings.weight") && $0.shape.count == 2
      }),
      stored.shape[0] <= pieces.count, stored.shape[1] > 0
    else {
      throw NotebookError.input(
        name: input.name, problem: "has no vectors of word pieces that its vocab.txt could name")
    }
    let (rows, size) = (stored.shape[0], stored.shape[1])
    var words: [String] = []
    var places: [Int] = []
    var seen: Set<String> = []
    for (row, piece) in pieces.prefix(rows).enumerated() {
      let word = String(piece)
      guard word.unicodeScalars.count > 1, word.unicodeScalars.allSatisfy(\.properties.isAlphabetic),
        seen.insert(word).inserted
      else { continue }
      words.append(word)
      places.append(row)
    }
    let elements = try stored.withFloats { floats in places.flatMap { floats[$0 * size..<($0 + 1) * size] } }
    guard !words.isEmpty, elements.allSatisfy(\.isFinite), let vocabulary = Vocabulary(words: words) else {
      throw NotebookError.input(
        name: input.name, problem: "has no word pieces that are whole words with finite vectors")
    }
    return KeyedVectors(vocabulary: vocabulary, vectors: Matrix(rows: words.count, columns: size, elements: elements))
  }
}
