import CaptionPairs
import Testing

@Suite struct CaptionEditTests {
  private func edits(
    _ caption: String, beside others: [String] = [], isComplete: Bool = false,
    _ vocabulary: CaptionVocabulary = .english
  ) -> [CaptionEdit] {
    let truths = CaptionTruths([caption] + others, isComplete: isComplete, vocabulary: vocabulary)
    return CaptionForm(caption, vocabulary).edits(truths)
  }

  private func edited(
    _ caption: String, _ kind: CaptionEdit.Kind, beside others: [String] = [], isComplete: Bool = false,
    _ vocabulary: CaptionVocabulary = .small
  ) -> [String] {
    edits(caption, beside: others, isComplete: isComplete, vocabulary).filter { $0.kind == kind }.map(\.edited)
  }

  @Test func `each kind gives its captions`() {
    #expect(edited("two cats", .count) == ["one cat", "three cats"])
    #expect(edited("two foxs with hats", .count) == ["one fox with a hat", "three foxs with hats"])
    #expect(
      edited("a cat on a green background", .color) == ["a cat on a red background", "a cat on an orange background"])
    #expect(edited("a big cat", .size) == ["a small cat"])
    #expect(edited("a cat above a dog", .place) == ["a cat below a dog"])
    #expect(edited("a cat above a dog", .order) == ["a dog above a cat"])
    #expect(edited("a big cat and a small dog", .attributeSwap) == ["a small cat and a big dog"])
    #expect(edited("one cat and two foxs", .attributeSwap) == ["two cats and one fox"])
    #expect(
      edited("a big cat to the left of a small dog", .order) == [
        "a small dog to the left of a big cat", "a big dog to the left of a small cat",
      ])
    #expect(
      edited("2 women on a bus", .count, .english) == ["1 woman on a bus", "3 women on a bus", "4 women on a bus"])
    #expect(edited("a red door is open", .quality, .english) == ["a red door is closed"])
    #expect(edited("a dog sleeping", .state, .english) == ["a dog eating", "a dog jumping", "a dog running"])
  }

  @Test func `another thing is false only where all are named, and never one that may be meant`() {
    #expect(edited("a cat and a dog", .object).isEmpty)
    #expect(
      edited("a cat and a dog", .object, isComplete: true) == [
        "a fox and a dog", "an apple and a dog", "a cat and a fox", "a cat and an apple",
      ])
    #expect(
      edited("a cat and a dog", .object, beside: ["a cat and a fox"], isComplete: true).allSatisfy {
        $0.contains("apple")
      })
    let people = edited("a man on a bus", .object, isComplete: true, .english)
    #expect(!people.contains("a person on a bus"))
    #expect(!people.contains("a boy on a bus"))
    #expect(people.contains("a woman on a bus"))
    #expect(people.contains("a man on a tractor"))
    #expect(!edited("two cats on a sofa", .object, isComplete: true, .english).contains { $0.contains("couch") })
  }

  @Test func `a thing may be replaced by one more only where all are named`() {
    #expect(edited("a cat", .count).isEmpty)
    #expect(edited("a cat", .count, isComplete: true) == ["two cats", "three cats"])
    #expect(edited("a cat", .count, beside: ["two cats"], isComplete: true).isEmpty)
  }

  @Test func `what another caption bears out or leaves open is no false variant`() {
    #expect(edited("a big cat", .size, beside: ["a small cat to the left of a big cat"]).isEmpty)
    #expect(edited("a cat above a dog", .place, beside: ["two cats"]).isEmpty)
    #expect(edited("a cat above a dog", .place, beside: ["a cat below a dog"]).isEmpty)
    #expect(edited("a cat above a dog", .order, beside: ["a cat below a dog"]).isEmpty)
    #expect(edits("a cat above a cat").isEmpty)
    #expect(edits("no cats").isEmpty)
    #expect(edits("a cat next to a dog").filter { $0.kind == .order }.isEmpty)
    #expect(edits("of of").isEmpty)
  }

  @Test func `a side that is not the opposite is false only of a scene that names all`() {
    #expect(edited("a cat above a dog", .place, isComplete: true).count == 3)
    let kinds = edits("a cat above a dog", isComplete: true, .small).filter { $0.kind == .place }
    #expect(Set(kinds.map(\.category)) == [.relation, .place])
    #expect(kinds.first { $0.category == .relation }?.edited == "a cat below a dog")
  }

  @Test func `a swap is as good English where both things suit both places`() throws {
    let onSofa = try #require(edits("a cat on a sofa").first { $0.kind == .order })
    #expect(onSofa.edited == "a sofa on a cat")
    #expect(!onSofa.isFluent)
    let behind = try #require(edits("a cat behind a sofa").first { $0.kind == .order })
    #expect(behind.isFluent)
    #expect(edits("a cat on a sofa", isComplete: true).first { $0.edited == "a dog on a sofa" }?.isFluent == true)
    #expect(edits("a cat on a sofa", isComplete: true).first { $0.edited == "a banana on a sofa" }?.isFluent == false)
  }

  @Test(arguments: [
    "two cats sleeping on a pink sofa", "a big dog to the left of a small cat on a green background",
    "A photo of 3 red buses.", "one man and two women", "an owl above an apple", "the door is open",
  ])
  func `every edit is found again between its two captions, as the same kind`(_ caption: String) {
    let all = edits(caption, isComplete: true)
    #expect(!all.isEmpty)
    for edit in all {
      let found = CaptionEdit.between(edit.original, edit.edited)
      #expect(found?.kind == edit.kind, "\(edit.edited)")
      #expect(found?.isFluent == edit.isFluent, "\(edit.edited)")
      #expect(CaptionForm(edit.edited, .english).isWellFormed)
      #expect(edit.pair.truth == .isFalse)
    }
    #expect(Set(all.map { $0.edited.lowercased() }).count == all.count)
  }

  @Test(arguments: [
    ("a tabby cat", "a siamese cat", CaptionEdit.Kind.word, "tabby → siamese", true),
    ("two cats", "a cat", .count, "two → a", true),
    ("a cat is sleeping", "a cat is not sleeping", .negation, "+ not", false),
    ("a cat with a hat", "a cat without a hat", .negation, "with → without", false),
    ("a cat", "a big cat", .addition, "+ big", false),
    ("a big cat", "a cat", .removal, "− big", false),
    ("a big dog above a cat", "a cat above a big dog", .order, "a big dog ↔ a cat", true),
    ("a cat on a mat", "a mat on a cat", .order, "cat ↔ mat", false),
    ("a cat above a dog", "a dog above a cat", .order, "cat ↔ dog", true),
    ("two cat", "three cat", .count, "two → three", false),
  ])
  func `the one change between two captions`(
    _ a: String, _ b: String, _ kind: CaptionEdit.Kind, _ change: String, _ isFluent: Bool
  ) throws {
    let edit = try #require(CaptionEdit.between(a, b))
    #expect(edit.kind == kind)
    #expect(edit.change == change)
    #expect(edit.isFluent == isFluent)
  }

  @Test(arguments: [
    ("two cats", "three dogs"), ("a cat", "A  cat"), ("", ""), ("a cat", ""),
    ("a red cat on a green sofa", "a blue cat on a pink sofa"),
    ("a cat to the left of a dog", "a dog to the right of a cat"),
  ])
  func `two changes or none are no edit`(_ a: String, _ b: String) {
    #expect(CaptionEdit.between(a, b) == nil)
  }

  @Test(arguments: [
    (["two cats", "three cats"], "two → three"),
    (["a cat", "two cats", "two cats on a red background", "two cats on a green background"], "red → green"),
    (["the cat is asleep", "the cat is awake"], "asleep → awake"),
    (["the cat above the dog", "the cat below the dog"], "above → below"),
  ])
  func `captions that cannot both be true are found`(_ captions: [String], _ change: String) {
    #expect(CaptionTruths(captions).contradiction?.change == change)
  }

  @Test(arguments: [
    ["two cats", "a cat"], ["a red car", "a blue car"], ["a cat above a dog", "a cat below a dog"],
    ["two cats", "two dogs"],
    ["two cats sleeping", "two cats smiling"], ["no cats", "two cats"], [], ["a gray cat", "a grey cat"],
    ["the red car", "the big car"],
  ])
  func `captions that can both be true are not held against each other`(_ captions: [String]) {
    #expect(CaptionTruths(captions).contradiction == nil)
  }
}

