import Foundation
import Images
import TestSupport
import Testing
import Transformers

/// MiniCLIP's tokenizer and text tower as the report's page has them, and the golden file by which
/// `Tests/Browser/logic/captions.test.js` judges the page's own program: Swift's ids and logits of 200 captions.
@Suite struct CaptionPartsTests {
  struct Golden: Codable {
    struct Caption: Codable {
      var text: String
      var ids: [Int]
      var logit: Double
    }

    var logitScale: Float
    var picture: [Float]
    var captions: [Caption]
  }

  private static let file = Project.root.appending(path: "Tests/Browser/logic/captions.golden.json")
  private static let assets = Project.root.appending(path: "assets")

  private func model() throws -> CLIPModel {
    try CLIPModel(folder: Self.assets.appending(path: "miniclip"), threads: 2)
  }

  /// Captions as the grammar makes them, and hard ones.
  private static var texts: [String] {
    let things = [
      "cats", "dog", "rabbits", "fox", "bears", "pandas", "tiger", "lions", "cow", "pigs", "mouse", "wolves", "horse",
      "penguins",
      "octopus", "bees", "strawberries", "pizza", "cars", "helicopter", "umbrella", "guitars", "balloons", "computer",
      "flowers",
    ]
    let forms = [
      "%@", "two %@", "a photo of three %@ on a blue background", "an image of a big %@ and a small dog",
      "A %@ to the left of a cat", "four %@ sleeping in the rain", "%@ above %@ on an orange background",
    ]
    let ordinary = things.enumerated().flatMap { place, thing in
      forms.enumerated().map { form, text in
        form == 6 && place % 2 == 0
          ? "no %@".replacingOccurrences(of: "%@", with: thing) : text.replacingOccurrences(of: "%@", with: thing)
      }
    }
    let hard = [
      "", " ", "two cats 🐈🐈", "👩‍👩‍👧‍👦 family", "café au lait", "cafe\u{301} au lait", "Größe STRASSE İstanbul",
      "don't they'll we've I'M",
      "1234567890", "cats'n'dogs", "</script><b>two</b>", "<|endoftext|> two cats", "two <|ENDOFTEXT|> cats",
      "二匹の猫 кошки قطتان", "two\u{a0}cats\tand\n a\u{2003}dog", "NUL\u{0}within", "½ ² Ⅷ ٣", "…!?—“quoted”",
      "e\u{301}\u{327}\u{308}", "Ⅻ ﬁ K", "\u{feff}two cats", "two cats\u{85}",
      Array(repeating: "a cat and", count: 27).joined(separator: " "),
      String(repeating: "unbelievably", count: 20), "𝒕𝒘𝒐 𝖈𝖆𝖙𝖘",
    ]
    return Array((ordinary + hard).suffix(200))
  }

  @Test func `the golden captions of the page's own program are what this one makes of them`() throws {
    let model = try model()
    let picture = try ImageFile.decode(
      Array(Data(contentsOf: Self.assets.appending(path: "two-cats.png"))), name: "two-cats.png")
    let vector = try model.imageVector(model.pixels(of: picture.image))
    let vectors = try model.textVectors(Self.texts, truncating: true)
    let logits = model.logits(vector, vectors)
    let captions = zip(Self.texts, logits).map { text, logit in
      // All ids: how a caption that is too long is cut is the page's own affair to say.
      Golden.Caption(text: text, ids: model.tokenizer.encode(text).ids, logit: (Double(logit) * 1e6).rounded() / 1e6)
    }
    if ProcessInfo.processInfo.environment["QUIRE_RECORD_SNAPSHOTS"] != nil {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      try encoder.encode(Golden(logitScale: model.logitScale, picture: vector, captions: captions)).write(to: Self.file)
    }
    let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: Self.file))
    #expect(golden.captions.count == 200 && golden.logitScale == model.logitScale)
    #expect(zip(golden.picture, vector).allSatisfy { abs($0 - $1) < 1e-5 })
    for (old, new) in zip(golden.captions, captions) {
      #expect(old.text.unicodeScalars.elementsEqual(new.text.unicodeScalars) && old.ids == new.ids)
      #expect(abs(old.logit - new.logit) < 1e-4, "\(old.text)")
    }
  }

  @Test func `the text tower as data holds every weight, which half precision holds too`() throws {
    let model = try model()
    let parts = try model.textParts()
    #expect(parts.weights.count == 928_768 && model.configuration.textWeights == 928_768)
    #expect(parts.weights.allSatisfy { Float(Float16($0)) == $0 })
    let projection = try #require(
      Checkpoint(folder: Self.assets.appending(path: "miniclip")).tensors.first { $0.name == "text_projection.weight" })
    #expect(try parts.weights.suffix(projection.count) == ArraySlice(projection.floats()))
  }

  @Test func `a tokenizer of CLIP's kind is data, another's is not`() throws {
    let parts = try #require(try model().tokenizer.captionParts)
    #expect(parts.tokens.count == 898 && parts.start == 896 && parts.end == 897 && parts.unknown == 897)
    #expect(parts.endOfWord == "</w>" && parts.findsMarks && parts.added.map(\.content).contains("<|endoftext|>"))
    #expect(parts.merges.count == 3 * 384)
    let scratch = try Scratch()
    try FileManager.default.copyItem(at: fixture("tokenizers/bytes.json"), to: scratch.file("tokenizer.json"))
    #expect(try Tokenizer(folder: scratch.folder).captionParts == nil)
  }
}
