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
    #expect(cause(Data("a 1 2\nb 3\n".utf8), .glove) == "2: has 1 numbers, expected 2")
    // Not in a matrix for a line of many numbers and many lines of none, which no memory holds.
    let lopsided = "a" + String(repeating: " 1", count: 400_000) + String(repeating: "\n", count: 400_000)
    #expect(cause(Data(lopsided.utf8), .glove) == "2: has 0 numbers, expected 400000")
    #expect(cause(Data("a 1 2\nb 3 x\n".utf8), .glove) == "2: number 2 of \"b\" is not a number")
    #expect(cause(Data("a 1 2\na 3 4\n".utf8), .glove) == "2: the word \"a\" occurs twice")
    #expect(
      cause(Data("1 3\na 1 2 3\n".utf8), .glove)
        == "1: is a count and a size: the file is word2vec's text, not GloVe's")
  }

  @Test func `text that is not what its first line says is refused with its line`() {
    #expect(cause("") == "1: does not begin with the number of words and the size of a vector")
    #expect(cause("the 0.1 0.2\n") == "1: does not begin with the number of words and the size of a vector")
    #expect(cause("2 2\na 1 2\n") == "3: ends after 1 of 2 vectors")
    #expect(cause("1 2\na 1 2\nb 3 4\n") == "3: goes on after the 1 vectors that its first line promises")
    #expect(cause("2 2\na 1 2\na 3 4\n") == "3: the word \"a\" occurs twice")
    #expect(cause("2 2\na 1\nb 3 4\n") == "2: \"a\" has 1 numbers, expected 2")
    #expect(cause("2 2\na 1 2 3\nb 3 4\n") == "2: \"a\" has more than 2 numbers")
    #expect(cause("2 2\nnew york 1 2\nb 3 4\n") == "2: number 1 of \"new\" is not a number")
    #expect(cause("2 2\na 1 2\nb 3 nan\n") == "3: number 2 of \"b\" is not finite")
    #expect(cause("2 2\na 1 1e99\nb 3 4\n") == "2: number 2 of \"a\" is not finite")
    #expect(cause("2 2\na 1 3e38\nb 3 4\n") == "2: number 2 of \"a\" is beyond ±1e+15")
    #expect(cause(Data("a 1 2\nb -1e16 3\n".utf8), .glove) == "2: number 1 of \"b\" is beyond ±1e+15")
    #expect(cause("2 2\n\nb 3 4\n") == "2: vector 1 has no word and numbers")
    for size in ["1000000000000", "4611686018427387903"] {
      #expect(
        cause("1 \(size)\na 1\n")
          == "2: promises 1 vectors of \(size) numbers, more than its \(size.count + 7) bytes can hold")
    }
    #expect(
      cause("900000000 300\na 1 2\n") == "2: promises 900000000 vectors of 300 numbers, more than its 20 bytes can hold"
    )
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
          "holds 2 vectors of 3 numbers, which take 1 MiB where memory_limit allows 0; raise memory_limit, or leave "
          + "the rarest words out of the file")
    ) { try KeyedVectors(reading: file, format: format, memoryLimit: 23) }
  }

  @Test func `numbers that are none and empty lines are refused in GloVe's text`() {
    #expect(cause(Data("a 1 2\nb 3 nan\n".utf8), .glove) == "2: number 2 of \"b\" is not finite")
    #expect(cause(Data("a 1 2\nb inf 3\n".utf8), .glove) == "2: number 1 of \"b\" is not finite")
    #expect(cause(Data("a 1 2\n\nb 3 4\n".utf8), .glove) == "2: has 0 numbers, expected 2")
  }

  @Test func `binary that is cut short at any byte is refused`() throws {
    let whole = try Data(contentsOf: fixture("vectors.bin"))
    #expect(cause(whole, .binary) == nil)
    for length in 0..<whole.count {
      #expect(cause(whole.prefix(length), .binary) != nil, "after \(length) bytes")
    }
    #expect(
      cause(whole + Data([1]), .binary) == "goes on after the 12 vectors that its first line promises")
    #expect(cause(whole.prefix(20), .binary)?.contains("more than its") == true)
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
