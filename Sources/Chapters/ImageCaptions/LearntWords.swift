internal import Basics
internal import Foundation
internal import Notebook
internal import Transformers

/// The words that a model which ships with Quire learnt: those of `grammar.json` beside its weights.
///
/// Such a model reads any other word in pieces that it never learnt, so what it says of a caption with one means nothing.
struct LearntWords {
  private let tokenizer: Tokenizer
  private let words: Set<[UInt8]>

  /// The words of a model, where it says which it learnt.
  ///
  /// - Throws: `FileError` where the file is no object of lists and tables.
  static func of(_ model: LocatedInput, _ tokenizer: Tokenizer) throws -> LearntWords? {
    guard let file = model.files["grammar.json"] else { return nil }
    guard let grammar = try? JSONReader.value(ofFile: file), case .object(let members) = grammar else {
      throw FileError(file, "must be an object of lists and tables of words, as Tools/miniclip writes it")
    }
    return LearntWords(tokenizer, members.flatMap { texts(in: $0.value) })
  }

  private init(_ tokenizer: Tokenizer, _ texts: [String]) {
    self.tokenizer = tokenizer
    words = Set(texts.flatMap { Self.words(of: $0, tokenizer) }.map { Array($0.utf8) })
  }

  /// All of them, in alphabetical order.
  var all: [String] { words.map { String(decoding: $0, as: UTF8.self) }.sorted() }

  /// The words of captions that are not among these, each once, where it comes first.
  func unknown(in captions: [String]) -> [String] {
    var seen = words
    return captions.flatMap { Self.words(of: $0, tokenizer) }.filter { seen.insert(Array($0.utf8)).inserted }
  }

  /// A text's words as the model's tokenizer splits it, in lower case: letters together, digits one by one, signs together.
  private static func words(of text: String, _ tokenizer: Tokenizer) -> [String] {
    let encoding = tokenizer.encode(text, addingSpecialTokens: false)
    let scalars = Array(text.unicodeScalars)
    let pieces = Dictionary(grouping: encoding.ids.indices) { encoding.wordIDs[$0] ?? -1 }
    return pieces.sorted { $0.key < $1.key }.map { _, positions in
      let ranges = positions.map { encoding.offsets[$0] }
      let start = ranges.map(\.lowerBound).min() ?? 0
      let end = ranges.map(\.upperBound).max() ?? start
      return String(String.UnicodeScalarView(scalars[start..<end])).lowercased()
    }
  }

  /// Every text in a value, the names in objects included.
  private static func texts(in value: JSONValue) -> [String] {
    switch value {
    case .string(let text): [text]
    case .array(let elements): elements.flatMap(texts)
    case .object(let members): members.flatMap { [$0.name] + texts(in: $0.value) }
    default: []
    }
  }
}
