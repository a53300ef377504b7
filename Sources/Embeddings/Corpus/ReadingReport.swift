/// What a reading met: counts, what was skipped and why, and a few rows before and after preparation.
public struct ReadingReport: Sendable, Equatable, Codable {
  /// A record that was skipped.
  public struct MalformedRecord: Sendable, Equatable, Codable {
    /// The line on which the record starts, counted from 1.
    public let line: Int
    /// What is wrong with it.
    public let reason: String
  }

  /// A row as it stands in the file and as it is trained on.
  public struct Example: Sendable, Equatable, Codable {
    /// The row's number, counted from 0.
    public let row: Int
    /// The raw text, at most 4,000 bytes of it.
    public let text: String
    /// The row's words.
    public let words: [String]
  }

  /// The path that was read.
  public var path = ""
  /// The file's layout.
  public var format = CorpusFormat.text
  /// Whether the file was gzipped.
  public var isCompressed = false
  /// The column that was read; `nil` for plain text.
  public var column: String?
  /// Bytes read from the file, compressed as they are.
  public var bytesRead = 0
  /// Bytes of text after decompression.
  public var textBytes = 0
  /// Rows read, empty ones included.
  public var rows = 0
  /// Rows of which preparation leaves no word.
  public var emptyRows = 0
  /// Tokens in all rows.
  public var tokens = 0
  /// Distinct words.
  public var distinctWords = 0
  /// Records that were skipped as malformed.
  public var malformedCount = 0
  /// The first of them.
  public var malformed: [MalformedRecord] = []
  /// The markup of the texts that were read.
  public var markup = Markup()
  /// The first rows.
  public var firstRows: [Example] = []
  /// The last rows, in order; none of `firstRows` among them.
  public var lastRows: [Example] = []

  /// The share of malformed records among all records.
  public var malformedShare: Double {
    malformedCount == 0 ? 0 : Double(malformedCount) / Double(rows + malformedCount)
  }

  static let malformedSamples = 10
}

/// How far a reading has come.
public struct CorpusProgress: Sendable, Equatable {
  /// Bytes of the file that have been used, compressed as they are.
  public let bytesRead: Int
  /// Size of the file; zero where it is not known.
  public let totalBytes: Int
  /// Rows so far.
  public let rows: Int
  /// Tokens so far.
  public let tokens: Int
}
