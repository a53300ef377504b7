import Basics
import Foundation
import TestSupport
import Testing
import Transformers

/// SentencePiece's own files, against `AutoTokenizer` of transformers 5.23: `sentencepiece_goldens.py` has the folders.
@Suite struct SentencePieceTests {
  static let kinds = try! JSONReader.value(ofFile: fixture("tokenizers/sentencepiece-kinds.json")).array!

  private static func kind(_ name: String) throws -> JSONValue {
    try #require(kinds.first { $0["name"]?.string == name })
  }

  /// A field of a message in protocol buffers whose value is bytes.
  private static func field(_ number: UInt8, _ content: Data) -> Data {
    var length = content.count
    var bytes: [UInt8] = [number << 3 | 2]
    while length >= 0x80 {
      bytes.append(UInt8(length & 0x7F) | 0x80)
      length >>= 7
    }
    return Data(bytes + [UInt8(length)]) + content
  }

  /// A model with the table of characters, which the fixtures leave out; LLaMA's has none.
  private static func model(_ name: String) throws -> Data {
    let own = try Data(contentsOf: fixture("tokenizers/\(name).model"))
    // Of a message that comes twice the later one adds to the first.
    return name == "llama" ? own : own + field(3, field(2, UnigramTests.map))
  }

  /// A folder of a kind.
  ///
  /// - Parameter change: Changes the first file of SentencePiece's.
  static func folder(_ name: String, in scratch: borrowing Scratch, change: (Data) -> Data = { $0 }) throws {
    let kind = try kind(name)
    for member in try #require(kind["files"]?.members) {
      let content = try #require(member.value.string)
      if content == "vocab" {
        let tokens = (kinds[0]["vocabulary"]?.array ?? []).enumerated().map {
          JSONValue.Member($1.string ?? "", .integer($0))
        }
        try scratch.file("vocab.json", holding: "\(JSONValue.object(tokens))")
      } else {
        try scratch.file(member.name, holding: change(model(content)))
      }
    }
    try scratch.file("config.json", holding: "\(kind["config"] ?? .null)")
    if let settings = kind["settings"], !settings.isNull {
      try scratch.file("tokenizer_config.json", holding: "\(settings)")
    }
  }

  @Test(arguments: kinds.filter { $0["golden"] != nil }.compactMap { $0["name"]?.string })
  func `a file alone gives what transformers builds from it`(name: String) throws {
    let scratch = try Scratch()
    try Self.folder(name, in: scratch)
    let tokenizer = try Tokenizer(folder: scratch.folder)
    #expect(tokenizer.vocabularySize == (try Self.kind(name)["size"]?.integer))
    try TokenizerGolden(Self.kind(name)["golden"]).compare(tokenizer)
  }

  /// Ids alone, of classes that know no places in a text.
  private func items(
    _ tokenizer: Tokenizer, _ texts: [(String, Encoding)]
  ) -> [(text: String, fingerprint: String, encoding: Encoding)] {
    texts.map { text, encoding in
      var sum: UInt64 = 0xCBF2_9CE4_8422_2325
      for byte in encoding.ids.map({ "\($0);" }).joined().utf8 { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
      let digits = String(sum, radix: 16)
      return (text, "\(encoding.count) " + String(repeating: "0", count: 16 - digits.count) + digits, encoding)
    }
  }

  @Test(arguments: kinds.filter { $0["ids"] != nil }.compactMap { $0["name"]?.string })
  func `a class that calls SentencePiece gives the same ids`(name: String) throws {
    let scratch = try Scratch()
    try Self.folder(name, in: scratch)
    let tokenizer = try Tokenizer(folder: scratch.folder)
    let kind = try Self.kind(name)
    #expect(tokenizer.vocabularySize == kind["size"]?.integer)
    let lines = TokenizerGolden.lines
    let tens = stride(from: 0, to: lines.count, by: 10)
    var texts = lines.map { ($0, tokenizer.encode($0)) }
    texts += tens.map { ("\(lines[$0]) + \(lines[$0 + 1])", tokenizer.encode(lines[$0], lines[$0 + 1])) }
    texts += tens.map { (lines[$0], tokenizer.encode(lines[$0], addingSpecialTokens: false)) }
    texts += ["nob", "x"].map { ">>\($0)<< \(lines[0])" }.map { ($0, tokenizer.encode($0)) }
    try TokenizerGolden(kind["ids"]).compare(items(tokenizer, texts))
    guard let target = kind["target"] else { return }
    try TokenizerGolden(target).compare(items(tokenizer.ofTarget, lines.map { ($0, tokenizer.ofTarget.encode($0)) }))
  }

  @Test(arguments: ["siglip", "marian"])
  func `each token of a class that calls SentencePiece is from its place in the text`(name: String) throws {
    let scratch = try Scratch()
    try Self.folder(name, in: scratch)
    let tokenizer = try Tokenizer(folder: scratch.folder)
    let text = "a harbour pilot reads  the tide tables"
    let encoding = tokenizer.encode(text, addingSpecialTokens: false)
    let scalars = Array(text.unicodeScalars)
    for position in encoding.ids.indices {
      let range = encoding.offsets[position]
      let covered = String(String.UnicodeScalarView(scalars[range])).trimmingCharacters(in: .whitespaces)
      #expect(tokenizer.text(of: [encoding.ids[position]]) == covered)
    }
    let starts = encoding.ids.indices.filter { $0 == 0 || tokenizer.beginsWord(encoding, $0, after: $0 - 1) }
    #expect(starts.count == 7)
  }

  @Test func `a tokenizer.json beside the files of a class that calls SentencePiece is left aside`() throws {
    let scratch = try Scratch()
    try Self.folder("siglip", in: scratch)
    let ids = try Tokenizer(folder: scratch.folder).encode("a harbour").ids
    try UnigramTests.folder("t5", in: scratch)
    try FileManager.default.removeItem(at: scratch.file("tokenizer_config.json"))
    #expect(try Tokenizer(folder: scratch.folder).encode("a harbour").ids == ids)
    // Without them it is read as it stands, which is said where the files name the class.
    try FileManager.default.removeItem(at: scratch.file("spiece.model"))
    #expect(try Tokenizer(folder: scratch.folder).remarks.isEmpty)
    try scratch.file("tokenizer_config.json", holding: #"{"tokenizer_class": "SiglipTokenizer"}"#)
    #expect(
      try Tokenizer(folder: scratch.folder).remarks
        == [
          "The class SiglipTokenizer reads spiece.model, which the model's folder does not have; tokenizer.json is read as it stands."
        ])
  }

  /// The error of a folder whose file is changed, without its place.
  private func refusal(_ name: String, change: (Data) -> Data) throws -> String {
    let scratch = try Scratch()
    try Self.folder(name, in: scratch, change: change)
    let error = #expect(throws: (any Error).self) { try Tokenizer(folder: scratch.folder) }
    return error.map { "\($0)".replacingOccurrences(of: scratch.folder.path, with: "FOLDER") } ?? ""
  }

  @Test func `a file that is cut short anywhere is refused or is a shorter one`() throws {
    let whole = try Data(contentsOf: fixture("tokenizers/llama.model"))
    let scratch = try Scratch()
    try Self.folder("llama", in: scratch)
    var refused = 0
    for length in stride(from: 0, to: whole.count, by: 97) {
      try scratch.file("tokenizer.model", holding: whole.prefix(length))
      do { _ = try Tokenizer(folder: scratch.folder) } catch {
        refused += 1
        #expect("\(error)".contains("tokenizer.model: "))
      }
    }
    #expect(refused > 100)
  }

  @Test func `a file that is none, leads out of itself or goes on for ever is refused`() throws {
    let place = "FOLDER/tokenizer.model: SentencePiece's model "
    #expect(try refusal("llama") { _ in Data() }.contains("tokenizer.model"))
    // A piece of two gigabytes in a file of ten bytes.
    #expect(
      try refusal("llama") { _ in Data([0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0, 0, 0, 0]) }
        == place + "is cut short: its field 1 says that it has 2147483647 bytes, and 4 are left; get the file again")
    #expect(
      try refusal("llama") { _ in Data([0x0A] + [UInt8](repeating: 0xFF, count: 12)) }
        == place + "has a number of more than 10 bytes; get the file again")
    #expect(
      try refusal("llama") { $0 + Data([0x0B]) } == place
        + "writes its field 1 in a way (3) that is not in use; get the file again")
    #expect(
      try refusal("llama") { $0 + Data([0x00, 0x00]) } == place + "has a field with the number 0; get the file again")
    // A piece of a kind that does not exist, one with a score that is none, and one that is no text.
    #expect(try refusal("llama") { $0 + Self.field(1, Data([0x18, 9])) }.contains("type is 9, which is none"))
    #expect(
      try refusal("llama") { $0 + Self.field(1, Data([0x15, 0, 0, 0xC0, 0x7F])) }.contains(
        "pieces[1300].score is no number"))
    #expect(
      try refusal("llama") { $0 + Self.field(1, Self.field(1, Data([0xFF]))) }.contains("pieces[1300] is not UTF-8"))
    let long = Self.field(1, Self.field(1, Data(repeating: 0x61, count: 513)))
    #expect(try refusal("llama") { $0 + long }.contains("pieces[1300] has 513 bytes, and at most 512 are read"))
    #expect(
      try refusal("t5") { $0 + Self.field(3, Self.field(2, Data([1, 2, 3]))) }
        == "FOLDER/spiece.model: normalizer_spec.precompiled_charsmap is cut short")
    #expect(
      try refusal("siglip") { $0 + Self.field(2, Data([0x18, 2])) }.contains("trainer_spec.model_type is \"pairs\""))
    #expect(try refusal("llama") { $0 + Self.field(2, Data([0x18, 7])) }.contains("model_type is 7, which is none"))
  }

  @Test(arguments: [("llama", "tokenizer.model"), ("llama", "tokenizer.json"), ("marian", "vocab.json")])
  func `a file of 200 MB is refused before it is read`(name: String, file: String) throws {
    let scratch = try Scratch()
    try Self.folder(name, in: scratch)
    try scratch.file(file, holding: "{")
    let handle = try FileHandle(forWritingTo: scratch.file(file))
    try handle.truncate(atOffset: 200_000_000)
    try handle.close()
    let error = #expect(throws: (any Error).self) { try Tokenizer(folder: scratch.folder) }
    #expect("\(try #require(error))".contains("\(file): has 200.0 MB, and at most"))
  }

  @Test func `what a class needs and a folder does not have is named`() throws {
    let scratch = try Scratch()
    try Self.folder("marian", in: scratch)
    try FileManager.default.removeItem(at: scratch.file("target.spm"))
    let error = #expect(throws: (any Error).self) { try Tokenizer(folder: scratch.folder) }
    #expect("\(try #require(error))".contains("source.spm with target.spm with vocab.json"))
  }
}
