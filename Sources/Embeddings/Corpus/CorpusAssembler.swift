/// Puts the chunks of all threads together, in the file's order, into one corpus.
///
/// A thread's new words are numbered when its chunk's turn comes. Within the chunk they stand in order of first appearance, and
/// what the thread knew before it met in an earlier chunk: so the numbering is that of a single thread.
final class CorpusAssembler {
  /// What is said of each file that had a chunk, by its place.
  private var reports: [Int: ReadingReport] = [:]
  private var firstRows: [ReadingReport.Example] = []
  private var interner = WordInterner(minimumCapacity: 1 << 16)
  private var counts: [Int] = []
  private let tokens: TokenWriter
  private var rowEnds: [Int] = []
  /// For every thread, the number in the corpus of each of its words.
  private var numbers: [[UInt32]]
  private var lastTexts: [[UInt8]] = []
  /// The file whose records come in, the columns that they have instead of the wanted one, and whether any had that.
  private var current = 0
  private var otherColumns: [String] = []
  private var sawColumn = false
  /// The row that the last chunk ended in, as far as it is known.
  private var openRow = ChunkRows.Piece()
  private let options: CorpusOptions

  init(options: CorpusOptions, threads: Int) {
    self.options = options
    tokens = TokenWriter(limit: options.memoryLimit, folder: options.temporaryFolder)
    numbers = Array(repeating: [], count: threads)
  }

  var rowCount: Int { rowEnds.count }
  var tokenCount: Int { tokens.count }
  /// Bytes of all files that have been used, compressed as they are.
  private(set) var bytesRead = 0

  /// Adds the next chunk of the file.
  ///
  /// - Throws: `CorpusError.missingColumn` where the records so far have other columns only, `CorpusError.temporaryFile`.
  func add(_ rows: ChunkRows, of chunk: Chunk, thread: Int) throws {
    var report = reports[chunk.file.place] ?? chunk.file.report
    bytesRead += chunk.bytesRead - report.bytesRead
    report.bytesRead = chunk.bytesRead
    let rows = joined(rows, of: chunk, in: &report)
    try note(rows, of: chunk, in: &report)
    number(rows.newWordBytes, rows.newWordEnds, thread: thread)

    let offset = tokens.count
    let renumbered = CorpusAssembler.renumber(rows.tokens, numbers[thread], &counts)
    try tokens.append(renumbered)
    for end in rows.rowEnds {
      if offset + end == rowEnds.last ?? 0 { report.emptyRows += 1 }
      rowEnds.append(offset + end)
    }
    report.rows += rows.rowEnds.count
    report.tokens += renumbered.count
    reports[chunk.file.place] = report
  }

  /// The corpus and the report on it.
  ///
  /// - Throws: `CorpusError.malformed`, `CorpusError.noRows`, `CorpusError.temporaryFile`.
  func finish(_ files: [OpenedFile], textBytes: Int) throws -> (TokenizedCorpus, ReadingReport) {
    // A file without any record has had no chunk.
    let parts = files.map { reports[$0.place] ?? $0.report }
    for part in parts where part.malformedShare > options.maximumMalformedShare {
      throw CorpusError.malformed(
        path: part.path, count: part.malformedCount, records: part.rows + part.malformedCount,
        allowedShare: options.maximumMalformedShare, samples: part.malformed)
    }
    var report = ReadingReport(joining: parts)
    report.textBytes = textBytes
    report.markup.isRemoved = options.stripMarkup
    report.distinctWords = interner.count
    guard !rowEnds.isEmpty else {
      guard report.withoutText.count > 0, let column = report.column else {
        throw CorpusError.noRows(path: report.path)
      }
      throw CorpusError.noText(path: report.path, column: column, records: report.withoutText.count)
    }
    let corpus = TokenizedCorpus(
      words: interner.words(), tokens: try tokens.finish(), rowEnds: rowEnds, counts: counts)
    report.firstRows = firstRows.map { example($0.row, $0.text, corpus) }
    let firstLast = max(firstRows.count, rowEnds.count - lastTexts.count)
    report.lastRows = zip(firstLast..<rowEnds.count, lastTexts.suffix(rowEnds.count - firstLast)).map { row, text in
      example(row, String(decoding: text, as: UTF8.self), corpus)
    }
    return (corpus, report)
  }

