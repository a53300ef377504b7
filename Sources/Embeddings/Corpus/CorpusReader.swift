public import Foundation

/// Reads a file of texts (JSON lines, CSV or plain text, gzipped or not) into a corpus.
///
/// Inflating, parsing, tokenising and counting overlap on the threads there are, and the result is the same for any number.
/// A malformed record is skipped, counted and reported; rows are numbered without it.
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
    var report = ReadingReport()
    report.path = source.path
    report.format = source.format
    report.isCompressed = source.isCompressed
    if source.format != .text {
      let usual = CorpusOptions.usualColumns
      report.column = options.column ?? usual.first(where: source.columns.contains) ?? usual[0]
    }
    let makeReader = try readers(of: source, column: report.column)
    let pipeline = CorpusPipeline(
      source: source, report: report, options: options, makeReader: makeReader, progress: progress)
    return try pipeline.run()
  }

  /// What makes a reader of the file's records, once for each thread.
  private static func readers(of source: ChunkSource, column: String?) throws -> () -> any RecordReader {
    switch source.format {
    case .text: return { TextLineReader() }
    case .jsonLines:
      let column = column!
      return { JSONLineReader(column: column) }
    case .csv:
      let names = source.columns
      guard !names.isEmpty else { throw CorpusError.noRows(path: source.path) }
      guard let field = names.firstIndex(of: column!) else {
        throw CorpusError.missingColumn(path: source.path, column: column!, available: names)
      }
      return { CSVRecordReader(field: field, fieldCount: names.count) }
    }
  }
}
