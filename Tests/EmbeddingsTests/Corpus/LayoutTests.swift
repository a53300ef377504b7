import Embeddings
import Foundation
import TestSupport
import Testing

/// Files of texts in the layouts that people have them in: what each is, its contents say.
@Suite struct LayoutTests {
  private func read(
    _ bytes: [UInt8], as name: String, _ change: (inout CorpusOptions) -> Void = { _ in }
  ) throws -> (rows: [[String]], report: ReadingReport) {
    let scratch = try Scratch()
    var options = CorpusOptions()
    change(&options)
    let (corpus, report) = try CorpusReader.read(file: scratch.file(name, holding: bytes), options: options)
    return ((0..<corpus.rowCount).map { corpus.words(ofRow: $0) }, report)
  }

  private func read(
    _ text: String, as name: String, _ change: (inout CorpusOptions) -> Void = { _ in }
  ) throws -> (rows: [[String]], report: ReadingReport) {
    try read(Array(text.utf8), as: name, change)
  }

  private func failure(
    _ text: String, as name: String, _ change: (inout CorpusOptions) -> Void = { _ in }
  ) -> String {
    do { return "read \(try read(text, as: name, change).rows)" } catch { return "\(error)" }
  }

  private static let good = [["good", "one"], ["bad", "one"]]

  // MARK: JSON

  @Test(arguments: [
    ("[{\"reviewText\": \"good one\"}, {\"reviewText\": \"bad one\"}]", CorpusFormat.json),
    ("[\n  {\n    \"reviewText\": \"good one\"\n  },\n  {\n    \"reviewText\": \"bad one\"\n  }\n]\n", .json),
    ("{\n  \"reviewText\": \"good one\",\n  \"n\": [{}]\n}\n{\n  \"reviewText\": \"bad one\"\n}\n", .json),
    ("{\"reviewText\": \"good one\"}{\"reviewText\": \"bad one\"}", .json),
    ("{\"reviewText\": \"good one\"},\n{\"reviewText\": \"bad one\"},\n", .json),
    ("{\"reviewText\": \"good one\", \"vote\": NaN}\n{\"vote\": -Infinity, \"reviewText\": \"bad one\"}\n", .jsonLines),
    ("{\"reviewText\": \"good one\"}\r{\"reviewText\": \"bad one\"}\r", .jsonLines),
    ("{\"reviewText\": \"good one\"}\n{\"reviewText\": \"bad one\"}\n\u{1A}", .jsonLines),
    (
      "{'reviewText': 'good one', 'vote': None}\n{'ok': True, 'reviewText': u\"bad one\", 'h': (1, 2L)}\n", .pythonLines
    ),
  ])
  func `JSON is read in each of its layouts`(_ text: String, _ format: CorpusFormat) throws {
    for name in ["a.json", "a", "a.json.txt"] {
      let (rows, report) = try read(text, as: name)
      #expect(rows == Self.good, "\(name): \(text)")
      #expect(report.format == format && report.column == "reviewText" && report.malformedCount == 0)
      // A name that promises another layout is told.
      #expect(report.findings.contains { $0.contains("by its name") } == name.hasSuffix(".txt"), "\(report.findings)")
    }
  }

  @Test func `braces and quotes within texts end no object`() throws {
    let text = #"[{"text": "a } brace \" and { \\", "x": {"y": "}"}}, {"text": "an ] end [ here"}]"#
    #expect(try read(text, as: "a.json").rows == [["brace", "and"], ["an", "end", "here"]])
  }

  @Test func `objects cross the borders of blocks, on any number of threads`() throws {
    let long = String(repeating: "word \\\" } ", count: 40_000)
    let text = "[\n" + (0..<9).map { "{\"n\": \($0),\n \"text\": \"\(long)\"}" }.joined(separator: ",\n") + "\n]"
    for threads in 1...3 {
      let (rows, report) = try read(text, as: "a.json") { $0.threads = threads }
      #expect(rows.count == 9 && rows.allSatisfy { $0.count == 40_000 } && report.malformedCount == 0)
    }
  }