@Suite struct CaptionParaphraseTests {
  private func paraphrases(_ caption: String, _ vocabulary: CaptionVocabulary = .small) -> [String] {
    CaptionForm(caption, vocabulary).paraphrases()
  }

  @Test func `the other side of a relation, the other order, another opening`() {
    let beside = paraphrases("a big dog to the left of a small cat on a green background")
    #expect(beside.first == "a small cat to the right of a big dog on a green background")
    #expect(beside.contains("a photo of a big dog to the left of a small cat on a green background"))
    #expect(beside.contains("an image of a small cat to the right of a big dog on a green background"))
    #expect(paraphrases("a cat and an apple").contains("an apple and a cat"))
    #expect(paraphrases("A photo of a cat").contains("A cat"))
    #expect(paraphrases("one apple").contains("an apple"))
  }

  @Test func `synonyms and digits, but for words that a closed vocabulary has not`() {
    let english = paraphrases("two big cats on a sofa", .english)
    #expect(english.contains("2 big cats on a sofa"))
    #expect(english.contains("two large cats on a sofa"))
    #expect(english.contains("two big cats on a couch"))
    #expect(paraphrases("two big cats").allSatisfy { $0.hasSuffix("two big cats") })
  }

  @Test(arguments: [
    "a big dog to the left of a small cat", "two cats sleeping on a sofa", "a cat and a dog on a red background",
    "one apple",
    "3 men in front of a bus",
  ])
  func `a paraphrase says the same as the caption, and none of its false variants does`(_ caption: String) {
    let truths = CaptionTruths([caption], isComplete: true)
    let said = CaptionForm(caption, .english).paraphrases()
    #expect(!said.isEmpty)
    #expect(Set(said).count == said.count)
    #expect(!said.contains(caption))
    for paraphrase in said where !paraphrase.contains("an apple") { #expect(truths.say(paraphrase), "\(paraphrase)") }
    let wrong = Set(CaptionForm(caption, .english).edits(truths).map(\.edited))
    #expect(wrong.isDisjoint(with: said))
  }

  @Test func `what stands in a list or before something else is not turned round`() {
    #expect(!paraphrases("two dogs and a cat to the left of a fox").contains { $0.contains("right") })
    #expect(!paraphrases("a cat to the left of a dog sleeping").contains { $0.contains("right") })
    #expect(paraphrases("no cats").isEmpty)
  }
}

@Suite struct WeakerCaptionTests {
  private func weaker(_ caption: String) -> [String] { CaptionForm(caption, .small).weaker() }

