import Embeddings
import Foundation
import TestSupport
import Testing

/// Held against gensim 4.4.0 on Python 3.11, token for token.
@Suite struct SimplePreprocessTests {
  let plain = SimplePreprocess()
  let deaccenting = SimplePreprocess(removeAccents: true)

  // Strings that are canonically equivalent are equal to Swift, so tokens are compared by their scalars.
  func scalars(_ tokens: [String]) -> [[Unicode.Scalar]] { tokens.map { Array($0.unicodeScalars) } }

  @Test func `a review becomes the row that the assignment shows`() {
    let text = "They look good and stick good! I just don't like the rounded shape"
    #expect(
      plain(text)
        == ["they", "look", "good", "and", "stick", "good", "just", "don", "like", "the", "rounded", "shape"])
  }

  @Test func `hard texts give gensim's tokens`() throws {
    let cases = try Goldens.torture()
    #expect(cases.count > 600)
    for test in cases {
      #expect(scalars(plain(test.text)) == scalars(test.tokens), "\(test.text.debugDescription)")
    }
  }

  @Test func `hard texts give gensim's tokens without accents`() throws {
    for test in try Goldens.torture() {
      #expect(scalars(deaccenting(test.text)) == scalars(test.deaccented), "\(test.text.debugDescription)")
    }
  }

  @Test(arguments: [false, true])
  func `every code point behaves as in gensim, in every context`(removeAccents: Bool) throws {
    let golden: Goldens.CodePoints = try Goldens.load("codepoints.json")
    let preprocess = SimplePreprocess(minLength: 1, maxLength: 20, removeAccents: removeAccents)
    for (block, expected) in (removeAccents ? golden.deaccented : golden.tokens).enumerated() {
      // Planes 4 to 13 are empty, each block like the next: their edges are enough.
      let isEdge = block % 16 == 0 || block % 16 == 15
      guard isEdge || !(0x40...0xDF ~= block) else { continue }
      let codes = UInt32(block * golden.block)..<UInt32((block + 1) * golden.block)
      let rows = codes.lazy.compactMap(Unicode.Scalar.init).map { preprocess(context($0)) }
      #expect(
        Goldens.hash(rows) == expected, "U+\(String(codes.lowerBound, radix: 16)) and the \(golden.block - 1) after")
    }
  }

  /// The row of `make_goldens.py`.
  func context(_ c: Unicode.Scalar) -> String {
    "ab\(c)Cd \(c)x \(c)\(c) a\(c)Σ \(c)Σ aΣ\(c) aΣ\(c)a e\u{301}\(c)\u{323} \(c)\u{11A8} ஒ\(c)ௗ"
  }

  @Test func `bounds are counted in code points and hold for long words too`() {
    let word = String(repeating: "ab", count: 20)
    #expect(SimplePreprocess(minLength: 1, maxLength: 40)(word + " " + word + "c") == [word])
    #expect(SimplePreprocess(minLength: 3, maxLength: 3)("éé ééé éééé") == ["ééé"])
    #expect(SimplePreprocess(minLength: 0, maxLength: 1)("A bc _ É") == ["a", "é"])
    let long = String(repeating: "Ⱥ", count: 500)
    #expect(SimplePreprocess(maxLength: 500)(long + " " + long) == [long.lowercased(), long.lowercased()])
  }

  private static let python = "/usr/bin/python3"
  private static let isPython311 =
    isInstalled(python) && (try? run(python, ["--version"]).output.hasPrefix("Python 3.11.")) == true

  @Test(.enabled(if: isPython311, "the system's Python is not 3.11, whose character data is committed"))
  func `the committed character data is what Python 3.11 says`() throws {
    let script = Project.root.appending(path: "Tools/unicode/generate.py").path
    let committed = try String(
      contentsOf: Project.root.appending(path: "Sources/Embeddings/Corpus/UnicodeData.swift"), encoding: .utf8)
    #expect(try run(Self.python, [script, "--print"]).output == committed)
  }
}
