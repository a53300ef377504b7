import Embeddings
import Foundation
import TestSupport
import Testing

@Suite struct CorpusReaderTests {
  /// Reads bytes that lie in a file of that name.
  func read(
    _ bytes: [UInt8], as name: String, _ change: (inout CorpusOptions) -> Void = { _ in }
  ) throws -> (TokenizedCorpus, ReadingReport) {
    let scratch = try Scratch()
    let url = try scratch.file(name, holding: bytes)
    var options = CorpusOptions()
    change(&options)
    return try CorpusReader.read(file: url, options: options)
  }

  func read(
    _ text: String, as name: String, _ change: (inout CorpusOptions) -> Void = { _ in }
  ) throws -> (TokenizedCorpus, ReadingReport) {
    try read(Array(text.utf8), as: name, change)
  }

  func rows(_ corpus: TokenizedCorpus) -> [[String]] {
    (0..<corpus.rowCount).map { corpus.words(ofRow: $0) }
  }

  /// The error in words, from the file's name on.
  func failure(
    _ bytes: [UInt8], as name: String, _ change: (inout CorpusOptions) -> Void = { _ in }
  ) -> String {
    do {
      return "read \(rows(try read(bytes, as: name, change).0))"
    } catch {
      let words = String(describing: error)
      return words.range(of: "/" + name).map { String(words[$0.lowerBound...].dropFirst()) } ?? words
    }
  }

  func failure(_ text: String, as name: String, _ change: (inout CorpusOptions) -> Void = { _ in }) -> String {
    failure(Array(text.utf8), as: name, change)
  }

  // MARK: The real reviews

