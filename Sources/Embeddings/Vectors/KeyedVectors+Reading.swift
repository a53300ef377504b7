internal import Basics
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
    let mapped: MappedFile
    do { mapped = try MappedFile(file) } catch { throw .unusable(error) }
    // The bytes are used as long as the mapping is, and no longer.
    defer { withExtendedLifetime(mapped) {} }
    let bytes = mapped.bytes.bindMemory(to: UInt8.self)
    if format == .glove {
      self = try GloVeFileReader(path: mapped.path, bytes: bytes, memoryLimit: memoryLimit).read()
    } else {
      var reader = VectorFileReader(path: mapped.path, format: format, bytes: bytes, memoryLimit: memoryLimit)
      self = try reader.read()
    }
  }
}

extension EmbeddingError {
  /// The greatest number of a vector: the squares of larger ones, added up, are infinite, and their cosines mean nothing.
  static let greatestNumber: Float = 1e15

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
