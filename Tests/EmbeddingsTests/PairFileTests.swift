import Embeddings
import Foundation
import LinearAlgebra
import TestSupport
import Testing

/// Files of judged pairs and of analogies in the forms in which people have them.
@Suite struct PairFileTests {
  private static let pairs: [(String, String, String)] = [
    ("phone", "case", "7.5"), ("bad", "terrible", "9.1"), ("good", "great", "9.0"), ("screen", "battery", "5.5"),
    ("camera", "speaker", "6.2"), ("mount", "holder", "8.8"), ("cheap", "poor", "7.1"), ("works", "died", "1.5"),
    ("fits", "slips", "2.0"), ("zebra", "phone", "0.1"),
  ]

  /// Vectors of all words but `zebra`.
  private static let vectors: KeyedVectors = {
    let words = pairs.dropLast().flatMap { [$0.0, $0.1] }
    var random = SeededRandom(seed: 3)
    let rows = words.map { _ in (0..<8).map { _ in Float(random.next(below: 1_000)) / 500 - 1 } }
    return KeyedVectors(
      vocabulary: Vocabulary(words: words, counts: words.indices.map { 100 - $0 })!, vectors: Matrix(rows))
  }()

  private func evaluate(_ text: String, as name: String = "pairs") throws -> WordPairEvaluation {
    try evaluate(Array(text.utf8), as: name)
  }

  private func evaluate(_ bytes: [UInt8], as name: String = "pairs") throws -> WordPairEvaluation {
    let scratch = try Scratch()
    return try Self.vectors.evaluate(wordPairs: scratch.file(name, holding: bytes))
  }

  private func failure(_ text: String) -> String {
    do { return "\(try evaluate(text).pairs) pairs" } catch { return "\(error)" }
  }

  private static func lines(_ line: ((String, String, String)) -> String) -> String {
    pairs.map { line($0) + "\n" }.joined()
  }

  @Test(arguments: [
    lines { "\($0)\t\($1)\t\($2)" }, lines { "\($0)\t\($1)\t\($2)" }.replacing("\n", with: "\r\n"),
    "\u{FEFF}" + lines { "\($0)\t\($1)\t\($2)" },
    "Word 1,Word 2,Human (mean)\n" + lines { "\($0),\($1),\($2)" }, lines { "\($0) \($1) \($2)" },
    lines { "\($0)   \($1)  \($2)" }, lines { "\($0);\($1);\($2)" },
    lines { "\($0)\t\($1)\t\($2.replacing(".", with: ","))" }, lines { "\($0);\($1);\($2.replacing(".", with: ","))" },
    lines { "\($0)\t\($1)\t\($2)\t1\t2\t3" },
    "word1\tword2\tPOS\tSimLex999\tconc(w1)\tconc(w2)\tconcQ\tAssoc(USF)\tSimAssoc333\tSD(SimLex)\n"
      + lines { "\($0)\t\($1)\tN\t\($2)\t2.72\t2.8\t2\t7.2\t1\t0.4" },
    "word1\tword2\tscore\n" + lines { "\($0)\t\($1)\t\($2)" }, "# a comment\n\n" + lines { "\($0)\t\($1)\t\($2)" },
    "word1,word2,tag,mean,sd\n" + lines { "\($0),\($1),4,\($2),0.3" },
    "\"w1\",\"w2\",\"score\"\n" + lines { "\"\($0)\",\"\($1)\",\"\($2)\"" },
    ",word1,word2,score\n" + lines { "12,\($0),\($1),\($2)" }, lines { "12,\($0),\($1),\($2)" },
    lines { "\($0)\t\($1)\tV\t\($2)\tSYNONYMS" }, lines { "\($0), \($1), \($2)" },
  ])
  func `pairs come out of every form alike`(_ text: String) throws {
    let found = try evaluate(text)
    let usual = try evaluate(Self.lines { "\($0)\t\($1)\t\($2)" })
    #expect(found == usual && found.pairs == 9 && found.outOfVocabulary == 0.1 && found.passedOver.count == 0)
    #expect(found.scored.map(\.judgement) == [7.5, 9.1, 9, 5.5, 6.2, 8.8, 7.1, 1.5, 2])
  }

