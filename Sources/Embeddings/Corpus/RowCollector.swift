/// What one thread makes of its chunks: tokens numbered by its own dictionary, and notes on what it met.
///
/// Each thread keeps its dictionary from chunk to chunk, and every chunk carries the words that it added. The merger, which
/// sees the chunks in the file's order, can so number the words as if there had been one thread.
final class RowCollector {
  private var scanner: WordScanner
  private var markup: MarkupScanner
  private let removesMarkup: Bool
  private let exampleRows: Int
  private var knownWords = 0
  private var rows = ChunkRows()

  /// Whether the chunk's first row began in the one before, and whether its last goes on in the next.
  private var startsInRow = false
  private(set) var endsInRow = false

  /// Rows wanted of the chunk; what comes after them is passed over.
  var rowLimit = Int.max

  /// - Parameter removesMarkup: Whether tags and entities of HTML are taken out first.
  init(preparation: SimplePreprocess, removesMarkup: Bool = false, exampleRows: Int) {
    scanner = WordScanner(preparation, expectedWords: 1 << 14)
    markup = MarkupScanner(preparation, removes: removesMarkup)
    self.removesMarkup = removesMarkup
    self.exampleRows = exampleRows
  }

  /// Begins a chunk.
  func begin(_ chunk: Chunk) { (startsInRow, endsInRow) = (chunk.startsInRow, chunk.endsInRow) }

  /// Adds a row.
  ///
  /// - Parameters:
  ///   - text: Valid UTF-8.
  ///   - isPiece: Whether the row goes on in the next chunk.
  func row(_ text: UnsafeBufferPointer<UInt8>, isPiece: Bool = false) {
    guard !isFull else { return }
    let hasMarkup = markup.scan(text)
    if startsInRow, rows.rowEnds.isEmpty { rows.continued.hasMarkup = hasMarkup }
    if hasMarkup, removesMarkup {
      markup.plain.withUnsafeBufferPointer { scanner.scan($0) }
    } else {
      scanner.scan(text)
    }
    if isPiece {
      rows.begun.hasMarkup = hasMarkup
      rows.begun.text = excerpt(text)
      return
    }
    rows.rowEnds.append(scanner.tokens.count)
    guard exampleRows > 0 else { return }
    if rows.firstTexts.count < exampleRows { rows.firstTexts.append(excerpt(text)) }
    // Which rows are the last is known when the chunk ends, and a text's memory is gone by then.
    if rows.lastTexts.count == exampleRows { rows.lastTexts.removeFirst() }
    rows.lastTexts.append(excerpt(text))
  }

  /// Adds a row, in whatever encoding: what is no UTF-8 is read as Windows-1252 if it can be meant so, and is malformed otherwise.
  ///
  /// - Parameters:
  ///   - line: The line on which the record starts, counted from the chunk's first as 0.
  ///   - scratch: Room for a converted text.
  ///   - isPiece: Whether the row goes on in the next chunk.
  func text(_ text: UnsafeBufferPointer<UInt8>, line: Int, scratch: inout [UInt8], isPiece: Bool = false) {
    guard let offset = UTF8Decoder.firstInvalid(text) else { return row(text, isPiece: isPiece) }
    let continues = startsInRow && rows.rowEnds.isEmpty
    guard Windows1252.isMeant(by: text) else {
      let reason = "byte \(offset + 1) of its text is not valid UTF-8"
      guard isPiece || continues else { return malformed(line: line, reason) }
      // The row is there for what is valid of it.
      malformed(line: line, "\(text.count) bytes of a long row, of which byte \(offset + 1) is not valid UTF-8")
      return row(UnsafeBufferPointer(rebasing: text[..<0]), isPiece: isPiece)
    }
    Windows1252.decode(text, into: &scratch)
    wasSingleByte(line: line)
    if continues { rows.continued.isSingleByte = true }
    if isPiece { rows.begun.isSingleByte = true }
    scratch.withUnsafeBufferPointer { row($0, isPiece: isPiece) }
  }

  /// Notes that the record was read as Windows-1252.
  func wasSingleByte(line: Int) {
    guard !isFull else { return }
    rows.singleByteRecords.add(line)
  }

  /// Notes that the record had fewer fields than the header.
  func wasShort() { rows.shortRecords += 1 }

  /// Adds a record without a text, which is left out.
  func withoutText(line: Int, _ reason: String) {
    guard !isFull else { return }
    rows.withoutText.add(line)
    if rows.withoutTextReason.isEmpty { rows.withoutTextReason = reason }
  }

  /// Adds a record that is skipped.
  ///
  /// - Parameter line: The line on which it starts, counted from the chunk's first as 0.
  func malformed(line: Int, _ reason: String) {
    guard !isFull else { return }
    rows.malformed.append(.init(line: line, reason: reason))
  }

  /// Notes that the column was there, whatever it held.
  func sawColumn() { rows.sawColumn = true }

  /// Notes names of columns, where the wanted one is missing.
  func sawOtherColumns(_ names: @autoclosure () -> [String]) {
    guard rows.otherColumns.isEmpty else { return }
    rows.otherColumns = names()
  }

  /// Ends the chunk.
  func finish() -> ChunkRows {
    rows.tokens = scanner.tokens.take()
    let added = scanner.interner.export(from: knownWords)
    rows.newWordBytes = Array(added.bytes)
    rows.newWordEnds = added.ends
    knownWords = scanner.interner.count
    rows.markup = markup.take()
    defer { rows = ChunkRows() }
    return rows
  }

  /// Whether the chunk has all the rows that are wanted.
  var isFull: Bool { rows.rowEnds.count >= rowLimit }

  private func excerpt(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    guard text.count > RowCollector.excerptBytes else { return Array(text) }
    var end = RowCollector.excerptBytes
    while text[end] & 0xC0 == 0x80 { end -= 1 }
    return Array(text[..<end])
  }

  private static let excerptBytes = 4000
}

/// The rows of one chunk, before the words are numbered for the whole file.
struct ChunkRows {
  struct Malformed {
    let line: Int
    let reason: String
  }

  /// What is known of a part of a row.
  struct Piece {
    var text: [UInt8] = []
    var isSingleByte = false
    var hasMarkup = false
  }

  /// Records of a kind: how many, and the line of the first.
  struct Count {
    private(set) var count = 0
    private(set) var firstLine: Int?

    mutating func add(_ line: Int) {
      count += 1
      if firstLine == nil { firstLine = line }
    }
  }

  /// The piece of a row with which the chunk starts, and the piece of one with which it ends.
  var continued = Piece()
  var begun = Piece()
  /// Tokens, as the thread numbers its words.
  var tokens: [UInt32] = []
  /// The end of each row in `tokens`.
  var rowEnds: [Int] = []
  /// The words that the thread met for the first time, in order.
  var newWordBytes: [UInt8] = []
  var newWordEnds: [Int] = []
  var malformed: [Malformed] = []
  var withoutText = Count()
  var withoutTextReason = ""
  var singleByteRecords = Count()
  var shortRecords = 0
  var firstTexts: [[UInt8]] = []
  var lastTexts: [[UInt8]] = []
  var sawColumn = false
  var otherColumns: [String] = []
  var markup = Markup()
}
