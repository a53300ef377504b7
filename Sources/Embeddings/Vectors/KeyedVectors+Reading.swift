public import Foundation
internal import LinearAlgebra

extension KeyedVectors {
  /// Reads vectors that word2vec's tools, fastText, GloVe, gensim's `save_word2vec_format` or
  /// Quire wrote.
  ///
  /// The whole file must be what its first line says: as many words, as many numbers each, all finite, no word twice.
  ///
  /// - Throws: `EmbeddingError.file` with the line where there is one.
  public init(reading file: URL, format: VectorFileFormat) throws(EmbeddingError) {
    let bytes: [UInt8]
    do {
      bytes = [UInt8](try Data(contentsOf: file, options: .mappedIfSafe))
    } catch {
      throw .file(path: file.path, line: nil, cause: "cannot be read: \(error.localizedDescription)")
    }
    guard format != .glove else {
      self = try GloVeFileReader(path: file.path, bytes: bytes).read()
      return
    }
    var reader = VectorFileReader(path: file.path, format: format, bytes: bytes)
    self = try reader.read()
  }
}
