import CaptionPairs
import Testing

@Suite struct CaptionPairTests {
  private func variants(_ description: String, _ category: CaptionPair.Category) -> [String] {
    CaptionPair.variants(of: description).filter { $0.category == category }.map(\.variant)
  }

  @Test(arguments: [
    ("two cats", ["one cat", "three cats"]),
    ("A photo of two cats are sleeping.", ["A photo of one cat is sleeping.", "A photo of three cats are sleeping."]),
    ("2 women and one mouse", ["1 woman and one mouse", "3 women and one mouse", "2 women and two mice"]),
    ("twelve boxes", ["eleven boxes", "13 boxes"]),
    ("a cat on a sofa", ["two cats on a sofa"]),
    ("one of them", []), ("two", []), ("cats", []), ("", []),
  ])
  func `one more and one fewer, with the noun and the verb in their right form`(_ case: (String, [String])) {
    #expect(variants(`case`.0, .count) == `case`.1)
  }

  @Test func `a colour is replaced by the others, never by another spelling of its own`() {
    let grey = variants("a grey cat", .attribute)
    #expect(grey.count == 10)
    #expect(!grey.contains("a gray cat"))
    #expect(grey.contains("an orange cat"))
  }

  @Test(arguments: [
    ("a big cat", CaptionPair.Category.attribute, ["a small cat"]),
    ("Two cats sleeping", .attribute, ["Two cats running", "Two cats jumping", "Two cats eating"]),
    ("the cat is asleep", .attribute, ["the cat is awake"]),
    ("a small cat on an orange", .attribute, ["a big cat on an orange"]),
    ("an orange next to a cat", .attribute, []),
    ("a dog in a swimming pool", .attribute, []),
    ("a big cat and a small dog", .attributeSwap, ["a small cat and a big dog"]),
    ("one cat and two dogs", .attributeSwap, ["two cats and one dog"]),
    ("a red car, a blue bus", .attributeSwap, ["a blue car, a red bus"]),
    ("a big cat and a small cat", .attributeSwap, []),
    ("an orange cat and a red sofa", .attributeSwap, ["a red cat and an orange sofa"]),
    ("a cat to the left of a dog", .relation, ["a cat to the right of a dog"]),
    ("a cat above a dog", .relation, ["a cat below a dog"]),
    ("two cats on a pink sofa", .relation, ["two cats under a pink sofa"]),
    ("two cats on a blue background", .relation, []),
    ("a cat to the left of a cat", .relation, []),
    ("a cat in front of a dog", .relation, ["a cat behind a dog"]),
    ("an image of a cat above a dog", .wordOrder, ["an image of a dog above a cat"]),
    ("a cat above a cat", .wordOrder, []),
    ("two cats sleeping on a sofa", .wordOrder, []),
    ("cats and dogs", .wordOrder, []),
    ("two cats", .negation, ["no cats"]),
    ("a cat with a hat", .negation, ["no cat with a hat", "a cat without a hat"]),
    ("the cat is sleeping", .negation, ["the cat is not sleeping"]),
    ("two cats sleeping", .negation, ["no cats sleeping", "two cats not sleeping"]),
    ("no cats", .negation, ["cats"]),
    (
      "two cats", .moreSpecific,
      [
        "two big cats", "two small cats", "two cats sleeping", "two cats sitting", "two cats eating",
        "two cats in the rain",
      ]
    ),
    ("a big cat sleeping", .moreSpecific, []),
    ("two black cats sleeping", .lessSpecific, ["two cats sleeping", "two black cats", "black cats sleeping"]),
    ("a cat eating a cake", .lessSpecific, ["a cat"]),
    ("the cat is on a sofa", .lessSpecific, []),
  ])
  func `each rule gives its variants`(_ description: String, _ category: CaptionPair.Category, _ expected: [String]) {
    #expect(variants(description, category) == expected)
  }

  @Test func `the assignment's own description`() {
    let pairs = CaptionPair.variants(of: "two cats sleeping on a pink sofa with remote controls")
    #expect(
      pairs.filter { $0.category == .lessSpecific }.map(\.variant) == [
        "two cats sleeping on a sofa with remote controls", "two cats on a pink sofa with remote controls",
        "two cats sleeping on a pink sofa", "two cats sleeping", "two cats",
        "cats sleeping on a pink sofa with remote controls",
      ])
    #expect(pairs.contains { $0.variant == "two cats sleeping on a pink sofa without remote controls" })
    #expect(pairs.contains { $0.variant == "one cat sleeping on a pink sofa with remote controls" })
    #expect(Set(pairs.map { $0.variant.lowercased() }).count == pairs.count)
  }

  @Test func `what a change does to the truth`() {
    func truths(_ description: String) -> [CaptionPair.Category: Set<CaptionPair.Truth>] {
      Dictionary(grouping: CaptionPair.variants(of: description), by: \.category).mapValues { Set($0.map(\.truth)) }
    }
    let plain = truths("two big cats above a dog")
    for category in [CaptionPair.Category.count, .attribute, .relation, .wordOrder, .negation] {
      #expect(plain[category] == [.isFalse], "\(category)")
    }
    #expect(plain[.moreSpecific] == [.unknown])
    #expect(plain[.lessSpecific] == [.isTrue])
    // Two cats are a cat as well, and nothing follows from what is not there.
    #expect(truths("a cat")[.count] == [.unknown])
    #expect(truths("no black cats")[.attribute] == [.unknown])
    #expect(truths("no black cats")[.lessSpecific] == [.unknown])
  }

  @Test(arguments: [
    "   ", "!!!", "🐈", "a", "of of of", "the", "1 2 3", "A PHOTO OF", "with", "not", "no", "«deux»",
    "**two** <b>cats</b> | x",
  ])
  func `no text has a variant that is itself or empty`(_ text: String) {
    for pair in CaptionPair.variants(of: text) {
      #expect(pair.variant.lowercased() != text.lowercased())
      #expect(!pair.variant.isEmpty)
    }
  }
}