  /// The rows with what is known of the first from the chunks before, where it began there.
  private func joined(_ rows: ChunkRows, of chunk: Chunk, in report: inout ReadingReport) -> ChunkRows {
    var rows = rows
    if chunk.startsInRow {
      // A row counts once, in however many pieces it comes.
      if openRow.isSingleByte, rows.continued.isSingleByte { report.singleByteRecords.count -= 1 }
      if openRow.hasMarkup, rows.continued.hasMarkup { report.markup.rows -= 1 }
      openRow.isSingleByte = openRow.isSingleByte || rows.continued.isSingleByte
      openRow.hasMarkup = openRow.hasMarkup || rows.continued.hasMarkup
      if !rows.firstTexts.isEmpty { rows.firstTexts[0] = openRow.text }
      if !rows.lastTexts.isEmpty, rows.rowEnds.count == rows.lastTexts.count { rows.lastTexts[0] = openRow.text }
    }
    if chunk.endsInRow, !chunk.startsInRow || !rows.rowEnds.isEmpty { openRow = rows.begun }
    return rows
  }

  private func example(_ row: Int, _ text: String, _ corpus: TokenizedCorpus) -> ReadingReport.Example {
    ReadingReport.Example(row: row, text: text, words: corpus.words(ofRow: row, first: ReadingReport.exampleWords))
  }

  /// Keeps count of what was skipped, and the texts of the first rows and the last.
  private func note(_ rows: ChunkRows, of chunk: Chunk, in report: inout ReadingReport) throws {
    report.malformedCount += rows.malformed.count
    report.markup.add(rows.markup)
    report.shortRecords += rows.shortRecords
    if report.withoutText.count == 0 { report.withoutTextReason = rows.withoutTextReason }
    report.withoutText.add(rows.withoutText, of: chunk)
    report.singleByteRecords.add(rows.singleByteRecords, of: chunk)
    for record in rows.malformed.prefix(ReadingReport.malformedSamples - report.malformed.count) {
      report.malformed.append(.init(line: chunk.firstLine + record.line, reason: record.reason))
    }
    for text in rows.firstTexts.prefix(options.exampleRows - firstRows.count) {
      firstRows.append(.init(row: firstRows.count, text: String(decoding: text, as: UTF8.self), words: []))
    }
    lastTexts = (lastTexts + rows.lastTexts).suffix(options.exampleRows)
    if chunk.file.place != current { (current, sawColumn, otherColumns) = (chunk.file.place, false, []) }
    sawColumn = sawColumn || rows.sawColumn
    if otherColumns.isEmpty { otherColumns = rows.otherColumns }
    if let column = report.column, !sawColumn, !otherColumns.isEmpty {
      throw CorpusError.missingColumn(path: report.path, column: column, available: otherColumns)
    }
  }

  /// A thread's tokens in the corpus's numbers, which are counted.
  private static func renumber(_ tokens: [UInt32], _ numbers: [UInt32], _ counts: inout [Int]) -> [UInt32] {
    // The array of nothing is one for all threads, and the sanitizer sees its count written.
    guard !tokens.isEmpty else { return [] }
    return [UInt32](unsafeUninitializedCapacity: tokens.count) { renumbered, count in
      // Once for all tokens, so that none pays for the checks of a shared array.
      counts.withUnsafeMutableBufferPointer { counts in
        for (index, token) in tokens.enumerated() {
          let number = numbers[Int(token)]
          renumbered[index] = number
          counts[Int(number)] += 1
        }
      }
      count = tokens.count
    }
  }

  private func number(_ bytes: [UInt8], _ ends: [Int], thread: Int) {
    bytes.withUnsafeBufferPointer { bytes in
      var start = 0
      for end in ends {
        let number = interner.intern(UnsafeBufferPointer(rebasing: bytes[start..<end]))
        if Int(number) == counts.count { counts.append(0) }
        numbers[thread].append(number)
        start = end
      }
    }
  }
}

extension ReadingReport.Records {
  /// Adds those of a chunk.
  fileprivate mutating func add(_ more: ChunkRows.Count, of chunk: Chunk) {
    count += more.count
    if firstLine == nil { firstLine = more.firstLine.map { chunk.firstLine + $0 } }
  }
}
