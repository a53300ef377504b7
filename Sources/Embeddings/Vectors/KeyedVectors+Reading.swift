public import Foundation
internal import LinearAlgebra

extension KeyedVectors {
  /// Reads vectors that word2vec's tools, fastText, GloVe, gensim's `save_word2vec_format` or
  /// Quire wrote.
  ///
  /// The whole file must be what its first line says: as many words, as many numbers each, all finite, no word twice.
  ///
  /// - Parameter memoryLimit: How many bytes the vectors may take; a file that holds more is refused before it is read.
  /// - Throws: `EmbeddingError.file` with the line where there is one.
  public init(
    reading file: URL, format: VectorFileFormat, memoryLimit: Int = .max
  ) throws(EmbeddingError) {
    let data: Data
    do {
      data = try Data(contentsOf: file, options: .mappedIfSafe)
    } catch {
      throw .file(path: file.path, line: nil, cause: "cannot be read: \(error.localizedDescription)")
    }
    let result = data.withUnsafeBytes { bytes in
      Result<KeyedVectors, EmbeddingError> { () throws(EmbeddingError) in
        let bytes = bytes.bindMemory(to: UInt8.self)
        guard format != .glove else {
          return try GloVeFileReader(path: file.path, bytes: bytes, memoryLimit: memoryLimit).read()
        }
        var reader = VectorFileReader(path: file.path, format: format, bytes: bytes, memoryLimit: memoryLimit)
        return try reader.read()
      }
    }
    self = try result.get()
  }
}

extension EmbeddingError {
  /// Refuses a file whose vectors take more memory than they may.
  static func checkSize(of path: String, words: Int, size: Int, limit: Int) throws(EmbeddingError) {
    let (elements, overflows) = words.multipliedReportingOverflow(by: size)
    guard overflows || elements > limit / MemoryLayout<Float>.stride else { return }
    let mebibyte = (1 << 20) / MemoryLayout<Float>.stride
    throw .file(
      path: path, line: nil,
      cause:
        "holds \(words) vectors of \(size) numbers, which take \(elements / mebibyte + 1) MiB where memory_limit allows "
        + "\(limit >> 20); raise memory_limit, or leave the rarest words out of the file")
  }
}
