internal import Archives

extension LayoutDetection {
  /// - Throws: `CorpusError.unsupported` for files that people take for texts, or that are wrapped once more than is taken off.
  func refuseOthers() throws {
    for (magic, kind, advice) in Self.others where beginning.starts(with: magic) {
      throw CorpusError.unsupported(path: path, kind: kind, advice: advice)
    }
    // Whatever wraps the texts once has been taken off.
    if let inner = Compression.of(beginning) {
      let kind =
        packing.memberCompression ?? packing.compression == .gzip && inner == .gzip
        ? "gzipped twice" : "compressed twice, the second time with \(inner)"
      throw CorpusError.unsupported(path: path, kind: kind, advice: "unpack it once, such as with gunzip or unxz")
    }
    if beginning.count > 262, beginning[257..<262].elementsEqual("ustar".utf8) {
      throw CorpusError.unsupported(
        path: path, kind: packing.archive == nil ? "a damaged tar archive" : "an archive in an archive",
        advice: packing.archive == nil ? "get it again" : "unpack the outer one first")
    }
    let opening = beginning.drop { $0 <= 0x20 }.prefix(64)
    let text = String(decoding: opening, as: UTF8.self).lowercased()
    if text.hasPrefix("<!doctype html") || text.hasPrefix("<html") {
      throw CorpusError.unsupported(
        path: path, kind: "a web page", advice: "the download brought a page about the file; get the file itself")
    }
    if text.hasPrefix("version https://git-lfs.github.com/spec/") {
      throw CorpusError.unsupported(
        path: path, kind: "a pointer of Git LFS", advice: "get the file itself with `git lfs pull`")
    }
  }

  private static let others: [(magic: [UInt8], kind: String, advice: String)] = [
    ([0x50, 0x4B, 0x03, 0x04], "an archive in another wrapping", "unpack that first"),
    ([0x1F, 0x9D], "compressed with compress", "unpack it with gunzip"),
    ([0x5D, 0x00, 0x00, 0x80, 0x00], "compressed with lzma", "unpack it with unlzma, or compress it with xz"),
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7-Zip archive", "unpack it first"),
    ([0x52, 0x61, 0x72, 0x21, 0x1A, 0x07], "a RAR archive", "unpack it first"),
    (
      [0x50, 0x41, 0x52, 0x31], "a Parquet file",
      "write it as JSON lines, with pandas' to_json(path, orient=\"records\", lines=True)"
    ),
  ]
}
