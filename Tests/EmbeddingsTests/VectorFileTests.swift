import Archives
import Basics
import Embeddings
import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite struct VectorFileTests {
  private let scratch: Scratch
  private var folder: URL { scratch.folder }

  init() throws { scratch = try Scratch() }

  private func read(_ text: String, _ format: VectorFileFormat = .text) throws -> KeyedVectors {
    try read(Data(text.utf8), format)
  }

  private func read(_ bytes: Data, _ format: VectorFileFormat) throws -> KeyedVectors {
    let file = folder.appending(path: "vectors")
    try bytes.write(to: file)
    return try KeyedVectors(reading: file, format: format)
  }

  /// The cause and the line of the error that reading gives, nil where it gives none.
  private func cause(_ bytes: Data, _ format: VectorFileFormat) -> String? {
    do {
      _ = try read(bytes, format)
      return nil
    } catch let EmbeddingError.file(_, line, cause) {
      return line.map { "\($0): \(cause)" } ?? cause
    } catch {
      return "\(error)"
    }
  }

  private func cause(_ text: String) -> String? { cause(Data(text.utf8), .text) }

  @Test(arguments: [("vectors.txt", VectorFileFormat.text), ("vectors.bin", .binary)])
  func `what gensim wrote is read to the bit`(name: String, format: VectorFileFormat) throws {
    let read = try KeyedVectors(reading: fixture(name), format: format)
    #expect(read.words.map { Array($0.utf8) } == GensimGolden.shared.words.map { Array($0.utf8) })
    #expect(read.vectors == GensimGolden.vectors.vectors)
  }

  @Test(arguments: [("vectors.txt", VectorFileFormat.text), ("vectors.bin", .binary)])
  func `what is written has gensim's bytes, numbers in text apart`(name: String, format: VectorFileFormat) throws {
    let file = folder.appending(path: name)
    try GensimGolden.vectors.write(to: file, format: format)
    let (ours, theirs) = (try Data(contentsOf: file), try Data(contentsOf: fixture(name)))
    if format == .binary { #expect(ours == theirs) }
    #expect(try KeyedVectors(reading: file, format: format).vectors == GensimGolden.vectors.vectors)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [name])
  }

  @Test func `the format is told by the beginning of the file`() throws {
    func format(_ bytes: Data) throws -> VectorFileFormat {
      let file = folder.appending(path: "vectors")
      try bytes.write(to: file)
      return try VectorFileFormat(of: file)
    }
    for (name, expected) in [("vectors.txt", VectorFileFormat.text), ("vectors.bin", .binary)] {
      #expect(try VectorFileFormat(of: fixture(name)) == expected)
    }
    #expect(try format(Data("the 0.1 -2 3e-4\nof 1 2 3\n".utf8)) == .glove)
    #expect(try format(Data("2 3\nthe 0.1 -2 3e-4\n".utf8)) == .text)
    let long = "1 2000\nthe" + String(repeating: " 0.12345", count: 2_000)
    #expect(try format(Data(long.utf8)) == .text)
    #expect(try format(Data("1 2\nNew York 1 2\n".utf8)) == .text)
    #expect(try format(Data("1 2\nthe ".utf8) + Data([1, 2, 3, 4, 5, 6, 7, 8])) == .binary)
    #expect(throws: EmbeddingError.self) { try format(Data([0x1F, 0x8B, 8, 0])) }
    #expect(throws: EmbeddingError.self) { try format(Data()) }
  }

  @Test func `blanks at the ends of lines, Windows line ends and a missing last one are accepted`() throws {
    let vectors = try read("2 2\r\na 1 2 \r\nb  -3e-1 4")
    #expect(vectors.words == ["a", "b"])
    #expect(vectors.vectors == Matrix([[1, 2], [-0.3, 4]]))
  }

  @Test func `GloVe's text is read, words with blanks too, and written`() throws {
    let vectors = try read("the 1 -2e-1\n. . . 3 4\r\nb 5 6", .glove)
    #expect(vectors.words == ["the", ". . .", "b"])
    #expect(vectors.vectors == Matrix([[1, -0.2], [3, 4], [5, 6]]))
    let file = folder.appending(path: "glove")
    try GensimGolden.vectors.write(to: file, format: .glove)
    #expect(try KeyedVectors(reading: file, format: .glove).vectors == GensimGolden.vectors.vectors)
    #expect(cause(Data(), .glove) == "1: has no vectors")
    #expect(cause(Data("the\n".utf8), .glove) == "1: has no word and numbers")
    // No matrix is made for a line of many numbers and many lines of few, which no memory holds.
    let lopsided = "a" + String(repeating: " 1", count: 400_000) + String(repeating: "\nb 1", count: 400_000)
    #expect(cause(Data(lopsided.utf8), .glove)?.contains("400000 of 400001 rows are no word and vector") == true)
    #expect(
      cause(Data("1 3\na 1 2 3\nb 1 2 3\n".utf8), .glove)?.hasPrefix("1: has 1 number where the lines below it have 3")
        == true)
  }

  /// What a file of vectors leaves, and what is told of it.
  private func reading(_ text: String, _ limit: Int = .max) throws -> (words: [String], findings: [String]) {
    try reading(Data(text.utf8), limit)
  }

  private func reading(_ bytes: Data, _ limit: Int = .max) throws -> (words: [String], findings: [String]) {
    let file = folder.appending(path: "vectors")
    try bytes.write(to: file)
    let (vectors, report) = try KeyedVectors.read(file, format: VectorFileFormat(of: file), limit: limit)
    return (vectors.words, report.findings)
  }

  @Test(arguments: [
    ("3 2\na 1 2\nb 3 4\n", ["a", "b"], "promises 3 vectors in its first line and holds 2"),
    ("1 2\na 1 2\nb 3 4\n", ["a", "b"], "promises 1 vectors in its first line and holds 2"),
    ("2 2\na 1 2\nb 3\n", ["a"], "has 1 row that is left out (line 3: “b” has 1 number, expected 2)"),
    ("a 1 2\nb 3 nan\n", ["a"], "has 1 row that is left out (line 2: “b” has a number that is not finite)"),
    ("a 1 2\nb 1e16 3\n", ["a"], "has 1 row that is left out (line 2: “b” has a number beyond ±1e+15)"),
    ("a 1 2\nb 3 x\n", ["a"], "has 1 row that is left out (line 2: “b” has “x” where number 2 should be)"),
    (
      "3 2\na 1 2\nb 3 4\na 5 6\n", ["a", "b"],
      "has 1 row of a word that it had before, which is left out (line 4: “a”)"
    ), ("2 2\n 1 2\nb 3 4\n", ["b"], "has 1 row that is left out (line 2: a vector without a word)"),
    ("\u{FEFF}2 2\na 1 2\nb 3 4\n", ["a", "b"], ""), ("\u{FEFF}a 1 2\nb 3 4\n", ["a", "b"], ""),
    ("2\t2\na\t1\t2\n\nb\t3\t4\n", ["a", "b"], ""), ("2 2\nnew york 1 2\nb 3 4\n", ["new york", "b"], ""),
  ])
  func `a bad row costs itself alone, and is told`(_ text: String, _ words: [String], _ finding: String) throws {
    let (read, findings) = try reading(text)
    #expect(read == words && findings == (finding.isEmpty ? [] : [finding]))
  }

  @Test func `a word that is not UTF-8 is kept with a sign for what is none`() throws {
    for header in ["2 2\n", ""] {
      let (words, findings) = try reading(Data(header.utf8) + Data("a 1 2\ncaf".utf8) + [0xC3] + Data(" 3 4\n".utf8))
      #expect(
        words == ["a", "caf\u{FFFD}"] && findings.count == 1 && findings[0].hasPrefix("has 1 word that is not UTF-8"))
    }
  }

  @Test func `the first rows are read where a limit says so`() throws {
    let (words, findings) = try reading("3 2\na 1 2\nb 3 4\nc 5 6\n", 2)
    #expect(words == ["a", "b"] && findings.isEmpty)
    let binary = try Data(contentsOf: fixture("vectors.bin"))
    #expect(try reading(binary, 5).words == Array(GensimGolden.shared.words.prefix(5)))
  }

  @Test(arguments: [VectorFileFormat.text, .binary, .glove]) func `gzipped vectors are read as they are`(
    _ format: VectorFileFormat
  ) throws {
    let file = folder.appending(path: "plain")
    try GensimGolden.vectors.write(to: file, format: format)
    try #require(try Data(contentsOf: file).count > 0)
    let packed = folder.appending(path: "vectors.gz")
    try Data(Deflated.gzip(Array(try Data(contentsOf: file)))).write(to: packed)
    #expect(try VectorFileFormat(of: packed) == format)
    #expect(try KeyedVectors(reading: packed, format: format).vectors == GensimGolden.vectors.vectors)
    // What unpacks to more than the allowed memory can have been in text ends at once.
    try Data(Deflated.gzip([UInt8](repeating: 0x20, count: 8 << 20))).write(to: packed)
    #expect(throws: EmbeddingError.self) { try KeyedVectors(reading: packed, format: format, memoryLimit: 1000) }
  }

  @Test(arguments: [
    (Data([0x80, 0x04, 0x95]), "save_word2vec_format"),
    (Data([0xBA, 0x16, 0x4F, 0x2F, 12]), "fastText's own binary model"),
    (Data("<!DOCTYPE html>".utf8), "a web page"),
    (Data("version https://git-lfs.github.com/spec/v1".utf8), "git lfs pull"),
    (Data("62 8 5\na 1 2 3 4\nb 1 2 3 4\n".utf8), ":1: has 2 numbers where the lines below it have 4"),
    (Data("# my vectors\n2 2\na 1 2\n".utf8), ":1: is neither a word and its numbers"),
    (Data("2 2\na 0:1 1:2\nb 0:3 1:4\n".utf8), "index:number"),
  ])
  func `what holds no such vectors is refused by name`(_ bytes: Data, _ words: String) throws {
    do {
      Issue.record("read \(try reading(bytes).words)")
    } catch {
      #expect("\(error)".contains(words))
    }
  }

  @Test func `text that is not what its first line says is refused with its line`() {
    #expect(cause("") == "1: does not begin with the number of words and the size of a vector")
    #expect(cause("the 0.1 0.2\n") == "1: does not begin with the number of words and the size of a vector")
    // A first row that is none, and more than one bad row in a hundred, are no slips.
    #expect(cause("2 2\na 1\nb 3 4\n") == "2: “a” has 1 number, expected 2")
    #expect(cause("3 2\na 1 2\nb 3\nc 4\n") == "3: “b” has 1 number, expected 2; 2 of 3 rows are no word and vector")
    #expect(cause("0 2\n") == "has no vectors")
    for size in ["1000000000000", "4611686018427387903"] {
      #expect(cause("1 \(size)\na 1\n")?.contains("more than its \(size.count + 7) bytes can hold") == true)
    }
    #expect(cause("900000000 300\na 1 2\n")?.contains("more than its 20 bytes can hold") == true)
  }

  @Test(arguments: [
    ("2 3\na 1 2 3\nb 4 5 6\n", VectorFileFormat.text), ("a 1 2 3\nb 4 5 6\n", .glove),
  ])
  func `vectors that take more memory than they may are refused with their size`(
    text: String, format: VectorFileFormat
  ) throws {
    let file = folder.appending(path: "vectors")
    try Data(text.utf8).write(to: file)
    #expect(try KeyedVectors(reading: file, format: format, memoryLimit: 24).count == 2)
    #expect(
      throws: EmbeddingError.file(
        path: file.path, line: nil,
        cause:
          "holds 2 vectors of 3 numbers, which take 1 MiB where memory_limit allows 0; raise memory_limit, or read "
          + "the first of them alone by a limit (vectors_limit, other_vectors_limit)")
    ) { try KeyedVectors(reading: file, format: format, memoryLimit: 23) }
  }

  @Test func `binary that is cut short at any byte is refused`() throws {
    let whole = try Data(contentsOf: fixture("vectors.bin"))
    #expect(cause(whole, .binary) == nil)
    // Where a vector ends, the file may have ended: then the first line promises too many.
    for length in 0..<whole.count {
      let part = Data(whole.prefix(length))
      guard cause(part, .binary) == nil else { continue }
      let findings = try reading(part).findings
      #expect(findings.count == 1 && findings[0].hasPrefix("promises 12 vectors"), "after \(length) bytes")
    }
    #expect(cause(whole.prefix(whole.count - 1), .binary) == "ends within vector 12 of 12")
    #expect(cause(whole + Data([1]), .binary) == "ends within vector 13 of 12")
    #expect(cause(whole.prefix(8), .binary)?.contains("more than its") == true)
  }

  @Test func `binary with a line break after each vector is accepted`() throws {
    var bytes = Data("2 1\n".utf8)
    for (word, value) in [("a", Float(1)), ("b", 2)] {
      bytes += Data("\(word) ".utf8)
      withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
      bytes += Data("\n".utf8)
    }
    #expect(try read(bytes, .binary).vectors == Matrix([[1], [2]]))
  }

  @Test func `a word with a blank is not written and the old file stays`() throws {
    let file = folder.appending(path: "vectors")
    try Data("old".utf8).write(to: file)
    let vectors = KeyedVectors(vocabulary: Vocabulary(words: ["new york"])!, vectors: Matrix([[1]]))
    for format in VectorFileFormat.allCases {
      #expect(throws: EmbeddingError.self) { try vectors.write(to: file, format: format) }
    }
    #expect(try Data(contentsOf: file) == Data("old".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["vectors"])
  }

  @Test func `a folder that is not there is a clear error`() {
    let nowhere = folder.appending(path: "nowhere/vectors")
    let error = FileError(path: nowhere.path, problem: "cannot write this file: No such file or directory")
    #expect(throws: EmbeddingError.unusable(error)) {
      try GensimGolden.vectors.write(to: nowhere, format: .text)
    }
    #expect(throws: EmbeddingError.self) { try KeyedVectors(reading: nowhere, format: .text) }
  }
}

