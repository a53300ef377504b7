/// What a file of texts is, by its name and then by its first bytes.
enum FormatDetection {
  /// The format of a file whose name or beginning tells it.
  ///
  /// - Parameter column: The column that the caller looks for: a first line that names it is a CSV header.
  static func format(name: String, beginning: UnsafeBufferPointer<UInt8>, column: String?) -> CorpusFormat {
    var name = name.lowercased()
    if name.hasSuffix(".gz") { name.removeLast(3) }
    switch name.split(separator: ".").dropFirst().last {
    case "jsonl", "ndjson", "json": return .jsonLines
    case "csv": return .csv
    case "txt", "text": return .text
    default: break
    }
    if beginning.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") { return .jsonLines }
    var syntax = CSVSyntax()
    let end = syntax.endOfRecord(beginning, from: 0) ?? beginning.count
    let header = CSVRecordReader.withoutLineEnd(UnsafeBufferPointer(rebasing: beginning[..<end]))
    let names = CSVRecord.fields(of: header)
    let sought = column.map { [$0] } ?? CorpusOptions.usualColumns
    let isHeader = names.count > 1 && sought.contains(where: names.contains)
    return isHeader ? .csv : .text
  }

  /// - Throws: `CorpusError.unsupported` for archives, other compressions, UTF-16 and JSON that is no lines.
  static func refuseOthers(_ beginning: UnsafeBufferPointer<UInt8>, format: CorpusFormat, path: String) throws {
    for (magic, kind, advice) in others where beginning.starts(with: magic) {
      throw CorpusError.unsupported(path: path, kind: kind, advice: advice)
    }
    if format == .jsonLines, beginning.first(where: { $0 > 0x20 }) == UInt8(ascii: "[") {
      throw CorpusError.unsupported(
        path: path, kind: "one JSON array", advice: "write one object a line, as `jq -c '.[]'` does")
    }
  }

  private static let others: [(magic: [UInt8], kind: String, advice: String)] = [
    ([0x50, 0x4B, 0x03, 0x04], "a zip archive", "unpack it first"),
    ([0x42, 0x5A, 0x68], "compressed with bzip2", "unpack it with bunzip2, or compress it with gzip"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "compressed with xz", "unpack it with unxz, or compress it with gzip"),
    ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd", "unpack it with unzstd, or compress it with gzip"),
    ([0xFF, 0xFE], "UTF-16", "convert it to UTF-8 with iconv"),
    ([0xFE, 0xFF], "UTF-16", "convert it to UTF-8 with iconv"),
  ]
}
