public import Foundation

/// How a file of texts is laid out.
public enum CorpusFormat: String, Sendable, CaseIterable, Codable {
  /// One JSON object a line.
  case jsonLines = "JSON lines"
  /// JSON objects over several lines, one after another or in one array.
  case json = "JSON"
  /// One dictionary of Python's a line, as `print` writes it.
  case pythonLines = "Python literals"
  /// Separated values with a header row.
  case csv = "CSV"
  /// Lines of `key: value`, with a blank line after each record.
  case keyValues = "key: value blocks"
  /// One text a line.
  case text = "plain text"
}

/// What to read from a file of texts, and how to prepare it.
public struct CorpusOptions: Sendable, Equatable {
  /// The field of each row that holds its text; `nil` takes a usual one that is there. Plain text has no
  /// columns.
  public var column: String?
  /// The file's layout; `nil` goes by its name and then by its first bytes.
  public var format: CorpusFormat?
  /// How a row's text becomes words.
  public var preparation = SimplePreprocess()
  /// Whether tags of HTML become blanks and entities their characters before that; gensim leaves both to its user.
  public var stripMarkup = false
  /// The share of malformed records, 0…1, above which reading fails.
  public var maximumMalformedShare = 0.01
  /// Stop after that many rows; `nil` reads them all.
  public var rowLimit: Int?
  /// Threads to read on; the result does not depend on it.
  public var threads = 1
  /// A record longer than this is an error, since it has to be held in memory whole.
  public var maximumRecordBytes = 1 << 28
  /// The most bytes that a compressed file may unpack to; `nil` allows 200 times its size, and 256 MiB at least.
  public var unpackedLimit: Int?
  /// How many bytes of tokens, four each, to keep in memory; a longer corpus lies in a temporary file.
  public var memoryLimit = 1 << 31
  /// Where that file goes.
  public var temporaryFolder = FileManager.default.temporaryDirectory
  /// How many of the first rows, and of the last, the report quotes.
  public var exampleRows = 3

  /// The usual options.
  public init() {}

  /// - Throws: `CorpusError.option` for values that make no sense.
  func validate() throws {
    try preparation.validate()
    guard (0...1).contains(maximumMalformedShare) else {
      throw CorpusError.option(
        name: "maximum_malformed_share", problem: "must lie between 0 and 1, found \(maximumMalformedShare)")
    }
    guard rowLimit ?? 1 >= 1 else {
      throw CorpusError.option(name: "row_limit", problem: "must be at least 1, found \(rowLimit!)")
    }
    guard unpackedLimit ?? 1 >= 1 else {
      throw CorpusError.option(name: "unpacked_limit", problem: "must be at least 1, found \(unpackedLimit!)")
    }
    guard threads >= 1 else {
      throw CorpusError.option(name: "threads", problem: "must be at least 1, found \(threads)")
    }
    guard memoryLimit >= 0 else {
      throw CorpusError.option(name: "memory_limit", problem: "must not be negative, found \(memoryLimit)")
    }
    guard exampleRows >= 0 else {
      throw CorpusError.option(name: "example_rows", problem: "must not be negative, found \(exampleRows)")
    }
  }

  /// The columns that are looked for, in this order, where the options name none.
  ///
  /// They are those of Amazon's reviews in their several editions, of SNAP, and of the data sets that courses use.
  static let usualColumns = [
    "reviewText", "text", "review_body", "review_text", "review/text", "review", "reviews.text", "content", "body",
    "comment",
  ]
}