  @Test func `a header of half a million columns is read in no time`() {
    let text = String(repeating: ",", count: 500_000) + "text\n" + String(repeating: ",", count: 500_000) + "a word\n"
    #expect(failure(text, as: "wide.csv") == #"read [["word"]]"#)
    #expect(failure(text, as: "wide").hasPrefix("read "))
    let names = (0..<20_000).map { "column\($0)" }.joined(separator: ",")
    #expect(
      failure(names + "\n", as: "wide.csv", { $0.column = "colum7" }).contains("no column \"colum7\"; did you mean"))
  }

  @Test(
    .enabled(if: Goldens.hasReviews, "the reviews of shared/data are not there"), arguments: [false, true], [1, 2, 3])
  func `the real reviews give gensim's rows on any number of threads`(removeAccents: Bool, threads: Int) throws {
    let golden: Goldens.Reviews = try Goldens.load("reviews.json")
    var options = CorpusOptions()
    options.preparation.removeAccents = removeAccents
    options.threads = threads
    let (corpus, report) = try CorpusReader.read(file: Goldens.reviews, options: options)
    let expected = removeAccents ? golden.deaccented : golden.tokens
    #expect(corpus.rowCount == golden.rows)
    #expect(corpus.tokenCount == expected.count)
    #expect(corpus.words.count == expected.distinct)
    let all = rows(corpus)
    for (block, hash) in expected.hashes.enumerated() {
      let range = block * golden.block..<min(all.count, (block + 1) * golden.block)
      #expect(Goldens.hash(all[range]) == hash, "rows \(range)")
    }
    #expect(report.rows == 4776 && report.malformedCount == 0 && !report.packing.isPlain)
    #expect(report.column == "reviewText" && report.format == .jsonLines)
    #expect(report.firstRows.map(\.row) == [0, 1, 2] && report.lastRows.map(\.row) == [4773, 4774, 4775])
    #expect(report.firstRows[0].text.hasPrefix("They look good and stick good!"))
    #expect(report.lastRows.map(\.words) == all.suffix(3))
  }

  // MARK: Threads

  @Test func `corpus and report are the same for any number of threads`() throws {
    var lines: [String] = []
    for row in 0..<40_000 {
      let words = (0..<12).map { word((row * 31 + $0 * $0 * 7) % 5000) }
      lines.append(row % 400 == 13 ? "{broken" : "{\"reviewText\": \"\(words.joined(separator: " ")) \"}")
    }
    let text = lines.joined(separator: "\n")
    let (one, oneReport) = try read(text, as: "a.jsonl")
    #expect(one.rowCount == 39_900 && oneReport.malformedCount == 100)
    #expect(oneReport.malformed.map(\.line) == (0..<10).map { $0 * 400 + 14 })
    for threads in [2, 3, 8] {
      var (several, report) = try read(text, as: "a.jsonl") { $0.threads = threads }
      #expect(several == one)
      report.path = oneReport.path
      #expect(report == oneReport)
    }
    #expect(one == TokenizedCorpus(words: one.words, tokens: Array(one.tokens), rowEnds: one.rowEnds))
    #expect(one.counts.reduce(0, +) == one.tokenCount)
  }

  /// A word of letters for a number.
  private func word(_ number: Int) -> String {
    String(decoding: String(number + 1000).utf8.map { $0 + 49 }, as: UTF8.self)
  }

  @Test func `a row limit stops in the middle of a block and quotes the rows it read`() throws {
    let text = (0..<100).map { "{\"reviewText\": \"row \(["red", "green", "blue"][$0 % 3])\"}\n" }.joined()
    let (corpus, report) = try read(text, as: "a.jsonl") {
      $0.rowLimit = 7
      $0.threads = 4
    }
    #expect(corpus.rowCount == 7 && report.rows == 7)
    #expect(report.lastRows.map(\.row) == [4, 5, 6])
    #expect(report.lastRows.map(\.text) == ["row green", "row blue", "row red"])
  }

  // MARK: JSON lines

  @Test func `escapes, other fields, repeated fields and blank lines`() throws {
    let text = """
      {"a": {"reviewText": "inner"}, "reviewText": "caf\\u00e9 \\"quoted\\"\\ttab \\ud83d\\udc4d ok"}

      {"reviewText": "first", "reviewText": "last"}
      {"reviewText": ""}
        {"reviewText": "indented \\u0000 null"}
      """
    let (corpus, report) = try read(text, as: "reviews.json")
    #expect(rows(corpus) == [["café", "quoted", "tab", "ok"], ["last"], [], ["indented", "null"]])
    #expect(report.rows == 4 && report.emptyRows == 1 && report.malformedCount == 0)
  }

  @Test func `malformed lines are skipped, counted and explained`() throws {
    let lines: [(line: String, reason: String)] = [
      ("{\"reviewText\": \"half", "is not valid JSON"),
      ("{\"reviewText\": \"fine\", \"other\": tru}", "is not valid JSON"),
      ("{\"reviewText\": 5}", "\"reviewText\" is no string"),
      ("[\"reviewText\"]", "is JSON but no object"),
      ("{\"reviewText\": \"a \\ud83d b\"}", ""),
      ("{\"reviewText\": \"a \\udc4d b\"}", ""),
      ("{\"reviewText\": \"bad \\x escape\"}", "is not valid JSON"),
      ("{\"reviewText\": \"two\"} {\"reviewText\": \"objects\"}", "is not valid JSON"),
    ]
    let good = "{\"reviewText\": \"good one\"}"
    let text = lines.map { good + "\n" + $0.line + "\n" }.joined()
    let (corpus, report) = try read(text, as: "a.jsonl") { $0.maximumMalformedShare = 0.5 }
    #expect(rows(corpus) == Array(repeating: ["good", "one"], count: lines.count))
    #expect(report.malformedCount == lines.count)
    for (found, (expected, index)) in zip(report.malformed, zip(lines, 1...)) {
      #expect(found.line == 2 * index && found.reason.hasPrefix(expected.reason), "\(expected.line): \(found)")
    }
  }

  @Test func `damaged UTF-8 and raw NUL bytes make a JSON line malformed`() throws {
    let bytes =
      Array("{\"reviewText\": \"é a".utf8) + [0xFF] + Array("b\"}\n{\"reviewText\": \"a".utf8) + [0]
      + Array("b\"}\n{\"reviewText\": \"fine here\"}".utf8)
    let (corpus, report) = try read(bytes, as: "a.jsonl") { $0.maximumMalformedShare = 1 }
    #expect(rows(corpus) == [["fine", "here"]] && report.malformed.map(\.line) == [1, 2])
  }

  @Test func `more malformed lines than allowed are an error`() {
    let text = "{\"reviewText\": \"good\"}\n{oops\n"
    #expect(
      failure(text, as: "a.jsonl").hasPrefix("a.jsonl: 1 of 2 records are malformed (50 %, allowed 1 %): line 2: is"))
  }

  @Test func `a wrong column lists the columns there are`() {
    let text = "{\"asin\": \"x\", \"reviewText\": \"good\"}\n"
    #expect(
      failure(text, as: "a.jsonl") { $0.column = "reviewTxt" }
        == "a.jsonl: no column \"reviewTxt\"; did you mean \"reviewText\"? Columns: asin, reviewText")
    #expect(
      failure("a,b\n1,2\n", as: "a.csv") { $0.column = "zzzzzz" }
        == "a.csv: no column \"zzzzzz\"; columns: a, b")
  }

  @Test(arguments: ["reviewText", "text", "review"])
  func `a usual column is found in either format`(name: String) throws {
    let json = "\n{\"id\": 1, \"\(name)\": \"good one\"}\n{\"id\": 2, \"\(name)\": \"bad\"}\n"
    #expect(try rows(read(json, as: "a.jsonl").0) == [["good", "one"], ["bad"]])
    let (corpus, report) = try read("id,\(name)\n1,good one\n2,bad\n", as: "a.csv")
    #expect(rows(corpus) == [["good", "one"], ["bad"]] && report.column == name)
    #expect(failure("id,words\n1,good\n", as: "a.csv") == "a.csv: no column \"reviewText\"; columns: id, words")
  }

  @Test func `an archive is refused with the way out`() {
    #expect(failure([0x50, 0x4B, 3, 4, 0], as: "a.zip").contains("in the middle of its content; get it again"))
    #expect(failure([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0], as: "a.7z").contains("is a 7-Zip archive"))
  }

  // MARK: CSV

  @Test func `quoted line ends and quotes, carriage returns and a byte order mark`() throws {
    let text =
      "\u{FEFF}id,text,label\r\n1,\"two\r\nlines, \"\"quoted\"\" here\",a\r\n\r\n2,plain \"as is\" ok,b\n"
      + "3,\"\",c\r\n4,,d\n5,\"tail\" end,e"
    let (corpus, report) = try read(text, as: "a.csv")
    #expect(
      rows(corpus) == [["two", "lines", "quoted", "here"], ["plain", "as", "is", "ok"], [], [], ["tail", "end"]])
    #expect(report.firstRows[0].text == "two\r\nlines, \"quoted\" here")
    #expect(report.format == .csv && report.column == "text" && report.emptyRows == 2)
  }

  @Test func `records of more fields than the header are malformed, with the line on which they start`() throws {
    let text = "text,n\n\"good\none\",1\nbad,1,2\ngood,2\n"
    let (corpus, report) = try read(text, as: "a.csv") { $0.maximumMalformedShare = 0.5 }
    #expect(rows(corpus) == [["good", "one"], ["good"]])
    #expect(report.malformed.map { "\($0.line) \($0.reason)" } == ["4 has 3 fields where the header has 2"])
  }

  @Test func `a quote that is never closed names the line of its record`() {
    #expect(failure("text,n\ngood,1\n\"open,2\nmore,3\n", as: "a.csv").hasPrefix("a.csv:3: the quoted field"))
  }

  @Test func `records cross the borders of blocks`() throws {
    let field = String(repeating: "word, \"\"x\"\"\n", count: 9_000)
    let text = "n,text\n" + (0..<40).map { "\($0),\"\(field)\"\n" }.joined()
    let (corpus, report) = try read(text, as: "a.csv") { $0.threads = 2 }
    #expect(corpus.rowCount == 40 && report.malformedCount == 0)
    #expect(corpus.tokenCount == 40 * 9_000 && corpus.words == ["word"])
  }

  // MARK: Plain text and odd files

  @Test func `every line of plain text is a row`() throws {
    let (corpus, report) = try read("first line\r\n\nthird \u{0} line", as: "a.txt")
    #expect(rows(corpus) == [["first", "line"], [], ["third", "line"]])
    #expect(report.column == nil && report.firstRows[0].text == "first line")
  }

  @Test func `the format is told by the contents where the name is silent`() throws {
    #expect(try read("{\"reviewText\": \"x y\"}\n", as: "reviews").1.format == .jsonLines)
    #expect(try read("label,text\n1,abc\n", as: "data.dat").1.format == .csv)
    #expect(try read("Once, upon a time\n", as: "story").1.format == .text)
  }

  @Test func `a file without rows is an error`() {
    for name in ["a.txt", "a.jsonl", "a.csv", "a.csv.gz"] {
      #expect(failure("", as: name) == "\(name): holds no rows; name a file that has texts in it")
    }
    #expect(failure("text\n", as: "a.csv") == "a.csv: holds no rows; name a file that has texts in it")
    #expect(failure("\n\n", as: "a.jsonl") == "a.jsonl: holds no rows; name a file that has texts in it")
  }

  @Test func `one huge record is a row, unless it is longer than allowed`() throws {
    let line = String(repeating: "some words here ", count: 200_000)
    let record = "{\"text\": \"\(line)\"}"
    let (corpus, _) = try read(record, as: "a.json")
    #expect(corpus.rowCount == 1 && corpus.tokenCount == 600_000 && corpus.words == ["some", "words", "here"])
    #expect(failure(record, as: "a.json") { $0.maximumRecordBytes = 1 << 20 }.hasPrefix("a.json:1: the record"))
    // Of plain text a row need not be held whole, but a word.
    #expect(try read(line, as: "a.txt") { $0.maximumRecordBytes = 1 << 20 }.0.tokenCount == 600_000)
    let word = String(repeating: "word", count: 600_000)
    #expect(failure(word, as: "a.txt") { $0.maximumRecordBytes = 1 << 20 }.hasPrefix("a.txt:1: the record"))
  }

  @Test func `options that make no sense are refused by name`() {
    #expect(failure("x", as: "a.txt") { $0.threads = 0 } == "threads must be at least 1, found 0")
    #expect(failure("x", as: "a.txt") { $0.maximumMalformedShare = 2 }.hasPrefix("maximum_malformed_share"))
    #expect(failure("x", as: "a.txt") { $0.preparation.maxLength = 1 }.hasPrefix("max_len must be at least"))
  }

  @Test func `what the progress report throws ends the reading`() throws {
    struct Stop: Error {}
    let scratch = try Scratch()
    let url = try scratch.file("corpus.txt", holding: "one line")
    #expect(throws: Stop.self) { _ = try CorpusReader.read(file: url) { _ in throw Stop() } }
  }
}
