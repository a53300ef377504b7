internal import Basics
public import Foundation

extension VectorFileFormat {
  /// The format of a file, by its first two lines.
  ///
  /// word2vec's formats begin with two whole numbers, and in its text numbers follow the first word; a file without such a beginning is GloVe's.
  ///
  /// - Throws: `EmbeddingError.file` where the file cannot be read, is empty or is compressed.
  public init(of file: URL) throws(EmbeddingError) {
    let beginning: [UInt8]
    do { beginning = try InputFile(file).read(1 << 16) } catch { throw .unusable(error) }
    guard !beginning.isEmpty else { throw .file(path: file.path, line: nil, cause: "is empty") }
    for (magic, tool) in Self.compressions where beginning.starts(with: magic) {
      throw .file(path: file.path, line: nil, cause: "is compressed; unpack it with \(tool) first")
    }
    let lines = beginning.split(separator: UInt8(ascii: "\n"), maxSplits: 2, omittingEmptySubsequences: false)
    let header = Self.fields(lines[0]).map { Int($0) }
    guard header.count == 2, header[0] != nil, let size = header[1] else {
      self = .glove
      return
    }
    var numbers = lines.count > 1 ? Self.fields(lines[1].prefix(Self.enough)).dropFirst() : []
    // The last field of a long line may be half a number.
    if lines.count > 1, lines[1].count > Self.enough { numbers = numbers.dropLast() }
    // A few are told from other bytes, and a damaged line of text is still one.
    let last = numbers.suffix(max(1, min(size, 8)))
    let isText = !last.isEmpty && last.allSatisfy { Double($0) != nil }
    self = isText ? .text : .binary
  }

  private static let compressions: [(magic: [UInt8], tool: String)] = [
    ([0x1F, 0x8B], "gunzip"), ([0x50, 0x4B, 0x03, 0x04], "unzip"), ([0x42, 0x5A, 0x68], "bunzip2"),
  ]

  /// As many bytes of a line as tell numbers from other bytes.
  private static let enough = 4_096

  private static func fields(_ line: ArraySlice<UInt8>) -> [String] {
    line.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }.map { String(decoding: $0, as: UTF8.self) }
  }
}
