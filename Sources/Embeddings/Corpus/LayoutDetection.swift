internal import Archives
import Foundation

/// What a file of texts is, found out from its beginning and held against its name.
struct LayoutDetection {
  /// What has been found.
  struct Found {
    var format: CorpusFormat
    var dialect = CSVDialect()
    /// The names of its columns, in order of appearance.
    var columns: [String] = []
    /// What the name promises otherwise, as a clause with the file as its subject.
    var remark: String?
  }

  /// The beginning of the text.
  let beginning: UnsafeBufferPointer<UInt8>
  /// Whether that is all of it.
  let isWhole: Bool
  /// The name of the file, or of the one in an archive, without an ending that says how it is compressed.
  let name: String
  let path: String
  /// What has been taken off the file.
  let packing: Packing
  /// The column that the caller looks for.
  let column: String?

  /// How many records of the beginning are looked at.
  private static let records = 200
  private static let sampleBytes = 1 << 18

  /// The layout of the text.
  ///
  /// - Parameter format: What the caller says that it is; without it, the contents decide.
  /// - Throws: `CorpusError.unsupported` for what is not read.
  func find(_ format: CorpusFormat? = nil) throws -> Found {
    try refuseOthers()
    if let format { return try found(as: format) }
    let named = namedFormat
    var found = try byContents(named)
    if let named, !named.agrees(with: found.format) {
      found.remark = "promises \(named.rawValue) by its name, but holds \(found.format.rawValue) and is read as that"
    }
    return found
  }

  // MARK: The name

  /// The format that the file's name promises.
  private var namedFormat: CorpusFormat? {
    switch name.lowercased().split(separator: ".").dropFirst().last {
    case "jsonl", "ndjson", "json": return .jsonLines
    case "csv", "tsv", "tab": return .csv
    case "txt", "text": return .text
    default: return nil
    }
  }

  // MARK: The contents

  private func byContents(_ named: CorpusFormat?) throws -> Found {
    if let json = try json(named) { return json }
    if let columns = KeyValueReader.columns(of: beginning) { return Found(format: .keyValues, columns: columns) }
    if let table = try table(named) { return table }
    return Found(format: named == .jsonLines ? .jsonLines : .text)
  }

  private func found(as format: CorpusFormat) throws -> Found {
    switch format {
    case .text: return Found(format: .text)
    case .csv: return try table(.csv) ?? Found(format: .csv)
    case .keyValues: return Found(format: format, columns: KeyValueReader.columns(of: beginning) ?? [])
    case .json: return Found(format: format, columns: columns(ofObjects: beginning))
    case .jsonLines: return Found(format: format, columns: columns(ofLines: JSONLineReader.names))
    case .pythonLines: return Found(format: format, columns: columns(ofLines: PythonLineReader.columns))
    }
  }

  /// JSON in one of its layouts, or Python's dictionaries; `nil` where the text begins otherwise.
  private func json(_ named: CorpusFormat?) throws -> Found? {
    guard let start = beginning.firstIndex(where: { $0 > 0x20 }) else { return nil }
    let text = UnsafeBufferPointer(rebasing: beginning[start...])
    if text[0] == UInt8(ascii: "[") {
      let inner = text.dropFirst().first { $0 > 0x20 }
      if inner == UInt8(ascii: "{") { return Found(format: .json, columns: columns(ofObjects: text)) }
      guard named == .jsonLines else { return nil }
      throw CorpusError.unsupported(
        path: path, kind: "a JSON array of something other than objects", advice: "write one object a line")
    }
    guard text[0] == UInt8(ascii: "{") else { return nil }
    // Of `{"reviewText": {"0": "…", "1": "…"}, …}` every column is one object.
    if String(decoding: text.prefix(400), as: UTF8.self).prefixMatch(of: /\{\s*"[^"]*"\s*:\s*\{\s*"0"\s*:/) != nil {
      throw CorpusError.unsupported(
        path: path, kind: "one JSON object of whole columns, as pandas' to_json() writes it",
        advice: "write one object a line with to_json(path, orient=\"records\", lines=True)")
    }
    let lines = columns(ofLines: JSONLineReader.names)
    if !lines.isEmpty { return Found(format: .jsonLines, columns: lines) }
    let literals = columns(ofLines: PythonLineReader.columns)
    if !literals.isEmpty { return Found(format: .pythonLines, columns: literals) }
    let objects = columns(ofObjects: text)
    if !objects.isEmpty { return Found(format: .json, columns: objects) }
    return named == .text ? nil : Found(format: .jsonLines)
  }

  /// The names of the columns of the first lines, in order of first appearance.
  private func columns(ofLines names: (UnsafeBufferPointer<UInt8>) -> [String]) -> [String] {
    var columns: [String] = []
    var start = 0
    var count = 0
    while start < beginning.count, count < Self.records {
      let rest = UnsafeBufferPointer(rebasing: beginning[start...])
      let end = Bytes.firstOffset(of: 0x0A, in: rest)
      guard end != nil || isWhole else { break }
      let line = UnsafeBufferPointer(rebasing: rest[..<(end ?? rest.count)])
      start += line.count + 1
      guard !Bytes.isBlank(line) else { continue }
      let found = names(line)
      // What the first line is not, the file is not.
      if count == 0, found.isEmpty { return [] }
      columns += found.filter { !columns.contains($0) }.prefix(1000)
      count += 1
      // The usual case: the first line has what is sought.
      if count >= 20 || start > Self.sampleBytes { break }
    }
    return columns
  }

