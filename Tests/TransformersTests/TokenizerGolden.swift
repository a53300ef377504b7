import Basics
import Testing
import Transformers

/// What the reference made of all lines: a sum over the fingerprints, and two digits of each, which tell the texts that differ.
struct TokenizerGolden {
  /// FNV-1a over the fingerprints, a line break after each.
  let sum: String
  /// Two hexadecimal digits for each text.
  let digits: [Substring]

  /// - Parameter value: What `sums` of `Tools/goldens/further_lines.py` gave.
  init(_ value: JSONValue?) throws {
    sum = try #require(value?["sum"]?.string)
    let text = try #require(value?["texts"]?.string)
    digits = text.indices.enumerated().filter { $0.offset % 2 == 0 }.map { text[$0.element...].prefix(2) }
  }

  /// The lines of the fixtures and the further ones.
  static let lines = TokenizerTests.texts + FurtherLines.all

  static func checksum(_ texts: [String]) -> String {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in texts.joined(separator: "\n").utf8 + [0x0A] { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Every line, every tenth with the next one, and every tenth with nothing around it.
  func compare(_ tokenizer: Tokenizer) {
    let lines = Self.lines
    let tens = stride(from: 0, to: lines.count, by: 10)
    var encodings = lines.map { ($0, tokenizer.encode($0)) }
    encodings += tens.map { ("\(lines[$0]) + \(lines[$0 + 1])", tokenizer.encode(lines[$0], lines[$0 + 1])) }
    encodings += tens.map { (lines[$0], tokenizer.encode(lines[$0], addingSpecialTokens: false)) }
    compare(encodings.map { ($0, TokenizerTests.fingerprint($1), $1) })
  }

  /// Texts with their fingerprints and encodings.
  func compare(_ items: [(text: String, fingerprint: String, encoding: Encoding)]) {
    #expect(items.count == digits.count)
    let wrong = zip(items, digits).filter { !$0.0.fingerprint.hasSuffix($0.1) }.map(\.0)
    let shown = wrong.prefix(2).map { item in
      let points = item.text.unicodeScalars.prefix(60).map { String($0.value, radix: 16) }.joined(separator: " ")
      let tokens = zip(item.encoding.tokens, item.encoding.offsets).map { "\($0)\($1)" }.joined(separator: " ")
      return "\(points) -> \(item.encoding.count) \(tokens)"
    }
    #expect(wrong.count == 0, "\(wrong.count) of \(items.count) differ:\n\(shown.joined(separator: "\n"))")
    #expect(Self.checksum(items.map(\.fingerprint)) == sum)
  }
}