/// The files of vectors of `shared/cases/words`, each with what gensim makes of it, or better.
@Suite(.enabled(if: CorpusCases.folder != nil, "shared/cases is not there")) struct VectorCaseTests {
  private func read(_ path: String) throws -> (KeyedVectors, VectorFileReport) {
    let file = try #require(CorpusCases.folder).appending(path: path)
    return try KeyedVectors.read(file, format: VectorFileFormat(of: file), memoryLimit: 1 << 30)
  }

  @Test(arguments: [
    ("30-v-text", 62, 0), ("31-v-count-too-high", 62, 1), ("32-v-word-space", 62, 0), ("32b-v-word-space-later", 62, 0),
    ("33-v-nbsp", 62, 0), ("34-v-dup", 62, 1), ("35-v-nonutf8-text", 63, 1), ("36-v-bin-nl", 62, 0),
    ("36b-v-bin-nonl", 62, 0),
    ("37-v-bin-cututf8", 63, 1), ("38-v-bin-gz", 62, 0), ("40-v-glove", 62, 0), ("40b-v-glove-spaces", 64, 0),
    ("40c-v-glove-crlf", 62, 0), ("40d-v-glove-unk-first", 63, 0), ("41b-v-header-bom", 62, 0),
    ("41c-v-trailing-space", 62, 0),
    ("41d-v-tabs", 62, 0), ("41e-v-blank-lines", 62, 0), ("41g-v-glove-bom", 62, 0), ("43-v-caps", 62, 0),
    ("46-v-numbers-first", 63, 0),
  ])
  func `vectors are read as gensim reads them, and what is odd is told`(_ name: String, _ words: Int, _ told: Int)
    throws
  {
    let folder = try #require(CorpusCases.folder).appending(path: name)
    let file = try #require(FileManager.default.contentsOfDirectory(atPath: folder.path).first { $0 != "expected.txt" })
    let (vectors, report) = try read("\(name)/\(file)")
    #expect(
      vectors.vectorSize == 8 && abs(vectors.count - words) <= 1 && report.findings.count == told,
      "\(vectors.count) \(report.findings)")
  }

  @Test(arguments: [
    "39-v-bin-trunc", "41-v-header-3", "41h-v-header-comment", "42-v-sparse", "45-v-html", "45b-v-pickle",
    "45c-v-fasttext-bin",
  ])
  func `what holds no vectors is refused`(_ name: String) throws {
    let folder = try #require(CorpusCases.folder).appending(path: name)
    let file = try #require(FileManager.default.contentsOfDirectory(atPath: folder.path).first { $0 != "expected.txt" })
    #expect(throws: EmbeddingError.self) { try read("\(name)/\(file)") }
  }
}
