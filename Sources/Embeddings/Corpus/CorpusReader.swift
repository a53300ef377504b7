public import Foundation

/// Reads files of texts (JSON in its layouts, separated values, `key: value` blocks or plain text, compressed or not) into one corpus.
///
/// What a file is, its contents say. Inflating, parsing, tokenising and counting overlap on the threads there are, and the result is
/// the same for any number. A record that is malformed or has no text is skipped, counted and reported; rows are numbered without it.
public enum CorpusReader {
  /// Reads a whole file, in memory that is bounded but for the corpus itself.
  ///
  /// - Parameter progress: Called now and then, never by two threads at once; what it throws ends the reading.
  /// - Throws: `CorpusError`, `ArchiveError` from `Archives`, and what `progress` throws.
  public static func read(
    file: URL, options: CorpusOptions = CorpusOptions(),
    progress: (@Sendable (CorpusProgress) throws -> Void)? = nil
  ) throws -> (TokenizedCorpus, ReadingReport) {
    try read(files: [file], options: options, progress: progress)
  }

  /// Reads files one after another into one corpus, each in its own layout.
  ///
  /// All are opened, and their layouts found, before the first is read.
  ///
  /// - Precondition: There is at least one file.
  /// - Throws: As for one file; errors name the file.
  public static func read(
    files: [URL], options: CorpusOptions = CorpusOptions(),
    progress: (@Sendable (CorpusProgress) throws -> Void)? = nil
  ) throws -> (TokenizedCorpus, ReadingReport) {
    precondition(!files.isEmpty, "a corpus without files")
    try options.validate()
    let source = try CorpusFiles(files, options: options)
    return try CorpusPipeline(source: source, options: options, progress: progress).run()
  }
}
