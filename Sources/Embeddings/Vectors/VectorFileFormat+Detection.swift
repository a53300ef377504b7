internal import Archives
internal import Basics
public import Foundation

extension VectorFileFormat {
  /// The format of a file, compressed or not, by its first two lines.
  ///
  /// word2vec's formats begin with two whole numbers, and in its text numbers follow the first word; a file without such a beginning is GloVe's.
  ///
  /// - Throws: `EmbeddingError.file` where the file cannot be read, is empty, or is of a kind that is not read, which is named.
  public init(of file: URL) throws(EmbeddingError) {
    var beginning = try Self.beginning(of: file)
    guard !beginning.isEmpty else { throw .file(path: file.path, line: nil, cause: "is empty") }
    for (magic, kind) in Self.others where beginning.starts(with: magic) {
      throw .file(path: file.path, line: nil, cause: kind)
    }
    if beginning.starts(with: FastTextReader.magic) || Self.isOldFastText(beginning) {
      self = .fastText
      return
    }
    let opening = String(decoding: beginning.prefix(64), as: UTF8.self).lowercased()
    if opening.hasPrefix("<!doctype") || opening.hasPrefix("<html") {
      throw .file(
        path: file.path, line: nil,
        cause: "is a web page: the download brought a page about the file; get the file itself")
    }
    if opening.hasPrefix("version https://git-lfs") {
      throw .file(path: file.path, line: nil, cause: "is a pointer of Git LFS; get the file itself with `git lfs pull`")
    }
    if beginning.starts(with: [0xEF, 0xBB, 0xBF]) { beginning.removeFirst(3) }
    let lines = beginning.split(separator: UInt8(ascii: "\n"), maxSplits: 2, omittingEmptySubsequences: false)
    let header = Self.fields(lines[0]).map { Int($0) }
    guard header.count == 2, header[0] != nil, let size = header[1] else {
      self = .glove
      return
    }
    var numbers = lines.count > 1 ? Self.fields(lines[1].prefix(Self.enough)).dropFirst() : []
    // The last field of a long line may be half a number.
    if lines.count > 1, lines[1].count > Self.enough { numbers = numbers.dropLast() }
    // A few are told from other bytes, and a damaged line of text is still one; of `0:0.31 1:-0.2` the reader tells.
    let last = numbers.suffix(max(1, min(size, 8)))
    let isText =
      !last.isEmpty && last.allSatisfy { Double($0) != nil || $0.wholeMatch(of: /[0-9]+:[-+0-9.eE]+/) != nil }
    self = isText ? .text : .binary
  }

  /// The beginning of what the file holds.
  private static func beginning(of file: URL) throws(EmbeddingError) -> [UInt8] {
    var reader = try UnpackedReader(vectors: file)
    do {
      return try [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
        let buffer = UnsafeMutableRawBufferPointer(buffer)
        while count < buffer.count {
          let more = try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
          if more == 0 { break }
          count += more
        }
      }
    } catch {
      throw .file(path: file.path, line: nil, cause: "cannot be unpacked: \(error)")
    }
  }

  /// Files by their first bytes, and what to do with them.
  private static let others: [(magic: [UInt8], kind: String)] = [
    ([0x1F, 0x8B], "is gzipped twice; unpack it once with gunzip"),
    ([0x50, 0x4B, 0x03, 0x04], "is an archive in another wrapping; unpack that first"),
    ([0x42, 0x5A, 0x68], "is compressed twice, the second time with bzip2; unpack it once"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "is compressed twice, the second time with xz; unpack it once"),
    ([0x28, 0xB5, 0x2F, 0xFD], "is compressed twice, the second time with zstd; unpack it once"),
    (
      [0x80, 0x02],
      Self.pickle
    ), ([0x80, 0x03], Self.pickle), ([0x80, 0x04], Self.pickle), ([0x80, 0x05], Self.pickle),
    (
      [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59],
      "is an array of NumPy's without words; write both with gensim's save_word2vec_format(\"vectors.txt\")"
    ),
    ([0x89, 0x48, 0x44, 0x46], "is an HDF5 file; write word2vec's text from it"),
    (Array("SQLite format 3".utf8), "is an SQLite database, as Magnitude writes it; write word2vec's text from it"),
  ]

  private static let pickle =
    "is a pickle, as gensim's save() writes it; write the vectors with "
    + "KeyedVectors.load(path).save_word2vec_format(\"vectors.txt\"), of a whole model with Word2Vec.load(path).wv"

  /// Whether a file begins with the settings of fastText before it had a mark: whole numbers of four bytes, most of them noughts.
  private static func isOldFastText(_ beginning: [UInt8]) -> Bool {
    beginning.prefix(48).count { $0 == 0 } >= 16
      && beginning.withUnsafeBufferPointer { bytes in
        var cursor = FastTextReader.Cursor(bytes: bytes)
        return FastTextReader.Header(&cursor) != nil
      }
  }

  /// As many bytes of a line as tell numbers from other bytes.
  private static let enough = 4_096

  private static func fields(_ line: ArraySlice<UInt8>) -> [String] {
    line.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }.map { String(decoding: $0, as: UTF8.self) }
  }
}
