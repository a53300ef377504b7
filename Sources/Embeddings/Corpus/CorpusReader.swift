public import Foundation

/// Reads a file of texts (JSON in its layouts, separated values, `key: value` blocks or plain text, gzipped or not) into a corpus.
///
/// What the file is, its contents say. Inflating, parsing, tokenising and counting overlap on the threads there are, and the result is
/// the same for any number. A record that is malformed or has no text is skipped, counted and reported; rows are numbered without it.
public enum CorpusReader {
  /// Reads a whole file, in memory that is bounded but for the corpus itself.
  ///
  /// - Parameter progress: Called now and then, never by two threads at once; what it throws ends the reading.
  /// - Throws: `CorpusError`, `GzipError` from `Archives`, and what `progress` throws.
  public static func read(
    file: URL, options: CorpusOptions = CorpusOptions(),
    progress: (@Sendable (CorpusProgress) throws -> Void)? = nil
  ) throws -> (TokenizedCorpus, ReadingReport) {
    try options.validate()
    let source = try ChunkSource(file: file, options: options)
    let layout = source.layout
    var report = ReadingReport()
    report.path = source.path
    report.format = layout.format
    report.encoding = source.encoding
    report.isCompressed = source.isCompressed
    if layout.format == .csv { report.dialect = layout.dialect }
    if let remark = layout.remark { report.remarks.append(remark) }
    if layout.format != .text {
      let sought = options.column.map { [$0] } ?? CorpusOptions.usualColumns
      report.column = column(among: layout.columns, sought: sought) ?? sought[0]
    } else if let column = options.column {
      throw CorpusError.missingColumn(path: source.path, column: column, available: [])
    }
    let makeReader = try readers(of: source, column: report.column)
    let pipeline = CorpusPipeline(
      source: source, report: report, options: options, makeReader: makeReader, progress: progress)
    return try pipeline.run()
  }

  /// The first of the sought columns that is there: by its exact name, and else without regard to case and to blanks around it.
  ///
  /// - Returns: The name as it is written in the file.
  static func column(among names: [String], sought: [String]) -> String? {
    if let exact = sought.first(where: names.contains) { return exact }
    guard names.count <= 10_000 else { return nil }
    func plain(_ name: String) -> String { name.trimmingCharacters(in: .whitespacesAndNewlines).lowercased() }
    let plainNames = names.map(plain)
    for column in sought {
      if let index = plainNames.firstIndex(of: plain(column)) { return names[index] }
    }
    return nil
  }

  /// What makes a reader of the file's records, once for each thread.
  private static func readers(of source: ChunkSource, column: String?) throws -> () -> any RecordReader {
    let layout = source.layout
    guard let column else { return { TextLineReader() } }
    switch layout.format {
    case .text: return { TextLineReader() }
    case .jsonLines: return { JSONLineReader(column: column) }
    case .json: return { JSONObjectReader(column: column) }
    case .pythonLines: return { PythonLineReader(column: column) }
    case .keyValues:
      guard layout.columns.contains(column) else {
        throw CorpusError.missingColumn(path: source.path, column: column, available: layout.columns)
      }
      return { KeyValueReader(key: column) }
    case .csv:
      let names = layout.columns
      guard !names.isEmpty else { throw CorpusError.noRows(path: source.path) }
      guard let field = names.firstIndex(of: column) else {
        throw CorpusError.missingColumn(path: source.path, column: column, available: names)
      }
      return { CSVRecordReader(field: field, fieldCount: names.count, dialect: layout.dialect) }
    }
  }
}
