internal import Basics
internal import Embeddings
internal import Foundation
internal import LinearAlgebra
internal import Notebook
internal import Transformers

/// The vectors with which a language model begins: one for each entry of its vocabulary, before any layer has looked at the
/// sentence.
enum WordPieces {
  /// Whether an input is a model with a vocabulary.
  static func areIn(_ input: LocatedInput) -> Bool {
    input.files["config.json"] != nil && (input.files["vocab.txt"] ?? input.files["tokenizer.json"]) != nil
  }

  /// The entries that are whole words of letters, in the order of the model's vocabulary.
  ///
  /// - Throws: `NotebookError.input` for a model without word pieces or without a vector for each, and what reading its files throws.
  static func vectors(of input: LocatedInput) throws -> KeyedVectors {
    let pieces = try pieces(of: input)
    let checkpoint = try Checkpoint(folder: input.files["config.json"]!.deletingLastPathComponent())
    let stored = checkpoint.tensors.first { $0.name.hasSuffix("word_embeddings.weight") && $0.shape.count == 2 }
    guard let stored, stored.shape[1] > 0 else {
      throw NotebookError.input(name: input.name, problem: "has no vectors of word pieces (word_embeddings.weight)")
    }
    let (rows, size) = (stored.shape[0], stored.shape[1])
    // A word takes more than a letter, as in the texts that it is compared on; what begins with ## goes on with another piece.
    let whole = pieces.filter { piece, row in
      piece.unicodeScalars.count > 1 && piece.unicodeScalars.allSatisfy(\.properties.isAlphabetic) && row < rows
    }
    var vectors = Matrix(rows: whole.count, columns: size)
    try stored.withFloats { floats in
      vectors.withUnsafeMutableBufferPointer { elements in
        for (position, piece) in whole.enumerated() {
          _ = elements[(position * size)...].update(fromContentsOf: floats[piece.row * size..<(piece.row + 1) * size])
        }
      }
    }
    guard !whole.isEmpty, vectors.isFinite, let vocabulary = Vocabulary(words: whole.map(\.piece)) else {
      throw NotebookError.input(
        name: input.name, problem: "has no word pieces that are whole words, each once and with a finite vector")
    }
    return KeyedVectors(vocabulary: vocabulary, vectors: vectors)
  }

  /// The entries of a vocabulary, each with its row, in the order of the rows.
  private static func pieces(of input: LocatedInput) throws -> [(piece: String, row: Int)] {
    if let list = input.files["vocab.txt"] {
      return try InputFile.text(of: list, limit: 64 << 20).split(separator: "\n", omittingEmptySubsequences: false)
        .enumerated().map { (String($1.hasSuffix("\r") ? $1.dropLast() : $1), $0) }
    }
    let model = try JSONReader.value(ofFile: input.files["tokenizer.json"]!)["model"]
    guard model?["type"]?.string == "WordPiece", let members = model?["vocab"]?.members else {
      throw NotebookError.input(
        name: input.name, problem: "is no model of word pieces, so it has no vectors of whole words")
    }
    return members.compactMap { member in
      member.value.integer.flatMap { $0 >= 0 ? (member.name, $0) : nil }
    }.sorted { $0.1 < $1.1 }
  }
}
