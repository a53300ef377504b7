public import Foundation
internal import LinearAlgebra

extension KeyedVectors {
  /// Writes the vectors in a form that word2vec's tools and gensim's `load_word2vec_format` read.
  ///
  /// Numbers in text are the shortest that read back to the same bits. The file is replaced when it is complete.
  ///
  /// - Throws: `EmbeddingError.file` where it cannot be written or a word has a blank or a line break, which neither
  ///   format can hold.
  public func write(to file: URL, format: VectorFileFormat) throws(EmbeddingError) {
    for word in words where word.isEmpty || word.utf8.contains(where: { $0 == 0x20 || (0x09...0x0D).contains($0) }) {
      throw .file(path: file.path, line: nil, cause: "the word \"\(word)\" has a blank, which the format cannot hold")
    }
    var output = try AtomicFile(replacing: file)
    if format != .glove { try output.write("\(count) \(vectorSize)\n".utf8) }
    for (row, word) in words.enumerated() {
      let elements = vectors.row(row)
      switch format {
      case .text, .glove:
        try output.write((word + elements.reduce(into: "") { $0 += " \($1)" } + "\n").utf8)
      case .binary:
        var bytes = Array((word + " ").utf8)
        for element in elements { withUnsafeBytes(of: element.bitPattern.littleEndian) { bytes += $0 } }
        try output.write(bytes)
      }
    }
    try output.finish()
  }
}
