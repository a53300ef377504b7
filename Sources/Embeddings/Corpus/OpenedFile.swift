internal import Archives
import Foundation

/// What is known of a file of texts once it has been opened: how to read its records, and what the report says of it.
final class OpenedFile: Sendable {
  /// The file's place among those that are read, from 0.
  let place: Int
  /// What is to be said of the file before any of its records is read.
  let report: ReadingReport
  /// What makes a reader of the file's records, once for each thread.
  let makeReader: @Sendable () -> any RecordReader

  /// - Parameter sought: The column that the caller names; without it a usual one is taken.
  /// - Throws: `CorpusError.missingColumn`, and `CorpusError.noRows` for separated values without a header.
  init(
    place: Int, path: String, layout: LayoutDetection.Found, encoding: TextEncoding, packing: Packing, sought: String?
  ) throws {
    var report = ReadingReport()
    report.path = path
    report.format = layout.format
    report.encoding = encoding
    report.packing = packing
    if layout.format == .csv { report.dialect = layout.dialect }
    if let remark = layout.remark { report.remarks.append(remark) }
    if layout.format != .text {
      let sought = sought.map { [$0] } ?? CorpusOptions.usualColumns
      report.column = Self.column(among: layout.columns, sought: sought) ?? sought[0]
    } else if let sought {
      throw CorpusError.missingColumn(path: path, column: sought, available: [])
    }
    self.place = place
    self.report = report
    makeReader = try Self.readers(of: layout, path: path, column: report.column)
  }

  /// The first of the sought columns that is there: by its exact name, and else without regard to case and to blanks around it.
  ///
  /// - Returns: The name as it is written in the file.
  static func column(among names: [String], sought: [String]) -> String? {
    if let exact = sought.first(where: names.contains) { return exact }
    guard names.count <= 10_000 else { return nil }
    // Of many files each is asked for ten columns in nine ways, which Foundation's trimming would make half of their reading.
    func plain(_ name: String) -> String {
      var name = name[...]
      while name.first?.isWhitespace ?? false { name.removeFirst() }
      while name.last?.isWhitespace ?? false { name.removeLast() }
      return name.lowercased()
    }
    let plainNames = names.map(plain)
    for column in sought {
      if let index = plainNames.firstIndex(of: plain(column)) { return names[index] }
    }
    return nil
  }

  private static func readers(
    of layout: LayoutDetection.Found, path: String, column: String?
  ) throws -> @Sendable () -> any RecordReader {
    guard let column else { return { TextLineReader() } }
    switch layout.format {
    case .text: return { TextLineReader() }
    case .jsonLines: return { JSONLineReader(column: column) }
    case .json: return { JSONObjectReader(column: column) }
    case .pythonLines: return { PythonLineReader(column: column) }
    case .keyValues:
      guard layout.columns.contains(column) else {
        throw CorpusError.missingColumn(path: path, column: column, available: layout.columns)
      }
      return { KeyValueReader(key: column) }
    case .csv:
      let (names, dialect) = (layout.columns, layout.dialect)
      guard !names.isEmpty else { throw CorpusError.noRows(path: path) }
      guard let field = names.firstIndex(of: column) else {
        throw CorpusError.missingColumn(path: path, column: column, available: names)
      }
      return { CSVRecordReader(field: field, fieldCount: names.count, dialect: dialect) }
    }
  }
}

/// The files of a corpus as one sequence of chunks: each is opened when the one before it has ended.
final class CorpusFiles {
  /// Size of all files, compressed as they are.
  let size: Int
  /// Bytes of text so far, after decompression.
  private(set) var textBytes = 0

  private let files: [URL]
  private let options: CorpusOptions
  private var current: ChunkSource?
  private var place = 0
  private var chunks = 0
  /// What is said of each file before it is read.
  private(set) var opened: [OpenedFile] = []

  init(_ files: [URL], options: CorpusOptions) throws {
    self.files = files
    self.options = options
    size = files.reduce(0) { sum, file in
      sum + ((try? file.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0)
    }
    // What is wrong with a later file is told before the first is read.
    for file in files.dropFirst() { _ = try Self.open(file, options, 1, 0) }
    current = try Self.open(files[0], options, 0, 0)
    opened = [current!.opened]
  }

  /// The next chunk; `nil` at the end of the last file.
  func next() throws -> Chunk? {
    while let source = current {
      if let chunk = try source.next() {
        chunks += 1
        return chunk
      }
      textBytes += source.textBytes
      place += 1
      current = place < files.count ? try Self.open(files[place], options, place, chunks) : nil
      if let current { opened.append(current.opened) }
    }
    return nil
  }

  private static func open(_ file: URL, _ options: CorpusOptions, _ place: Int, _ chunk: Int) throws -> ChunkSource {
    try ChunkSource(file: file, options: options, place: place, firstChunk: chunk)
  }
}