  @Test func `lines that are no pair are counted, and the first is told`() throws {
    let text = Self.lines { "\($0)\t\($1)\t\($2)" } + "cover protector 8\ncable,charger,7\nbad\tgood\tnan\n\n"
    let found = try evaluate(text)
    #expect(found.pairs == 9 && found.passedOver.count == 3)
    #expect(found.passedOver.firstLine == 11 && found.passedOver.first == "cover protector 8")
  }

  @Test func `pairs without known words, one pair and equal judgements have no correlation`() throws {
    let unknown = try evaluate("zebra\tlion\t5\nking\tqueen\t8\n")
    #expect(unknown.pairs == 0 && unknown.outOfVocabulary == 1 && unknown.spearman.isNaN && unknown.pearson.isNaN)
    #expect(try evaluate("phone\tcase\t5\n").spearman.isNaN)
    #expect(try evaluate("phone\tcase\t5\nbad\tgood\t5\ncheap\tpoor\t5\n").pearson.isNaN)
  }

  @Test func `a pair that stands there twice counts twice, as in gensim`() throws {
    let lines = Self.lines { "\($0)\t\($1)\t\($2)" }
    #expect(try evaluate(lines + lines).pairs == 18)
  }

  @Test func `what is no file of pairs says so`() {
    #expect(failure("").contains("has no pair: expected lines of two words and a number"))
    #expect(failure("word1,word2,score\n").contains("has no pair"))
    #expect(failure("phone\tcase\n").contains("has no pair"))
    #expect(failure("phone\tcase\t1e200\n").contains("pairs:1: gives \"phone\" and \"case\" the judgement 1e+200"))
    do {
      _ = try evaluate(
        Array(Self.lines { "\($0)\t\($1)\t\($2)" }.utf8) + [0x63, 0x61, 0x66, 0xE9] + Array("\tphone\t4\n".utf8))
      Issue.record("Latin-1 was read")
    } catch { #expect("\(error)".contains("is not UTF-8 in line 11")) }
  }

  // MARK: Analogies

  private func solve(_ text: String) throws -> AnalogyEvaluation {
    let scratch = try Scratch()
    return try Self.vectors.evaluate(analogies: scratch.file("questions", holding: text))
  }

  private func analogyFailure(_ text: String) -> String {
    do { return "\(try solve(text).sections)" } catch { return "\(error)" }
  }

  private static let section = ": family\ngood great bad terrible\nphone case camera speaker\n"

  @Test(arguments: [section, section.replacing("\n", with: "\r\n"), "\u{FEFF}" + section, "\n" + section + "\n\n"])
  func `analogies come out of every form alike`(_ text: String) throws {
    let found = try solve(text)
    #expect(found.sections.map(\.name) == ["family"] && found.total.correct + found.total.incorrect == 2)
    #expect(found.passedOver.count == 0)
  }

  @Test func `lines that are no analogy are counted, and the first is told`() throws {
    let found = try solve(Self.section + "good great bad\n1 2 3 4 5\n")
    #expect(
      found.passedOver.count == 2 && found.passedOver.firstLine == 4 && found.passedOver.first == "good great bad")
  }

  @Test(arguments: [
    (
      ":family\ngood great bad terrible\n",
      "questions:2: has an analogy before its first section; line 1, “:family”, lacks the blank"
    ),
    (
      "good great bad terrible\n",
      "questions:1: has an analogy before its first section; put a line such as \": all\" above it"
    ),
    ("a,b,c,d\ngood,great,bad,terrible\n", "has four words a line with commas between; write lines of four words"),
    (
      "apple\tapples\nphone\tphones/telephones\n",
      "has two words a line, as BATS does; write two such pairs as one line"
    ),
    (": empty\n", "has no analogy: expected lines of four words"), ("", "has no analogy"),
  ])
  func `what is no file of analogies says what it is`(_ text: String, _ words: String) {
    #expect(analogyFailure(text).contains(words), "\(analogyFailure(text))")
  }
}