  @Test func `a first record that is larger than a block still tells its columns`() throws {
    let long = String(repeating: "word ", count: 200_000)
    for text in [
      "{\"id\": 1, \"text\": \"\(long)\"}\n{\"text\": \"word\"}\n", "[{\"text\": \"\(long)\"}, {\"text\": \"word\"}]",
    ] {
      let (rows, report) = try read(text, as: "books.json")
      #expect(rows.map(\.count) == [200_000, 1] && report.column == "text")
    }
  }

  @Test func `an object that is cut short is malformed, and one of whole columns is refused with the way out`() throws {
    let (rows, report) = try read("[{\"text\": \"good one\"}, {\"text\": \"bad", as: "a.json") {
      $0.maximumMalformedShare = 0.5
    }
    #expect(
      rows == [["good", "one"]] && report.malformed.map(\.reason) == ["the object that begins here is never closed"])
    #expect(
      failure("{\"text\": {\"0\": \"a b\", \"1\": \"c d\"}}", as: "a.json").contains("orient=\"records\", lines=True"))
  }

  @Test func `Python's literals are read as Python reads them, and nothing is evaluated`() throws {
    let lines = [
      #"{'reviewText': 'It\'s "fine"\tcaf\xe9 \u00e9t\351 \U0001f600 a\zb', 'n': -1.5e3, 'l': [1, (), {}]}"#,
      #"{"reviewText": "plain", "x": 'y'}"#, #"{'reviewText': __import__('os').system('true')}"#,
      #"{'reviewText': 'open}"#,
      "{1: 'key', 'reviewText': 'x'}", String(repeating: "[", count: 100_000),
    ]
    let (rows, report) = try read(lines.joined(separator: "\n"), as: "loose.json") { $0.maximumMalformedShare = 1 }
    #expect(rows == [["it", "fine", "café", "été", "zb"], ["plain"]])
    #expect(report.malformed.map(\.line) == [3, 4, 5, 6])
  }

  @Test func `records without a text are left out and counted, whatever their share`() throws {
    let text = "{\"text\": \"good one\"}\n{\"text\": null}\n{\"n\": 1}\n{\"text\": \"bad one\"}\n"
    let (rows, report) = try read(text, as: "a.jsonl")
    #expect(rows == Self.good && report.withoutText.count == 2 && report.withoutText.firstLine == 2)
    #expect(report.findings == ["has 2 records without a text, which are left out (the first on line 2)"])
    #expect(
      failure("{\"text\": null}\n{\"text\": null}\n", as: "a.jsonl").hasSuffix(
        "none of its 2 records has a text in \"text\"; name another column"))
  }

  // MARK: Separated values

  @Test(arguments: [
    ("id;reviewText;stars\n0;good one;5\n1;\"bad; one\";4\n", "CSV with semicolons, column reviewText"),
    ("id\treview_body\tstars\n0\tgood one\t5\n1\tbad one\t4\n", "tab-separated values, column review_body"),
    ("id|text|stars\n0|good one|5\n1|bad one|4\n", "CSV with vertical bars, column text"),
    ("id, Text ,stars\r\n0, good one,5\r\n1,\"bad one\",4\r\n", "CSV, column  Text "),
    ("id,text\n0,\"good \\\"one\\\"\"\n1,\"bad, one\"\n", "CSV, column text"),
    ("id,text\r0,good one\r1,bad one\r", "CSV, column text"),
    ("text\ngood one\nbad one\n", "CSV, column text"),
  ])
  func `separated values are read with the separator and the quotes that they have`(_ text: String, _ layout: String)
    throws
  {
    let (rows, report) = try read(text, as: "a.csv")
    #expect(rows == Self.good && report.layout == layout && report.malformedCount == 0, "\(text)")
    // The contents say it too, where there is more than one column.
    guard text.contains("id") else { return }
    #expect(try read(text, as: "a").rows == Self.good)
  }

  @Test func `a quote at the beginning of a field is one of the text where fields are not quoted`() throws {
    let lines = (0..<50).map { $0 == 7 ? "7\t\"good one\t5" : "\($0)\tgood one\t5" }
    let (rows, report) = try read("id\ttext\tn\n" + lines.joined(separator: "\n") + "\n", as: "a.tsv")
    #expect(
      rows.count == 50 && rows.allSatisfy { $0 == ["good", "one"] }
        && report.dialect?.quoting == CSVDialect.Quoting.none)
  }

  @Test func `a short record counts as empty behind its end, and one without the column has no text`() throws {
    let (rows, report) = try read("id,text,note\n0,good one,x\n1,bad one\n2\n", as: "a.csv")
    #expect(rows == Self.good && report.shortRecords == 1 && report.withoutText.count == 1)
    #expect(report.findings.count == 2)
  }

  @Test func `a table without a header is refused with the way out`() {
    let text = "2,Nice title,\(String(repeating: "a text that goes on ", count: 5))\n1,Bad,short\n"
    #expect(failure(text, as: "train.csv").contains("a table without a header"))
    // With the column named, the names that there are say what is wrong.
    #expect(failure("a,b\n1,2\n", as: "a.csv") { $0.column = "c" }.contains("Columns: a, b"))
  }

  @Test func `a story with commas is no table`() throws {
    let text = "text, she said, is what matters\nand more of it\nand more, of course\n"
    #expect(try read(text, as: "story.txt").report.format == .text)
    #expect(failure(text, as: "story.txt") { $0.column = "words" }.contains("its records have no columns at all"))
  }

  // MARK: Blocks

  @Test func `SNAP's blocks of keys and values are read`() throws {
    let text =
      "product/productId: B1\nreview/score: 5.0\nreview/text: good one\n\nproduct/productId: B2\r\nreview/text: bad\r\nand one: more\r\n\r\n\n"
      + "product/productId: B3\nreview/score: 1.0\n"
    let (rows, report) = try read(text, as: "finefoods.txt")
    #expect(rows == [["good", "one"], ["bad", "and", "one", "more"]])
    #expect(report.format == .keyValues && report.column == "review/text" && report.withoutText.firstLine == 10)
    #expect(try read(text, as: "a") { $0.column = "product/productId" }.rows.count == 3)
    #expect(failure(text, as: "a.txt") { $0.column = "review/txt" }.contains("did you mean \"review/text\""))
  }

  @Test func `blocks cross the borders of what is read at once`() throws {
    let block = "review/score: 1\nreview/text: \(String(repeating: "good word ", count: 3000))\n\n"
    let text = String(repeating: block, count: 60)
    for threads in [1, 2] {
      let (rows, report) = try read(text, as: "a.txt") { $0.threads = threads }
      #expect(rows.count == 60 && rows.allSatisfy { $0.count == 6000 } && report.withoutText.count == 0)
    }
  }

  // MARK: Encodings

  @Test(arguments: [true, false], [true, false]) func `UTF-16 is read with a mark and without one`(
    _ isLittle: Bool, _ hasMark: Bool
  ) throws {
    let text = (hasMark ? "\u{FEFF}" : "") + "id,text\n0,café 😀 good\n1,bad one\n"
    let bytes = text.utf16.flatMap {
      isLittle ? [UInt8($0 & 255), UInt8($0 >> 8)] : [UInt8($0 >> 8), UInt8($0 & 255)]
    }
    let (rows, report) = try read(bytes, as: "a.csv")
    #expect(rows == [["café", "good"], ["bad", "one"]])
    #expect(report.encoding == (isLittle ? .utf16LittleEndian : .utf16BigEndian))
    #expect(report.layout.contains("UTF-16"))
    // Half a unit, half a pair: no character of either.
    #expect(try read(bytes.dropLast() + [0x3D], as: "a.csv").rows.count == 2)
  }

  @Test(arguments: ["a.csv", "a.jsonl", "a.txt"]) func `a record that is no UTF-8 is read as Windows-1252, and told`(
    _ name: String
  ) throws {
    // “It’s a café” with the quote and the accent of Windows; then UTF-8 that lost a byte.
    let windows: [UInt8] = Array("It".utf8) + [0x92] + Array("s a caf".utf8) + [0xE9]
    let broken: [UInt8] = Array("caf".utf8) + [0xC3, 0xA9] + Array(" lost ".utf8) + [0xC3]
    func line(_ text: [UInt8]) -> [UInt8] {
      switch name {
      case "a.csv": text + [0x2C, 0x31, 0x0A]
      case "a.jsonl": Array("{\"text\": \"".utf8) + text + Array("\"}\n".utf8)
      default: text + [0x0A]
      }
    }
    let header = name == "a.csv" ? Array("text,n\n".utf8) : []
    let bytes = header + line(Array("good one".utf8)) + line(windows) + line(broken)
    let (rows, report) = try read(bytes, as: name) { $0.maximumMalformedShare = 0.5 }
    #expect(rows == [["good", "one"], ["it", "café"]])
    let first = name == "a.csv" ? 3 : 2
    #expect(report.singleByteRecords.count == 1 && report.singleByteRecords.firstLine == first)
    #expect(report.malformed.map(\.line) == [first + 1])
    #expect(report.findings == ["has 1 record that is no UTF-8 and is read as Windows-1252 (line \(first))"])
  }

  // MARK: Several files

  /// Files of a folder, by name, and what they make.
  private func read(
    _ files: [String: String], _ change: (inout CorpusOptions) -> Void = { _ in }
  ) throws -> (rows: [[String]], report: ReadingReport, leftOut: [String]) {
    let scratch = try Scratch()
    let urls = try files.reduce(into: [:]) { $0[$1.key] = try scratch.file($1.key, holding: Array($1.value.utf8)) }
    let (texts, leftOut) = CorpusReader.texts(among: urls)
    var options = CorpusOptions()
    change(&options)
    let (corpus, report) = try CorpusReader.read(files: texts, options: options)
    return ((0..<corpus.rowCount).map { corpus.words(ofRow: $0) }, report, leftOut)
  }

  @Test func `the files of a folder are one corpus in the order of their names, each in its own layout`() throws {
    let files = [
      "b.json": "{\"reviewText\": \"good one\"}\n{broken\n", "a.csv": "id;text\n1;bad one\n", "c.txt": "a story\n",
      "README.md": "not data", "README": "not data", "LICENSE.txt": "not data", "part-00001": "more words\n",
      "_SUCCESS": "", "d.txt": "",
    ]
    for threads in 1...3 {
      let (rows, report, leftOut) = try read(files) {
        $0.threads = threads
        $0.maximumMalformedShare = 0.5
      }
      #expect(rows == [["bad", "one"], ["good", "one"], ["story"], ["more", "words"]])
      #expect(leftOut == ["LICENSE.txt", "README", "README.md", "_SUCCESS"])
      #expect(report.rows == 4 && report.malformedCount == 1 && report.tokens == 7)
      #expect(report.parts.map(\.name) == ["a.csv", "b.json", "c.txt", "d.txt", "part-00001"])
      #expect(report.parts.map(\.rows) == [1, 1, 1, 0, 1])
      #expect(report.malformed.map(\.line) == [2] && report.malformed[0].reason.hasPrefix("b.json: is not valid JSON"))
      #expect(report.findings == ["d.txt holds no rows"])
    }
  }

  @Test func `what is wrong with one of several files names it, before the first is read`() {
    #expect(
      throws: CorpusError.self, "b.json has no such column",
      performing: { try read(["a.json": "{\"text\": \"x\"}\n", "b.csv": "id,words\n1,x\n"]) })
    do {
      _ = try read(["a.json": "{\"text\": \"one\"}\n", "b.json": "{\"text\": \"one\"}\n{\n{\n"])
      Issue.record("two of three records are malformed")
    } catch {
      #expect("\(error)".contains("b.json: 2 of 3 records"))
    }
  }

  @Test func `many files give the same corpus on any number of threads`() throws {
    let files = (0..<40).reduce(into: [:]) { files, file in
      files["\(file + 100).json"] = (0..<30).map { "{\"text\": \"word\(["a", "b", "c"][($0 * file) % 3]) other\"}\n" }
        .joined()
    }
    let one = try read(files)
    #expect(one.rows.count == 1200)
    for threads in [2, 3, 8] { #expect(try read(files) { $0.threads = threads }.rows == one.rows) }
  }

  // MARK: What is not read

  @Test(arguments: [
    ("<!DOCTYPE html>\n<html><body>Not found", "a web page"),
    ("version https://git-lfs.github.com/spec/v1\noid", "git lfs pull"),
    ("[\"a text\", \"another\"]", "a JSON array of something other than objects"), ("PAR1xyz", "a Parquet file"),
  ])
  func `what is no corpus is refused by name`(_ text: String, _ words: String) {
    #expect(failure(text, as: "reviews.json").contains(words))
  }

  @Test func `of two layouts in one file the second is told with its first line`() {
    let json = String(repeating: "{\"text\": \"good one\"}\n", count: 30)
    let table = "id,text\n" + String(repeating: "1,bad one\n", count: 30)
    #expect(
      failure(json + table, as: "a.json").contains("31 of 61 records are malformed (50.82 %, allowed 1 %): line 31"))
    #expect(
      failure(table + "\n" + json.replacing("}", with: ", \"n\": 1, \"m\": 2}"), as: "a.csv").contains(
        "line 33: has 3 fields"))
  }

  @Test func `a damaged tar archive is told as one`() throws {
    var tar = [UInt8](repeating: 0, count: 1024)
    tar.replaceSubrange(0..<6, with: Array("a.json".utf8))
    tar.replaceSubrange(257..<262, with: Array("ustar".utf8))
    do {
      _ = try read(tar, as: "a.tar")
      Issue.record("was read")
    } catch { #expect("\(error)".contains("is a damaged tar archive")) }
  }

  @Test(arguments: [
    "{", "[", "[{", "{}", "[]", "{\"text\"", "\u{FEFF}", ",", ";;;\n", "a/b: \nc/d:", "{'", "{'a':}", "\"", "\r",
    "\n\r\n", "|",
  ])
  func `a file that is next to nothing ends in an error or in rows, and in no crash`(_ text: String) {
    for name in ["a.json", "a.csv", "a.txt", "a", "a.tsv"] { _ = failure(text, as: name) }
  }
}

