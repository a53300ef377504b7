internal import Archives
internal import Basics
public import Foundation
internal import LinearAlgebra

extension KeyedVectors {
  /// Reads vectors that word2vec's tools, fastText (its models too), GloVe, gensim's `save_word2vec_format` or
  /// Quire wrote, compressed or not.
  ///
  /// - Parameter memoryLimit: How many bytes the vectors may take; a file that holds more is refused before it is read.
  /// - Throws: `EmbeddingError.file` with the line where there is one.
  public init(
    reading file: URL, format: VectorFileFormat, memoryLimit: Int = .max
  ) throws(EmbeddingError) {
    self = try Self.read(file, format: format, memoryLimit: memoryLimit).vectors
  }

  /// Reads vectors, and tells what was left out or mended.
  ///
  /// A row that is no word and vector costs that row: it is left out and told, unless it is the first or more than a hundredth of the
  /// rows are like it. Of rows with one word the first stays.
  ///
  /// - Parameters:
  ///   - memoryLimit: How many bytes the vectors may take.
  ///   - limit: How many rows to read; the first are the most frequent words in every usual file.
  ///   - wanted: Words that get a vector where the file has none for them, if it can make one: a model of fastText's, of their pieces.
  /// - Throws: `EmbeddingError.file` with the line where there is one.
  public static func read(
    _ file: URL, format: VectorFileFormat, memoryLimit: Int = .max, limit: Int = .max, wanted: [String] = []
  ) throws(EmbeddingError) -> (vectors: KeyedVectors, report: VectorFileReport) {
    let mapped = try mapped(file, memoryLimit: memoryLimit)
    // The bytes are used as long as the mapping is, and no longer.
    defer { withExtendedLifetime(mapped) {} }
    let bytes = mapped.bytes.bindMemory(to: UInt8.self)
    switch format {
    case .text, .glove:
      let reader = TextVectorReader(path: file.path, file: mapped, memoryLimit: memoryLimit, limit: limit)
      return try reader.read(hasHeader: format == .text)
    case .binary:
      return try BinaryVectorReader(path: file.path, file: mapped, memoryLimit: memoryLimit, limit: limit).read()
    case .fastText:
      let reader = FastTextReader(path: file.path, bytes: bytes, memoryLimit: memoryLimit, limit: limit)
      return try reader.read(wanted: wanted)
    }
  }

  /// The file's bytes; those of a compressed one in a file that is gone once they are let go.
  private static func mapped(_ file: URL, memoryLimit: Int) throws(EmbeddingError) -> MappedFile {
    var reader = try UnpackedReader(vectors: file)
    if reader.packing.isPlain {
      do { return try MappedFile(file) } catch { throw .unusable(error) }
    }
    do {
      return try unpacked(&reader, of: file, limit: memoryLimit)
    } catch let error as EmbeddingError {
      throw error
    } catch let error as FileError {
      throw .unusable(error)
    } catch {
      throw .file(path: file.path, line: nil, cause: "cannot be unpacked: \(error)")
    }
  }

  /// What a compressed file holds, as long as vectors of the allowed memory can have been that long in text.
  private static func unpacked(_ reader: inout UnpackedReader, of file: URL, limit: Int) throws -> MappedFile {
    var output = try UnnamedFile()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    let (most, overflows) = limit.multipliedReportingOverflow(by: 8)
    while true {
      let count = try reader.read(into: buffer)
      if count == 0 { break }
      try output.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      if !overflows, output.count > most + 1 << 20 {
        throw EmbeddingError.file(
          path: file.path, line: nil, cause: "unpacks to more than memory_limit allows for; raise memory_limit")
      }
    }
    return try output.mapped(path: FileSystem.shown(file))
  }
}

extension UnpackedReader {
  /// Opens a file of vectors, whatever its bytes are wrapped in.
  init(vectors file: URL) throws(EmbeddingError) {
    do {
      // How much it may unpack to depends on the memory that vectors may take.
      try self.init(file, limit: .max) { CorpusReader.isText(member: $0) || Self.isVectors($0) }
    } catch {
      if case .file(let error) = error { throw .unusable(error) }
      throw .file(path: file.path, line: nil, cause: "cannot be unpacked: \(error)")
    }
  }

  private static func isVectors(_ name: String) -> Bool {
    let name = Compression.stripped(name).lowercased()
    return !name.hasPrefix("__macosx/") && [".vec", ".bin", ".w2v", ".glove"].contains(where: name.hasSuffix)
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
        + "\(limit >> 20); raise memory_limit, or read the first of them alone by a limit (vectors_limit, other_vectors_limit)"
    )
  }
}
