import CaptionPairs
import Testing

@Suite struct CaptionFormTests {
  @Test(arguments: [
    ("two cats on a green background", ["number two", "thing cats", "ground green"]),
    (
      "A photo of a big dog to the left of a small cat.",
      [
        "opening a photo of", "article a", "size big", "thing dog", "place to the left of", "article a", "size small",
        "thing cat",
      ]
    ),
    (
      "an orange on a red table",
      ["article an", "thing orange", "relation on", "article a", "color red", "thing table"]
    ),
    (
      "two cats sleeping on a pink sofa with remote controls",
      [
        "number two", "thing cats", "state sleeping", "relation on", "article a", "color pink", "thing sofa",
        "thing controls",
      ]
    ),
    ("the cat is asleep", ["thing cat", "state asleep"]),
    (
      "a teddy bear in front of 3 hot dogs",
      ["article a", "thing teddy bear", "relation in front of", "number 3", "thing hot dogs"]
    ),
    ("the door is closed", ["thing door", "quality closed"]),
    ("", []), ("of of", []),
  ])
  func `a caption's slots are its words by their classes`(_ caption: String, _ slots: [String]) {
    #expect(CaptionForm(caption, .english).slots.map { "\($0.kind) \($0.words)" } == slots)
  }

  @Test func `a closed vocabulary knows its own plurals and states of several words`() {
    let form = CaptionForm("two foxs with hats on an orange background", .small)
    #expect(form.slots.map(\.words) == ["two", "foxs", "with hats", "orange"])
    #expect(form.slots.map(\.count) == [2, 2, nil, nil])
  }

  @Test func `English has two hundred things and more, each with a plural of its own`() {
    let things = CaptionVocabulary.english.things
    #expect(things.count >= 200)
    #expect(Set(things.map(\.singular)).count == things.count)
    let unchanged = things.filter { $0.singular == $0.plural }.map(\.singular)
    #expect(unchanged == ["sheep", "deer", "fish"])
    #expect(CaptionVocabulary.english.thing("sofas")?.singular == "sofa")
  }

  @Test(arguments: [
    ("a apple", false), ("an apple", true), ("two cat", false), ("one cats", false), ("two sheep", true),
  ])
  func `a form is right where articles and plurals are`(_ caption: String, _ isRight: Bool) {
    #expect(CaptionForm(caption, .english).isWellFormed == isRight)
  }
}

@Suite struct CaptionDistractorTests {
  private func distractors(_ caption: String, _ count: Int, seed: UInt64 = 1, excluding: [String] = [])
    -> CaptionDistractors
  {
    var numbers = CountingNumbers(state: seed)
    return CaptionForm(caption, .small).distractors(count, excluding: excluding, using: &numbers)
  }

  @Test func `where a form has few fillings all are given`() {
    let all = distractors("two cats", 1000)
    #expect(all.isAll)
    // Three numbers by four things, but for the caption itself.
    #expect(all.captions.count == 11)
    #expect(Set(all.captions).isSuperset(of: ["one apple", "three foxs", "two dogs"]))
    #expect(distractors("two cats", 1000, excluding: ["Three Foxs"]).captions.count == 10)
  }

  @Test func `they agree, are distinct and differ where the caption's words do`() {
    let drawn = distractors("a big cat to the left of a small dog on a green background", 60)
    #expect(drawn.captions.count == 60)
    #expect(!drawn.isAll)
    #expect(Set(drawn.captions).count == 60)
    for caption in drawn.captions {
      let form = CaptionForm(caption, .small)
      #expect(form.isWellFormed)
      let things = form.slots.filter { $0.kind == .thing }.map(\.words)
      #expect(things.count == 2 && things[0] != things[1])
    }
  }

  @Test func `what cannot sleep is not put where something sleeps, and states agree`() {
    let all = distractors("two cats with hats", 1000).captions
    #expect(all.allSatisfy { !$0.contains("apple") })
    #expect(all.contains("one dog with a hat"))
    #expect(all.contains("three foxs sleeping"))
  }

  @Test func `the same numbers draw the same captions, others others`() {
    let form = CaptionForm("a dog to the left of a cat in front of a red car", .english)
    var (one, again, other) = (CountingNumbers(state: 1), CountingNumbers(state: 1), CountingNumbers(state: 2))
    let first = form.distractors(1000, using: &one)
    #expect(first.captions.count == 1000)
    #expect(first.captions == form.distractors(1000, using: &again).captions)
    #expect(first.captions != form.distractors(1000, using: &other).captions)
  }

  @Test func `a caption without slots has none`() {
    #expect(distractors("of of", 10).captions.isEmpty)
    #expect(distractors("a photo of", 10).isAll)
  }
}
