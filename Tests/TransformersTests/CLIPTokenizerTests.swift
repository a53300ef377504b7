import Foundation
import TestSupport
import Testing
import Transformers

/// Id for id against transformers' CLIPTokenizer, on the lines of `TokenizerTests`: a miniature vocabulary, and CLIP's own
/// where `clip_goldens.py` has put it into Quire's cache.
@Suite struct CLIPTokenizerTests {
  static func fingerprint(_ ids: [Int]) -> String {
    var sum: UInt64 = 0xCBF2_9CE4_8422_2325
    for id in ids { for byte in "\(id);".utf8 { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 } }
    let digits = String(sum, radix: 16)
    return "\(ids.count) " + String(repeating: "0", count: 16 - digits.count) + digits
  }

  func compare(_ tokenizer: Tokenizer, _ name: String) throws {
    let golden = try Fixtures.lines("clip/\(name).golden")
    let texts = TokenizerTests.texts
    #expect(texts.count >= 2_000 && texts.count == golden.count)
    var wrong: [String] = []
    for (text, expected) in zip(texts, golden) {
      let encoding = tokenizer.encode(text)
      if Self.fingerprint(encoding.ids) == expected { continue }
      let points = text.unicodeScalars.prefix(60).map { String($0.value, radix: 16) }.joined(separator: " ")
      wrong.append("\(expected): \(points) -> \(encoding.count) \(encoding.tokens.joined(separator: " "))")
    }
    #expect(wrong.count == 0, "\(wrong.count) of \(golden.count) differ:\n\(wrong.prefix(3).joined(separator: "\n"))")
  }

  @Test func `a miniature tokenizer gives the reference's ids from either file`() throws {
    let scratch = try Scratch()
    let file = CLIPFixture.folder.appending(path: "marks-last.json")
    try FileManager.default.copyItem(at: file, to: scratch.file("tokenizer.json"))
    try compare(Tokenizer(folder: scratch.folder), "marks-last")

    struct Document: Decodable {
      struct Model: Decodable {
        var vocab: [String: Int]
        var merges: [[String]]
      }
      var model: Model
    }
    let model = try JSONDecoder().decode(Document.self, from: Data(contentsOf: file)).model
    let parts = try Scratch()
    try JSONEncoder().encode(model.vocab).write(to: parts.file("vocab.json"))
    try parts.file("merges.txt", holding: "#version: 0.2\n" + model.merges.map { "\($0[0]) \($0[1])\n" }.joined())
    try compare(Tokenizer(folder: parts.folder), "marks-last")
  }

  @Test(.enabled(if: Project.model("clip-vocabulary") != nil, "CLIP's vocabulary is not there"))
  func `CLIP's own vocabulary gives the reference's ids`() throws {
    let tokenizer = try Tokenizer(folder: #require(Project.model("clip-vocabulary")))
    #expect(tokenizer.encode("a photo of a cat").ids == [49406, 320, 1125, 539, 320, 2368, 49407])
    try compare(tokenizer, "vocabulary")
  }
}
