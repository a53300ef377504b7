import Embeddings
import Foundation
import LinearAlgebra
import TestSupport
import Testing

/// Rows of plain text that are longer than a chunk come in pieces; nobody may notice.
@Suite struct LongRowTests {
  private func read(
    _ bytes: some Sequence<UInt8>, as name: String = "a.txt", _ change: (inout CorpusOptions) -> Void = { _ in }
  ) throws -> (corpus: TokenizedCorpus, report: ReadingReport) {
    let scratch = try Scratch()
    var options = CorpusOptions()
    change(&options)
    return try CorpusReader.read(file: scratch.file(name, holding: bytes), options: options)
  }

  /// So many bytes of words, tags, entities and what only looks like them.
  private static func text(_ bytes: Int, seed: UInt64) -> String {
    let pieces = [
      "plain", "Capitals", "naïve", "ΣΟΦΟΣ", "Straße", "日本語", "e\u{301}te", "<3", "a < b", "<br />", "x&amp;y", "\t",
      "<a href=\"some where\" class = 'x y'>", "</a >", "<sigh>", "under_score", "12", "<!-- no word of it -->", "&",
      ">",
    ]
    var random = SeededRandom(seed: seed)
    var text = ""
    while text.utf8.count < bytes { text += pieces[Int(random.next(below: UInt32(pieces.count)))] + " " }
    return text
  }

  /// A text as one line of JSON, which is read whole.
  private static func whole(_ text: String) throws -> Data {
    try JSONEncoder().encode(["text": text])
  }

  @Test(arguments: [false, true], [1, 3])
  func `a long row has the words and the markup that it has in one piece`(stripped: Bool, threads: Int) throws {
    let text = Self.text(1_300_000, seed: 7)
    let (pieces, said) = try read(text.utf8) { ($0.stripMarkup, $0.threads) = (stripped, threads) }
    let (whole, expected) = try read(Self.whole(text), as: "a.json") { $0.stripMarkup = stripped }
    #expect(pieces == whole)
    #expect(said.markup == expected.markup && said.markup.rows == 1 && said.rows == 1)
    #expect(said.firstRows == expected.firstRows && said.lastRows.isEmpty)
  }

  @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian])
  func `UTF-16 of many chunks is read to its end`(encoding: String.Encoding) throws {
    let text = Self.text(1_100_000, seed: 11).replacing("<br />", with: "\n").replacing("12", with: "😀")
    let mark: [UInt8] = encoding == .utf16LittleEndian ? [0xFF, 0xFE] : [0xFE, 0xFF]
    let (wide, report) = try read(mark + Array(#require(text.data(using: encoding))))
    #expect(try wide == read(text.utf8).corpus && report.encoding != .utf8)
  }

  @Test func `rows around a long one keep their places`() throws {
    let long = Self.text(700_000, seed: 8)
    let text = "first row\n\nthird\n" + long + "\r\n\nlast <b>but</b> one\n" + long + "\nlast"
    let (corpus, report) = try read(text.utf8) { $0.threads = 2 }
    #expect(corpus.rowCount == 8 && report.rows == 8 && report.emptyRows == 2)
    #expect(corpus.words(ofRow: 0) == ["first", "row"] && corpus.words(ofRow: 2) == ["third"])
    #expect(corpus.words(ofRow: 3) == SimplePreprocess()(long) && corpus.words(ofRow: 6) == SimplePreprocess()(long))
    #expect(corpus.words(ofRow: 7) == ["last"])
    #expect(report.markup.rows == 3)
    #expect(report.lastRows.map(\.row) == [5, 6, 7] && report.lastRows[1].text.hasPrefix(long.prefix(1_000)))
    #expect(report.lastRows[1].words.count == 1_000)
  }

  @Test func `a limit on rows counts a long row once, and ends behind it`() throws {
    let long = Self.text(700_000, seed: 9)
    let (corpus, _) = try read((long + "\nsecond row\nthird").utf8) { $0.rowLimit = 2 }
    #expect(corpus.rowCount == 2)
    #expect(corpus.words(ofRow: 0) == SimplePreprocess()(long) && corpus.words(ofRow: 1) == ["second", "row"])
  }

  @Test func `Windows-1252 is told once of a row, and bytes that are nothing cost their piece`() throws {
    let line = Array(repeating: Array("caf".utf8) + [0xE9] + Array(" au lait ".utf8), count: 120_000).joined()
    let (corpus, report) = try read(line)
    #expect(corpus.rowCount == 1 && corpus.words == ["café", "au", "lait"] && corpus.tokenCount == 360_000)
    #expect(report.singleByteRecords.count == 1 && report.singleByteRecords.firstLine == 1)
    var damaged = Array(Self.text(1_100_000, seed: 10).utf8)
    damaged[600_000...600_001] = [0x81, 0xFF]
    let (rest, told) = try read(damaged + Array("\nnext row\n".utf8)) { $0.maximumMalformedShare = 1 }
    #expect(rest.rowCount == 2 && rest.words(ofRow: 1) == ["next", "row"])
    #expect(told.malformedCount == 1 && told.malformed[0].reason.contains("of a long row"))
  }

  @Test func `a long row is trained on as gensim's readers of text cut it, to the last word`() throws {
    // Words that stand only behind the ten-thousandth.
    let row = (0..<30_000).map { $0 < 20_000 ? ["one", "two", "three"][$0 % 3] : ["red", "green", "blue"][$0 % 3] }
    let (corpus, _) = try read(row.joined(separator: " ").utf8)
    let lines = stride(from: 0, to: row.count, by: 10_000).map { row[$0..<($0 + 10_000)].joined(separator: " ") }
    let (cut, _) = try read(lines.joined(separator: "\n").utf8)
    #expect(corpus.rowCount == 1 && cut.rowCount == 3)
    let trainer = try Word2Vec(configuration: .init(vectorSize: 12, minCount: 1, epochs: 2))
    #expect(try trainer.train(on: corpus).vectors.vectors == trainer.train(on: cut, threads: 2).vectors.vectors)
  }
}