/// The corpora of `shared/cases/words`, each with what pandas and gensim make of it.
@Suite(.enabled(if: CorpusCases.folder != nil, "shared/cases is not there")) struct CorpusCaseTests {
  @Test(arguments: [
    ("01-missing-reviewText/Cell_Phones_5.json", 588, 8690), ("01b-null-reviewText-under-1pc/r.json", 596, 8815),
    ("02-loose-json/reviews_Cell_Phones.json.gz", 600, 8870),
    ("03-aws-tsv/amazon_reviews_us_Wireless.tsv.gz", 600, 8870),
    ("04-snap-blocks/finefoods.txt.gz", 600, 8870), ("05-kaggle-finefood-csv/Reviews.csv", 600, 8870),
    ("08-json-array/reviews.json", 600, 8870), ("08b-json-array-pretty/reviews.json", 600, 8870),
    ("08d-json-pretty-objects/reviews.json", 600, 8870), ("09-nan-json/r.json", 600, 8870),
    ("10b-text8-noext/text8", 1, 8870),
    ("12-semicolon/r.csv", 600, 8870), ("17b-bz2/r.json.bz2", 600, 8870), ("17c-xz/r.json.xz", 600, 8870),
    ("17-zip/archive.zip", 600, 8870), ("17i-tar-gz/reviews.tar.gz", 600, 8870),
    ("13-cr-only/mac.csv", 600, 8870), ("14-jsonlines-txt/reviews.txt", 600, 8870),
    ("18-utf16/r.csv", 600, 8870), ("18b-utf16-nobom/r.csv", 600, 8870), ("18d-bom-json/r.json", 600, 8870),
    ("18e-nul-txt/r.txt", 600, 8870), ("20b-numeric-some/r.json", 598, 8840), ("21-header-space/r.csv", 600, 8870),
    ("21b-index-col/r.csv", 600, 8870), ("22-2023/Cell.jsonl", 600, 8870), ("70-goodreads-json/g.json", 600, 8870),
    ("70c-csv-crlf-lastline/r.csv", 600, 8870), ("70e-dos-eof/r.json", 600, 8870),
    ("70f-concat-gz/r.json.gz", 600, 8870),
    ("70g-concat-objects-one-line/r.json", 600, 8870), ("70h-trailing-comma/r.json", 600, 8870),
    ("70k-dup-col/r.csv", 600, 8870), ("70l-ragged-fewer/r.csv", 600, 8870), ("70m-comma-unquoted/r.csv", 597, 8830),
  ])
  func `a corpus has the rows and words of pandas and gensim`(_ path: String, _ rows: Int, _ tokens: Int) throws {
    let file = try #require(CorpusCases.folder).appending(path: path)
    let (corpus, report) = try CorpusReader.read(file: file)
    #expect(corpus.rowCount == rows && corpus.tokenCount == tokens, "\(report.layout): \(report.findings)")
    if rows < 600, rows > 1 { #expect(!report.findings.isEmpty || report.malformedCount > 0) }
  }

  @Test(arguments: [
    ("07-cp1252-csv/Womens Reviews.csv", 600), ("07b-cp1252-few/r.csv", 600), ("12b-semicolon-quoted-comma/r.csv", 600),
    ("15-backslash-quote/r.csv", 600), ("23-quoted-newlines/r.csv", 600), ("71-first-record-large/books.jsonl", 601),
    ("81-null-heavy/r.jsonl", 600), ("06-imdb-br/IMDB Dataset.csv", 600),
  ])
  func `a corpus has all its rows`(_ path: String, _ rows: Int) throws {
    let file = try #require(CorpusCases.folder).appending(path: path)
    #expect(try CorpusReader.read(file: file).0.rowCount == rows)
  }

  @Test(arguments: [
    ("11-polarity-no-header/train.csv", "without a header"), ("16-open-quote/r.csv", "r.csv:302"),
    ("17d-gz-truncated/r.json.gz", "breaks off at byte 6006"),
    ("17e-html-instead/reviews_Cell_Phones_and_Accessories_5.json.gz", "a web page"),
    ("17f-lfs/reviews.json.gz", "Git LFS"),
    ("17g-empty/r.json", "no rows"), ("17h-gz-in-gz/r.json.gz", "gzipped twice"),
    ("20-list-text/r.json", "\"text\" is no string"), ("70b-nested/n.json", "\"review\" is no string"),
  ])
  func `what cannot be a corpus is refused by name`(_ path: String, _ words: String) throws {
    let file = try #require(CorpusCases.folder).appending(path: path)
    do {
      let (corpus, report) = try CorpusReader.read(file: file)
      Issue.record("read \(corpus.rowCount) rows as \(report.layout)")
    } catch {
      #expect("\(error)".contains(words))
    }
  }
}

enum CorpusCases {
  static let folder: URL? = {
    let folder = Project.root.appending(path: "../shared/cases/words").standardizedFileURL
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()
}
