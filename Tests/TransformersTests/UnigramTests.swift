import Archives
import Basics
import Foundation
import TestSupport
import Testing
import Transformers

/// SentencePiece's Unigram from `tokenizer.json`, against `AutoTokenizer` of transformers 5.23: `unigram_goldens.py` has the kinds.
@Suite struct UnigramTests {
  static let pieces = try! JSONReader.value(ofFile: fixture("tokenizers/unigram.json")).array!
  /// SentencePiece's own table of characters, nmt_nfkc.
  static let map: Data = {
    var reader = try! UnpackedReader(fixture("tokenizers/nmt_nfkc.gz"))
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
    defer { buffer.deallocate() }
    var map = Data()
    while case let count = try! reader.read(into: buffer), count > 0 { map += buffer[..<count] }
    return map
  }()
  static let kinds = try! JSONReader.value(ofFile: fixture("tokenizers/unigram-kinds.json")).array!

  /// An object with some members put in place of those of the same names.
  static func replacing(_ object: JSONValue, _ changes: [JSONValue.Member]) -> JSONValue {
    let names = changes.map(\.name)
    return .object((object.members ?? []).filter { !names.contains($0.name) } + changes)
  }

  /// A folder with the tokenizer of a kind.
  ///
  /// - Parameters:
  ///   - map: The table of characters in base64; nil for the one that all share.
  ///   - change: Changes the pieces.
  static func folder(
    _ name: String, map: String? = nil, in scratch: borrowing Scratch,
    change: ([JSONValue]) -> [JSONValue] = { $0 }
  ) throws {
    let kind = try #require(kinds.first { $0["name"]?.string == name })
    let document = try #require(kind["document"])
    let model = try #require(document["model"])
    let ends = try #require(model["vocab"]?.array)
    let vocabulary = change((ends[0].array ?? []) + pieces + (ends[1].array ?? []))
    let whole = replacing(
      document, [JSONValue.Member("model", replacing(model, [JSONValue.Member("vocab", .array(vocabulary))]))])
    let own = Self.map.base64EncodedString()
    try scratch.file(
      "tokenizer.json", holding: "\(whole)".replacingOccurrences(of: "\"MAP\"", with: "\"\(map ?? own)\""))
    try scratch.file("tokenizer_config.json", holding: "\(try #require(kind["settings"]))")
  }

  @Test(arguments: ["xlm-roberta", "camembert", "albert", "t5", "deberta-v2", "file", "whole"])
  func `a tokenizer of pieces gives the reference's ids and offsets`(name: String) throws {
    let scratch = try Scratch()
    try Self.folder(name, in: scratch)
    let kind = try #require(Self.kinds.first { $0["name"]?.string == name })
    try TokenizerGolden(kind["golden"]).compare(Tokenizer(folder: scratch.folder))
  }

  @Test func `a mark of a word's beginning is shown as a space, and bytes are put together`() throws {
    let scratch = try Scratch()
    try Self.folder("file", in: scratch)
    let tokenizer = try Tokenizer(folder: scratch.folder)
    for text in ["the harbour pilot", "the 𒀀 harbour 🪿"] {
      let encoding = tokenizer.encode(text, addingSpecialTokens: false)
      #expect(tokenizer.text(of: encoding.ids) == text)
      #expect(!tokenizer.isByteLevel)
      // The bytes of one character are one word, which is the whole of its place in the text.
      for position in encoding.ids.indices.dropFirst() where encoding.tokens[position].hasPrefix("<0x") {
        #expect(encoding.wordIDs[position] == encoding.wordIDs[position - 1])
      }
    }
  }

  private func refusal(
    _ name: String, map: String? = nil, change: ([JSONValue]) -> [JSONValue] = { $0 }
  ) throws -> String {
    let scratch = try Scratch()
    try Self.folder(name, map: map, in: scratch, change: change)
    let error = #expect(throws: (any Error).self) { try Tokenizer(folder: scratch.folder) }
    return error.map { "\($0)".replacingOccurrences(of: scratch.folder.path, with: "FOLDER") } ?? ""
  }

  @Test func `a table of characters that is cut short or leads out of itself is refused`() throws {
    let own = Self.map
    let place = "FOLDER/tokenizer.json: normalizer.precompiled_charsmap "
    #expect(try refusal("t5", map: "no base 64") == place + "is not base64")
    #expect(try refusal("t5", map: own.prefix(6).base64EncodedString()) == place + "is cut short")
    #expect(try refusal("t5", map: own.prefix(5_000).base64EncodedString()).hasPrefix(place + "says that its tree has"))
    let size = own.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect(
      try refusal("t5", map: own.prefix(4 + size + 10).base64EncodedString())
        == place + "leads beyond its 10 bytes of replacements")
    var wild = own
    wild[6] = 0xFF
    wild[7] = 0xFF
    #expect(try refusal("t5", map: wild.base64EncodedString()).hasPrefix(place + "leads out of its tree"))
  }

  @Test func `pieces that are none are refused by their place`() throws {
    #expect(try refusal("t5") { $0 + [.string("lone")] }.hasSuffix("is not a token and its score"))
    #expect(try refusal("file") { _ in [] } == "FOLDER/tokenizer.json: model.vocab is empty")
  }
}
