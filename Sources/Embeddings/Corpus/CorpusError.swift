internal import Basics

/// Why a file cannot be read as a corpus.
public enum CorpusError: Error, Equatable, CustomStringConvertible {
  /// The file holds no row at all.
  case noRows(path: String)
  /// No record has the column.
  case missingColumn(path: String, column: String, available: [String])
  /// All records have the column, or lack it, and none has a text in it.
  case noText(path: String, column: String, records: Int)
  /// More records are malformed than the options allow.
  case malformed(path: String, count: Int, records: Int, allowedShare: Double, samples: [ReadingReport.MalformedRecord])
  /// A record is too long to hold in memory.
  case recordTooLong(path: String, line: Int, limit: Int)
  /// A quoted CSV field is never closed.
  case openQuote(path: String, line: Int)
  /// The file is of a kind that is not read.
  case unsupported(path: String, kind: String, advice: String)
  /// The file unpacks to more bytes than it may.
  case unpacksTooFar(path: String, limit: Int)
  /// The tokens do not fit into the memory allowed, and the file for them cannot be had.
  case temporaryFile(folder: String, problem: String)
  /// An option makes no sense.
  case option(name: String, problem: String)

  /// What is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .noRows(let path):
      return "\(path): holds no rows; name a file that has texts in it"
    case .missingColumn(let path, let column, let available):
      guard !available.isEmpty else { return "\(path): no column \"\(column)\"; its records have no columns at all" }
      let shown = available.prefix(40).joined(separator: ", ") + (available.count > 40 ? ", …" : "")
      guard let nearest = nearestName(to: column, among: available) else {
        return "\(path): no column \"\(column)\"; columns: \(shown)"
      }
      return "\(path): no column \"\(column)\"; did you mean \"\(nearest)\"? Columns: \(shown)"
    case .noText(let path, let column, let records):
      return "\(path): none of its \(records) records has a text in \"\(column)\"; name another column"
    case .malformed(let path, let count, let records, let allowedShare, let samples):
      let share = percent(Double(count) / Double(max(1, records)))
      let first = samples.prefix(3).map { "line \($0.line): \($0.reason)" }.joined(separator: "; ")
      return "\(path): \(count) of \(records) records are malformed (\(share), allowed \(percent(allowedShare))): "
        + first + (count > 3 ? "; …" : "")
    case .recordTooLong(let path, let line, let limit):
      return "\(path):\(line): the record that starts here is longer than \(limit) bytes; is the format right?"
    case .openQuote(let path, let line):
      return
        "\(path):\(line): the quoted field that opens in this record is never closed; close it, and double "
        + "a quote within a field"
    case .unsupported(let path, let kind, let advice):
      return "\(path): is \(kind), which is not read; \(advice)"
    case .unpacksTooFar(let path, let limit):
      return "\(path): unpacks to more than \(ByteCount.text(limit)), which texts of its size seldom do; "
        + "if these are meant, raise unpacked_limit"
    case .temporaryFile(let folder, let problem):
      return "\(folder): a temporary file for the tokens \(problem); raise memory_limit or free space there"
    case .option(let name, let problem):
      return "\(name) \(problem)"
    }
  }
}

private func percent(_ share: Double) -> String {
  let hundredths = Int((share * 10_000).rounded())
  let (whole, part) = hundredths.quotientAndRemainder(dividingBy: 100)
  return part == 0 ? "\(whole) %" : "\(whole).\(part < 10 ? "0" : "")\(part) %"
}
