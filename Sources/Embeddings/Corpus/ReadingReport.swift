public import Archives

/// What a reading met: counts, what was skipped and why, and a few rows before and after preparation.
public struct ReadingReport: Sendable, Equatable, Codable {
  /// A record that was skipped.
  public struct MalformedRecord: Sendable, Equatable, Codable {
    /// The line on which the record starts, counted from 1.
    public let line: Int
    /// What is wrong with it.
    public let reason: String
  }

  /// Records of a kind.
  public struct Records: Sendable, Equatable, Codable {
    /// How many there are.
    public internal(set) var count = 0
    /// The line of the first, counted from 1.
    public internal(set) var firstLine: Int?
  }

  /// A row as it stands in the file and as it is trained on.
  public struct Example: Sendable, Equatable, Codable {
    /// The row's number, counted from 0.
    public let row: Int
    /// The raw text, at most 4,000 bytes of it.
    public let text: String
    /// The row's first words, at most 1,000.
    public let words: [String]
  }

  /// The path that was read.
  public var path = ""
  /// The file's layout.
  public var format = CorpusFormat.text
  /// How its fields are separated and quoted, where it is CSV.
  public var dialect: CSVDialect?
  /// How its characters are written down.
  public var encoding = TextEncoding.utf8
  /// What the file's bytes are wrapped in.
  public var packing = Packing()
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
  /// Records without a text, which were left out.
  public var withoutText = Records()
  /// What the first of them lacks.
  public var withoutTextReason = ""
  /// Records that are no UTF-8 and were read as Windows-1252.
  public var singleByteRecords = Records()
  /// Records of CSV that end before the header's last column.
  public var shortRecords = 0
  /// What is to be told of the layout: a name that promises another.
  public var remarks: [String] = []
  /// The markup of the texts that were read.
  public var markup = Markup()
  /// The first rows.
  public var firstRows: [Example] = []
  /// The last rows, in order; none of `firstRows` among them.
  public var lastRows: [Example] = []

  /// The same of each file, where there are several.
  public var parts: [ReadingReport] = []

  /// A report that says nothing.
  init() {}

  /// What is said of several files as one corpus; of one, what is said of it. Lines are those of their file, which is named.
  init(joining parts: [ReadingReport]) {
    self = parts.first ?? ReadingReport()
    guard parts.count > 1 else { return }
    self.parts = parts
    for part in parts.dropFirst() {
      bytesRead += part.bytesRead
      rows += part.rows
      emptyRows += part.emptyRows
      tokens += part.tokens
      malformedCount += part.malformedCount
      withoutText.count += part.withoutText.count
      singleByteRecords.count += part.singleByteRecords.count
      shortRecords += part.shortRecords
      markup.add(part.markup)
    }
    malformed = Array(
      parts.flatMap { part in
        part.malformed.map { MalformedRecord(line: $0.line, reason: "\(part.name): \($0.reason)") }
      }.prefix(Self.malformedSamples))
  }

  /// The file's name.
  public var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// The share of malformed records among all records.
  public var malformedShare: Double {
    malformedCount == 0 ? 0 : Double(malformedCount) / Double(rows + malformedCount)
  }

  /// The layout in words, as in “is read as …”: “tab-separated values, column review_body (compressed with gzip)”.
  public var layout: String {
    let separated = [UInt8(ascii: "\t"): "tab-separated values", UInt8(ascii: ";"): "CSV with semicolons"]
    var words = format == .csv ? dialect.map { separated[$0.separator] ?? "CSV" } ?? "CSV" : format.rawValue
    if dialect?.separator == UInt8(ascii: "|") { words = "CSV with vertical bars" }
    if let column { words += ", column \(column)" }
    if encoding != .utf8 { words += ", in \(encoding.rawValue)" }
    return packing.isPlain ? words : "\(words) (\(packing.description))"
  }

  /// Everything about the reading that whoever chose the file should know: clauses with the file as their subject, which is named
  /// where there are several.
  public var findings: [String] {
    guard parts.isEmpty else { return parts.flatMap { part in part.findings.map { "\(part.name) \($0)" } } }
    var findings = remarks
    if rows == 0, withoutText.count == 0, malformedCount == 0 { findings.append("holds no rows") }
    func records(_ found: Records, _ one: String, _ more: String) {
      guard found.count > 0 else { return }
      let place = found.firstLine.map { " (\(found.count == 1 ? "" : "the first on ")line \($0))" } ?? ""
      findings.append("has \(found.count) \(found.count == 1 ? one : more)\(place)")
    }
    records(withoutText, "record without a text, which is left out", "records without a text, which are left out")
    records(
      singleByteRecords, "record that is no UTF-8 and is read as Windows-1252",
      "records that are no UTF-8 and are read as Windows-1252")
    if shortRecords > 0 {
      findings.append(
        "has \(shortRecords) \(shortRecords == 1 ? "record" : "records") with fewer fields than the header; what is missing counts as empty"
      )
    }
    return findings
  }

  static let malformedSamples = 10
  static let exampleWords = 1_000
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
