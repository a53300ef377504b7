import Foundation
import TestSupport
import Testing
import Transformers

/// Id for id against the package `tokenizers`: 2,400 texts of mixed scripts, emoji, marks, control characters and long words,
/// singly, in pairs and without special tokens; each golden line holds a count and a sum over ids, offsets, words and types.
@Suite struct TokenizerTests {
  static let texts: [String] = {
    let lines = try! Fixtures.lines("tokenizers/lines.jsonl")
    return lines.map { try! JSONDecoder().decode(String.self, from: Data($0.utf8)) }
  }()

  static func fingerprint(_ encoding: Encoding) -> String {
    var sum: UInt64 = 0xCBF2_9CE4_8422_2325
    for position in 0..<encoding.count {
      let offsets = encoding.offsets[position]
      let text =
        "\(encoding.ids[position]),\(offsets.lowerBound),\(offsets.upperBound),"
        + "\(encoding.wordIDs[position] ?? -1),\(encoding.typeIDs[position]);"
      for byte in text.utf8 { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    let digits = String(sum, radix: 16)
    return "\(encoding.count) " + String(repeating: "0", count: 16 - digits.count) + digits
  }

  func compare(_ tokenizer: Tokenizer, _ name: String) throws {
    let golden = try Fixtures.lines("tokenizers/\(name).golden")
    let texts = Self.texts
    let tens = stride(from: 0, to: texts.count, by: 10)
    var encodings = texts.map { ($0, tokenizer.encode($0)) }
    encodings += tens.map { ("\(texts[$0]) + \(texts[$0 + 1])", tokenizer.encode(texts[$0], texts[$0 + 1])) }
    encodings += tens.map { (texts[$0], tokenizer.encode(texts[$0], addingSpecialTokens: false)) }
    #expect(texts.count >= 2_000)
    #expect(encodings.count == golden.count)
    var wrong: [String] = []
    for ((text, encoding), expected) in zip(encodings, golden) where Self.fingerprint(encoding) != expected {
      let points = text.unicodeScalars.prefix(40).map { String($0.value, radix: 16) }.joined(separator: " ")
      let tokens = zip(encoding.tokens, encoding.offsets).map { "\($0)\($1)" }.joined(separator: " ")
      wrong.append("\(expected): \(points) -> \(encoding.count) \(tokens)")
    }
    #expect(wrong.count == 0, "\(wrong.count) of \(golden.count) differ:\n\(wrong.prefix(2).joined(separator: "\n"))")
  }

  @Test(arguments: ["uncased", "cased", "bytes", "roberta"])
  func `a miniature tokenizer gives the reference's ids and offsets`(name: String) throws {
    let scratch = try Scratch()
    try FileManager.default.copyItem(
      at: fixture("tokenizers/\(name).json"), to: scratch.file("tokenizer.json"))
    try compare(Tokenizer(folder: scratch.folder), name)
  }

  @Test(.enabled(if: Project.model("all-MiniLM-L6-v2") != nil, "all-MiniLM-L6-v2 is not there"))
  func `BERT's own vocabulary gives the reference's ids from either file`() throws {
    let folder = try #require(Project.model("all-MiniLM-L6-v2"))
    try compare(Tokenizer(folder: folder), "minilm")
    try compare(Tokenizer(wordPieces: folder.appending(path: "vocab.txt")), "minilm")
  }

  @Test(.enabled(if: Project.model("gpt2-vocabulary") != nil, "GPT-2's vocabulary is not there"))
  func `GPT-2's own vocabulary gives the reference's ids`() throws {
    let folder = try #require(Project.model("gpt2-vocabulary"))
    try compare(Tokenizer(folder: folder), "gpt2")
  }
}