  @Test func `what follows from a caption says less`() {
    #expect(
      weaker("a big dog to the left of a small apple on a green background") == [
        "a big dog to the left of a small apple", "a dog to the left of a small apple on a green background",
        "a big dog to the left of an apple on a green background", "a big dog and a small apple on a green background",
        "a big dog on a green background", "a small apple on a green background",
      ])
    #expect(weaker("two cats sleeping") == ["two cats"])
    #expect(weaker("a cat above a cat") == ["a cat"])
    // A state before its noun belongs to the noun's phrase.
    #expect(
      weaker("a sleeping cat to the left of a dog") == ["a sleeping cat and a dog", "a sleeping cat", "a dog"])
    #expect(weaker("two big sleeping cats above a dog").contains("two big sleeping cats"))
    #expect(weaker("no cats").isEmpty)
    #expect(weaker("a cat").isEmpty)
  }

  @Test func `no caption that follows is a false variant`() {
    let caption = "a big dog to the left of a small cat on a green background"
    let truths = CaptionTruths([caption], isComplete: true, vocabulary: .small)
    let wrong = Set(CaptionForm(caption, .small).edits(truths).map(\.edited))
    #expect(wrong.count > 10)
    #expect(wrong.isDisjoint(with: weaker(caption)))
  }
}
