import CaptionPairs
import Chapters
import Foundation
import Images
import TestSupport
import Testing
import Transformers

/// The search for further pairs, on scores that are written down and on MiniCLIP.
@Suite struct CaptionSearchTests {
  private static let folder = Project.root.appending(path: "assets/miniclip")

  /// A model that knows which words a caption has and hardly where they stand: every swap leaves it undecided.
  private func bags() -> CaptionScores {
    CaptionScores(picture: [1, 0], logitScale: 100) { captions in
      captions.map { caption in
        let words = caption.split(separator: " ").map(String.init)
        let weights = words.map { Double($0.utf8.reduce(0) { ($0 * 31 + Int($1)) % 97 }) / 970 }
        let places = weights.enumerated().reduce(0.0) { $0 + Double($1.offset) * $1.element }
        let angle = weights.reduce(0, +) / Double(words.count) + 0.3 + 1e-5 * places
        return [Float(cos(angle)), Float(sin(angle))]
      }
    }
  }

  private func search(
    _ descriptions: [String], isComplete: Bool = false, captions: Int = 2_000,
    fits: @escaping (String) -> Bool = { _ in true }
  ) throws -> CaptionSearch {
    let truths = CaptionTruths(descriptions, isComplete: isComplete, vocabulary: .english)
    return try CaptionSearch(truths, bags(), budget: .init(captions: captions), fits: fits)
  }

  private static let beside = "a big dog to the left of a small cat"

  @Test func `what a model cannot know it is found undecided on`() throws {
    let found = try search([Self.beside])
    let swaps = found.pairs.filter { [.wordOrder, .attributeSwap].contains($0.pair.category) }
    #expect(!swaps.isEmpty)
    #expect(found.pairs.allSatisfy { $0.isUndecided && $0.pair.truth == .isFalse })
    #expect(swaps.allSatisfy { abs($0.gap) < 0.05 })
    #expect(found.tallies[.beam]?.undecided ?? 0 >= found.pairs.count)
    #expect(found.tallies[.gradient] == nil)
  }

  @Test func `every pair is false by one edit, and its true caption follows from the descriptions`() throws {
    let found = try search([Self.beside, "a dog and a cat on a green background"], isComplete: true)
    for pair in found.pairs.map(\.pair) {
      let edit = try #require(CaptionEdit.between(pair.description, pair.variant))
      #expect(edit.category == pair.category && edit.isFluent)
      // Of what is true nothing says that the dog is right of the cat, is small, or that there is another one.
      #expect(!CaptionTruths([Self.beside]).say(pair.variant))
    }
    let perCategory = Dictionary(grouping: found.pairs, by: \.pair.category).values.map(\.count)
    #expect(perCategory.allSatisfy { $0 <= 8 })
    #expect(Set(found.pairs.map { [$0.pair.description, $0.pair.variant] }).count == found.pairs.count)
  }

  @Test func `no more captions are read than are allowed, and it is told`() throws {
    for limit in [0, 1, 50, 300] {
      let found = try search([Self.beside], captions: limit)
      #expect(found.captions <= limit)
      #expect(found.isCut == (limit > 0))
      #expect(limit > 1 || found.pairs.isEmpty)
    }
    #expect(try search(["no cats", "of of"]).pairs.isEmpty)
  }

  @Test func `captions that the model cannot read whole are left out`() throws {
    let found = try search([Self.beside]) { $0.count <= 40 }
    #expect(!found.pairs.isEmpty)
    #expect(found.pairs.allSatisfy { $0.pair.description.count <= 40 && $0.pair.variant.count <= 40 })
  }

  /// MiniCLIP with the picture that comes with Quire.
  private func miniCLIP() throws -> (model: CLIPModel, scores: CaptionScores, truths: CaptionTruths) {
    let model = try CLIPModel(folder: Self.folder, threads: 2)
    let file = Project.root.appending(path: "assets/two-cats-three-dogs.png")
    let image = try ImageFile.decode(Array(Data(contentsOf: file)), name: file.path).image
    let scores = CaptionScores(
      picture: try model.imageVector(model.pixels(of: image)), logitScale: Double(model.logitScale)
    ) { try model.textVectors($0) }
    let truths = CaptionTruths(
      ["two cats to the left of three dogs on a green background", "two cats and three dogs on a green background"],
      isComplete: true, vocabulary: try .learnt(from: Self.folder.appending(path: "grammar.json")))
    return (model, scores, truths)
  }

  @Test func `on MiniCLIP it finds pairs of several kinds, the same ones each time`() throws {
    let (model, scores, truths) = try miniCLIP()
    func found() throws -> CaptionSearch {
      try CaptionSearch(
        truths, scores, budget: .init(captions: 1_500),
        gradient: { try WordGradient(model, picture: scores.picture) }, fits: { _ in true })
    }
    let (one, again) = (try found(), try found())
    #expect(one.pairs.map(\.pair) == again.pairs.map(\.pair))
    #expect(Set(one.pairs.map(\.pair.category)).count >= 3)
    #expect(one.tallies[.gradient]?.captions ?? 0 > 0)
    let own = Set(truths.vocabulary.things.flatMap { [$0.singular, $0.plural] })
    for pair in one.pairs.map(\.pair) where pair.category == .object {
      #expect(
        CaptionForm(pair.variant, truths.vocabulary).slots.filter { $0.kind == .thing }.allSatisfy {
          own.contains($0.words)
        })
    }
  }

  @Test func `the gradient orders words as reading them does, more often than chance`() throws {
    let (model, start, truths) = try miniCLIP()
    var scores = start
    let gradient = try WordGradient(model, picture: scores.picture)
    let caption = truths.captions[0]
    let edits = CaptionForm(caption, truths.vocabulary).edits(truths).filter { $0.kind == .object }
    try #require(edits.count > 100)
    try scores.read([caption] + edits.map(\.edited))
    let estimates = try gradient.changes(of: caption, to: edits.map(\.edited))
    let read = edits.map { -scores.score($0.pair).gap }
    let known = estimates.indices.filter { estimates[$0] != nil }
    #expect(known.count == edits.count)
    // Of two words the one that the gradient puts higher is higher indeed: not always, since a word is a long step.
    var (right, all) = (0, 0)
    for second in known {
      for first in known.prefix(while: { $0 < second }) where read[first] != read[second] {
        all += 1
        right += (estimates[first]! < estimates[second]!) == (read[first] < read[second]) ? 1 : 0
      }
    }
    #expect(Double(right) / Double(all) > 0.55, "\(right) of \(all)")
    #expect(try gradient.changes(of: caption, to: [caption]) == [0])
    #expect(try gradient.changes(of: caption, to: ["two cats"]) == [nil])
  }
}
