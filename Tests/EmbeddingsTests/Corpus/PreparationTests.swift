import Embeddings
import Foundation
import TestSupport
import Testing

/// Words beyond gensim's, held against Python: `Fixtures/make_preparation.py`.
@Suite struct PreparationTests {
  private struct Golden: Decodable {
    struct Case: Decodable {
      let numbers, hyphens, removesAccents: Bool
      let minLength, maxLength: Int
      let rows: [[String]]
      let hash: String
    }
    struct Block: Decodable {
      let start: UInt32
      let hash: String
    }
    let texts: [String]
    let cases: [Case]
    let blocks: [Block]
  }

  private func scalars(_ rows: [[String]]) -> [[[Unicode.Scalar]]] { rows.map { $0.map { Array($0.unicodeScalars) } } }

  @Test func `digits and hyphens are kept as the regular expression has it`() throws {
    let golden: Golden = try Goldens.load("preparation.json")
    let hard = try Goldens.torture().map(\.text)
    #expect(golden.cases.count == 12)
    for test in golden.cases {
      let prepare = SimplePreprocess(
        minLength: test.minLength, maxLength: test.maxLength, removeAccents: test.removesAccents,
        keepNumbers: test.numbers, keepHyphens: test.hyphens)
      let name: Comment = "numbers \(test.numbers), hyphens \(test.hyphens), from \(test.minLength)"
      for (text, row) in zip(golden.texts, test.rows) {
        #expect(scalars([prepare(text)]) == scalars([row]), "\(text.debugDescription), \(name.rawValue)")
      }
      #expect(Goldens.hash((golden.texts + hard).map { prepare($0) }) == test.hash, name)
    }
  }

  @Test func `every code point is a digit where Python has one, whatever Swift's own tables say`() throws {
    let golden: Golden = try Goldens.load("preparation.json")
    let prepare = SimplePreprocess(minLength: 1, maxLength: 40, keepNumbers: true, keepHyphens: true)
    for block in golden.blocks {
      let rows = (block.start..<block.start + 0x1000).lazy.compactMap(Unicode.Scalar.init).map { c in
        prepare("ab\(c)1 \(c)\(c) 1\(c)-a\(c) \(c)-\(c) a-\(c)Σ")
      }
      #expect(Goldens.hash(rows) == block.hash, "U+\(String(block.start, radix: 16))")
    }
  }

  @Test func `stop words go, rows stay, and English ones are scikit-learn's`() throws {
    let scratch = try Scratch()
    let file = try scratch.file("texts.txt", holding: "the screen is bad\nthe the and\n\nscreen and all\n")
    let (corpus, report) = try CorpusReader.read(file: file)
    let rest = try corpus.leavingOut(.english)
    #expect((0..<4).map { rest.words(ofRow: $0) } == [["screen", "bad"], [], [], ["screen"]])
    #expect(rest.words == ["screen", "bad"] && rest.counts == [2, 1])
    let described = report.describing(rest)
    #expect(described.tokens == 3 && described.distinctWords == 2 && described.emptyRows == 2 && described.rows == 4)
    #expect(described.firstRows.map(\.words) == [["screen", "bad"], [], []])
    #expect(StopWords.english.words.count == 318)
    #expect(
      try corpus.leavingOut(StopWords(["nowhere", "Nowhere"])) == corpus && StopWords(["A", "a"]).words == ["a"])
  }

  private static let python = Project.root.appending(path: ".venv-development/bin/python").path

  @Test(.enabled(if: isInstalled(python), "the development environment is not set up"))
  func `the list of English stop words is the one that scikit-learn has`() throws {
    let script = "from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS as w; print(*sorted(w))"
    let words = try run(Self.python, ["-c", script]).output.split(whereSeparator: \.isWhitespace).map(String.init)
    #expect(words == StopWords.english.words)
  }
}