  /// The names of the fields of the first objects.
  private func columns(ofObjects text: UnsafeBufferPointer<UInt8>) -> [String] {
    var syntax = JSONObjects()
    var columns: [String] = []
    var (start, count) = (0, 0)
    while count < 20, let end = syntax.endOfObject(text, from: start) {
      let piece = UnsafeBufferPointer(rebasing: text[start..<end])
      let opening = Bytes.firstOffset(of: UInt8(ascii: "{"), in: piece) ?? 0
      let found = JSONLineReader.names(of: UnsafeBufferPointer(rebasing: piece[opening...]))
      if count == 0, found.isEmpty { return [] }
      columns += found.filter { !columns.contains($0) }
      (start, count) = (end, count + 1)
    }
    return columns
  }

  // MARK: Separated values

  /// A way to read the beginning as separated values, and how well it fits.
  private struct Candidate {
    var dialect: CSVDialect
    var names: [String]
    /// The share of records with as many fields as the header.
    var consistency: Double
    var hasSought: Bool
    var records: Int
  }

  private func table(_ named: CorpusFormat?) throws -> Found? {
    var best: Candidate?
    for dialect in Self.dialects {
      guard let candidate = candidate(dialect) else { continue }
      guard let other = best else {
        best = candidate
        continue
      }
      let (new, old) = (rank(candidate), rank(other))
      if old.lexicographicallyPrecedes(new) { best = candidate }
    }
    guard let best else { return named == .csv ? Found(format: .csv) : nil }
    let isSure = best.hasSought && best.names.count > 1 && best.consistency >= 0.9
    guard named == .csv || isSure && named != .jsonLines else { return nil }
    if !best.hasSought, column == nil, looksLikeData(best) {
      throw CorpusError.unsupported(
        path: path, kind: "a table without a header, as its first line is a record like the others",
        advice: "put a line with the names of its \(best.names.count) columns before it, such as "
          + "\"\((0..<best.names.count).map { $0 == best.names.count - 1 ? "text" : "column\($0 + 1)" }.prefix(6).joined(separator: ","))\""
      )
    }
    return Found(format: .csv, dialect: best.dialect, columns: best.names)
  }

  /// Fields that are never quoted are known of tab-separated values alone: elsewhere an open quote is a mistake to be told.
  private static let dialects: [CSVDialect] =
    [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")].flatMap { separator in
      [CSVDialect.Quoting.doubled, .backslash].map { CSVDialect(separator: separator, quoting: $0) }
    } + [CSVDialect(separator: UInt8(ascii: "\t"), quoting: .none)]

  /// What makes one way better than another: the column that is sought, fitting records, more fields. Of equals the first stays.
  private func rank(_ candidate: Candidate) -> [Double] {
    let isTable = candidate.names.count > 1
    return [
      candidate.hasSought ? 1 : 0, isTable ? (candidate.consistency * 50).rounded(.down) : 0,
      candidate.hasSought ? 0 : Double(min(candidate.names.count, 1000)),
    ]
  }

  private func candidate(_ dialect: CSVDialect) -> Candidate? {
    var syntax = CSVSyntax(dialect)
    var names: [String]?
    var (start, records, fitting, count) = (0, 0, 0, 0)
    while start < beginning.count, records < Self.records, start < Self.sampleBytes || names == nil {
      let end = syntax.endOfRecord(beginning, from: start)
      guard end != nil || isWhole && !syntax.isQuoteOpen || names == nil else {
        // A quote that stays open has taken the lines behind it, which are records for whoever does not take it for one.
        if syntax.isQuoteOpen {
          records += Bytes.count(of: 0x0A, in: UnsafeBufferPointer(rebasing: beginning[start...]))
        }
        break
      }
      let record = CSVRecordReader.withoutLineEnd(
        UnsafeBufferPointer(rebasing: beginning[start..<(end ?? beginning.count)]))
      start = end ?? beginning.count
      guard !record.isEmpty else { continue }
      guard names != nil else {
        names = CSVRecord.fields(of: record, dialect)
        count = names!.count
        continue
      }
      records += 1
      if CSVRecord.count(of: record, dialect) == count { fitting += 1 }
    }
    guard let names else { return nil }
    let sought = column.map { [$0] } ?? CorpusOptions.usualColumns
    return Candidate(
      dialect: dialect, names: names, consistency: records == 0 ? 1 : Double(fitting) / Double(records),
      hasSought: OpenedFile.column(among: names, sought: sought) != nil, records: records)
  }

  /// Whether what should be names is a record: long, or a number.
  private func looksLikeData(_ candidate: Candidate) -> Bool {
    candidate.names.contains { $0.utf8.count > 60 }
      || candidate.names.count > 1
        && candidate.names.contains { !$0.isEmpty && $0.wholeMatch(of: /\s*-?[0-9]+(\.[0-9]+)?\s*/) != nil }
  }
}

extension CorpusFormat {
  /// Whether a name that promises this format tells the truth of a file in another.
  fileprivate func agrees(with contents: CorpusFormat) -> Bool {
    switch self {
    case .jsonLines: [.jsonLines, .json, .pythonLines].contains(contents)
    // SNAP calls its blocks `.txt`.
    case .text: [.text, .keyValues].contains(contents)
    default: self == contents
    }
  }
}
