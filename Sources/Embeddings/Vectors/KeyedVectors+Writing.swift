internal import Basics
public import Foundation
internal import LinearAlgebra

extension KeyedVectors {
  /// Writes the vectors in a form that word2vec's tools and gensim's `load_word2vec_format` read.
  ///
  /// Numbers in text are the shortest that read back to the same bits. The file is replaced when it is complete.
  ///
  /// - Throws: `EmbeddingError.file` where it cannot be written or a word has a blank or a line break, which neither
  ///   format can hold, or the format is fastText's model, which vectors alone do not make.
  public func write(to file: URL, format: VectorFileFormat) throws(EmbeddingError) {
    for word in words where word.isEmpty || word.utf8.contains(where: { $0 == 0x20 || (0x09...0x0D).contains($0) }) {
      throw .file(path: file.path, line: nil, cause: "the word \"\(word)\" has a blank, which the format cannot hold")
    }
    guard format != .fastText else {
      throw .file(
        path: file.path, line: nil, cause: "vectors alone make no model of fastText's; write word2vec's forms")
    }
    do { try put(file, format) } catch { throw .unusable(error) }
  }

  private func put(_ file: URL, _ format: VectorFileFormat) throws(FileError) {
    var output = try AtomicFile(replacing: file)
    var pending: [UInt8] = []
    if format != .glove { pending += "\(count) \(vectorSize)\n".utf8 }
    for (row, word) in words.enumerated() {
      let elements = vectors.row(row)
      switch format {
      case .text, .glove:
        pending += (word + elements.reduce(into: "") { $0 += " \($1)" } + "\n").utf8
      case .fastText: preconditionFailure("is refused before")
      case .binary:
        pending += (word + " ").utf8
        for element in elements { withUnsafeBytes(of: element.bitPattern.littleEndian) { pending += $0 } }
      }
      if pending.count >= 1 << 20 {
        try output.write(pending)
        pending.removeAll(keepingCapacity: true)
      }
    }
    try output.write(pending)
    try output.commit()
  }
}
