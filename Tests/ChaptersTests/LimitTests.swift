import Basics
import Chapters
import Foundation
import Images
import Notebook
import TestSupport
import Testing
import Transformers

/// What a model keeps of a difference: the scenes and questions that Quire draws, the intervals, the file beside a model.
@Suite struct LimitTests {
  // MARK: Intervals

  @Test func `the mean of drawn noughts and ones has the quantiles of its binomial distribution`() {
    // scipy.stats.binom.ppf([0.025, 0.975], 100, 0.3) is 21 and 39.
    let values = (0..<100).map { $0 < 30 ? 1.0 : 0 }
    let interval = BootstrapInterval(meanOf: values, seed: 7)
    #expect(abs(interval.low - 0.21) <= 0.0101 && abs(interval.high - 0.39) <= 0.0101)
    #expect(interval == BootstrapInterval(meanOf: values, seed: 7))
  }

  @Test func `values that are all alike give no width, and one value gives itself`() {
    let alike = BootstrapInterval(meanOf: [1, 1, 1, 1], seed: 3)
    #expect(alike.low == 1 && alike.high == 1)
    let one = BootstrapInterval(meanOf: [0.5], seed: 3)
    #expect(one.low == 0.5 && one.high == 0.5)
  }

  // MARK: Questions

  @Test(arguments: ShapeQuestion.categories)
  func `the two pictures of a question are alike but for one thing, and so are its captions`(
    _ category: LimitCategory
  ) throws {
    let questions = ShapeQuestion.questions(category, count: 12, seed: 5)
    #expect(questions == ShapeQuestion.questions(category, count: 12, seed: 5))
    #expect(questions != ShapeQuestion.questions(category, count: 12, seed: 6))
    #expect(ShapeQuestion.questions(category, count: 5, seed: 5) == Array(questions.prefix(5)))
    for (number, question) in questions.enumerated() {
      #expect(question.captions.count == 2 && question.captions[0] != question.captions[1])
      let pictures = try question.scenes.map { try $0.drawnAnew(UInt64(number)).image() }
      let same = stride(from: 0, to: pictures[0].pixels.count, by: 4).count {
        pictures[0].pixels[$0..<$0 + 3] == pictures[1].pixels[$0..<$0 + 3]
      }
      let share = Double(same) / Double(pictures[0].pixels.count / 4)
      #expect(share < 1 && share > 0.4, "\(question.captions): \(share)")
      let words = question.captions.map { $0.split(separator: " ") }
      #expect(abs(words[0].count - words[1].count) <= 2, "\(question.captions)")
    }
  }

  @Test func `numbers, places and colours are what the captions say`() {
    for question in ShapeQuestion.questions(.count, count: 30, seed: 1) {
      for (scene, caption) in zip(question.scenes, question.captions) {
        let numbers = ["two": 2, "three": 3, "four": 4, "five": 5]
        #expect(numbers[String(caption.prefix { $0 != " " })] == scene.items.count)
      }
    }
    for question in ShapeQuestion.questions(.binding, count: 30, seed: 1) {
      #expect(question.scenes[0].items.count == question.scenes[1].items.count)
      for (scene, caption) in zip(question.scenes, question.captions) {
        let parts = caption.components(separatedBy: " and ").map { $0.split(separator: " ").map(String.init) }
        let numbers = ["a": 1, "an": 1, "two": 2, "three": 3]
        let told = Dictionary(
          uniqueKeysWithValues: parts.map { ("\($0[1]) \($0[2].trimmingSuffix("s"))", numbers[$0[0]]) })
        let drawn = Dictionary(grouping: scene.items) { "\($0.tint.rawValue) \($0.shape.rawValue)" }.mapValues(\.count)
        #expect(told == drawn.mapValues { Optional($0) }, "\(caption)")
      }
    }
    for question in ShapeQuestion.questions(.place, count: 30, seed: 1) {
      for (scene, caption) in zip(question.scenes, question.captions) {
        let (first, second) = (scene.items[0].center, scene.items[1].center)
        let isTrue =
          caption.contains("left")
          ? first.x < second.x
          : caption.contains("right")
            ? first.x > second.x : caption.contains("above") ? first.y < second.y : first.y > second.y
        #expect(isTrue, "\(caption)")
      }
    }
    for question in ShapeQuestion.questions(.order, count: 30, seed: 1) {
      for (scene, caption) in zip(question.scenes, question.captions) {
        for item in scene.items { #expect(caption.contains("\(item.tint.rawValue) \(item.shape.rawValue)")) }
      }
      let words = question.captions.map { Set($0.split(separator: " ").filter { $0 != "a" && $0 != "an" }) }
      #expect(words[0] == words[1])
    }
  }

  @Test func `drawing anew moves every shape a little and tells nothing else`() throws {
    let scene = ShapeQuestion.questions(.place, count: 1, seed: 2)[0].scenes[0]
    let (one, same, other) = (scene.drawnAnew(4), scene.drawnAnew(4), scene.drawnAnew(5))
    #expect(one == same && one != other && one != scene)
    for (before, after) in zip(scene.items, other.items) {
      #expect(before.shape == after.shape && before.tint == after.tint)
      #expect(hypot(before.center.x - after.center.x, before.center.y - after.center.y) < 10)
    }
    #expect(try one.image() == same.image())
  }

  // MARK: What becomes of a difference

  private func row(_ changes: (inout MeasuredLimits.Row) -> Void) throws -> MeasuredLimits.Row {
    let limits = try JSONDecoder().decode(MeasuredLimits.self, from: Data(Self.example.utf8))
    var row = limits.categories[0]
    changes(&row)
    return row
  }

  @Test func `a difference is kept, kept in part or lost by its interval, and lost where a tower hardly moves`() throws
  {
    #expect(try row { ($0.low, $0.accuracy, $0.high) = (0.76, 0.8, 0.84) }.outcome == .kept)
    #expect(try row { ($0.low, $0.accuracy, $0.high) = (0.75, 0.8, 0.84) }.outcome == .partly)
    #expect(try row { ($0.low, $0.accuracy, $0.high) = (0.5, 0.55, 0.6) }.outcome == .lost)
    for (caption, picture, cause) in [
      (1.0, 1.0, MeasuredLimits.Row.Cause.both), (1, 9, .text), (9, 1, .picture), (9, 9, .cosine),
    ] {
      let found = try row {
        ($0.low, $0.captionAngle, $0.rewordedAngle) = (0.4, caption, 5)
        ($0.pictureAngle, $0.redrawnAngle) = (picture, 5)
      }
      #expect(found.cause == cause)
    }
    #expect(try row { ($0.low, $0.captionAngle) = (0.9, 0) }.cause == nil)
  }

  /// A file as Tools/miniclip writes it, with every way in which a difference may go.
  static let example = """
    {"source": "scenes of emoji that it never saw", "resamples": 10000, "categories": [
    {"category": "object", "title": "which thing", "pairs": 400, "accuracy": 0.99, "low": 0.98, "high": 1.0, "chance": 0.5,
     "captionAngle": 71.2, "rewordedAngle": 3.1, "pictureAngle": 55.0, "redrawnAngle": 14.0, "gap": 24.1,
     "example": ["a cat", "a dog"]},
    {"category": "colour", "title": "of the ground", "pairs": 400, "accuracy": 1.0, "low": 1.0, "high": 1.0, "chance": 0.5,
     "captionAngle": 50.2, "rewordedAngle": 2.9, "pictureAngle": 45.0, "redrawnAngle": 14.4, "gap": 20.0,
     "example": ["a cat on a red background", "a cat on a blue background"]},
    {"category": "count", "title": "one more", "pairs": 400, "accuracy": 0.74, "low": 0.7, "high": 0.78, "chance": 0.5,
     "captionAngle": 12.2, "rewordedAngle": 2.9, "pictureAngle": 11.0, "redrawnAngle": 12.4, "gap": 3.0,
     "example": ["two cats", "three cats"]},
    {"category": "state", "title": "asleep or not", "pairs": 400, "accuracy": 0.6, "low": 0.55, "high": 0.65, "chance": 0.5,
     "captionAngle": 12.2, "rewordedAngle": 2.9, "pictureAngle": 15.0, "redrawnAngle": 12.4, "gap": 1.0,
     "example": ["a cat", "a cat sleeping"]},
    {"category": "size", "title": "big or small", "pairs": 400, "accuracy": 0.52, "low": 0.48, "high": 0.56, "chance": 0.5,
     "captionAngle": 0.0, "rewordedAngle": 2.9, "pictureAngle": 15.0, "redrawnAngle": 12.4, "gap": 0.0,
     "example": ["a big cat", "a small cat"]},
    {"category": "place", "title": "left or right", "pairs": 400, "accuracy": 0.51, "low": 0.48, "high": 0.54, "chance": 0.5,
     "captionAngle": 0.8, "rewordedAngle": 2.9, "pictureAngle": 9.0, "redrawnAngle": 14.4, "gap": 0.1,
     "example": ["a cat above a dog", "a cat below a dog"]},
    {"category": "order", "title": "which is where", "pairs": 400, "accuracy": 0.4, "low": 0.37, "high": 0.43, "chance": 0.5,
     "captionAngle": 1.8, "rewordedAngle": 2.9, "pictureAngle": 9.5, "redrawnAngle": 14.4, "gap": 0.2,
     "example": ["a cat above a dog", "a dog above a cat"]}]}
    """

  @Test(arguments: [
    ("[]", "must hold `source`"), (#"{"source": "", "resamples": 1, "categories": []}"#, "has no categories"),
    (example.replacing("\"pairs\": 400", with: "\"pairs\": 0"), "“object” without pairs"),
    (example.replacing("\"low\": 0.98", with: "\"low\": 0.995"), "“object” whose accuracy lies outside its interval"),
    (example.replacing("\"accuracy\": 0.99", with: "\"accuracy\": 1.99"), "“object” with a share outside 0 to 1"),
    (
      example.replacing("\"captionAngle\": 71.2", with: "\"captionAngle\": 271.2"),
      "“object” with an angle outside 0 to 180"
    ),
    (example.replacing("\"gap\": 24.1", with: "\"gap\": -1"), "“object” whose gap is below nought"),
    (example.replacing("\"category\": \"colour\"", with: "\"category\": \"object\""), "“object” twice"),
    (example.replacing("[\"a cat\", \"a dog\"]", with: "[\"a cat\"]"), "whose example is not two captions"),
    (example.replacing("\"chance\": 0.5", with: "\"chance\": 0.25"), "“object” with a chance other than 0.5"),
    (example.replacing("\"category\": \"order\"", with: "\"category\": \"smell\""), "must hold `source`"),
  ])
  func `a file that cannot be says what is wrong with it`(_ text: String, _ message: String) throws {
    let scratch = try Scratch()
    let file = try scratch.file("limits.json", holding: text)
    let input = LocatedInput(name: "model", files: ["limits.json": file], provenance: "a model")
    let error = #expect(throws: FileError.self) { try MeasuredLimits.beside(input) }
    #expect("\(error as Any)".contains(message), "\(error as Any)")
  }

  @Test func `a model without the file has no limits of its own`() throws {
    let scratch = try Scratch()
    let file = try scratch.file("config.json", holding: "{}")
    #expect(
      try MeasuredLimits.beside(LocatedInput(name: "model", files: ["config.json": file], provenance: "a model")) == nil
    )
  }

  // MARK: A written word

  @Test func `a word is written that no caption names, and asked about as the caption is opened`() {
    #expect(TypographicAttack.word(notIn: ["a dog and a cat"]) == "apple")
    #expect(TypographicAttack.word(notIn: ["Two Apples on a table"]) == "guitar")
    #expect(TypographicAttack.word(notIn: TypographicAttack.words) == nil)
    #expect(TypographicAttack.caption(about: "apple", as: "two cats") == "an apple")
    #expect(TypographicAttack.caption(about: "key", as: "A photo  of two cats") == "a photo of a key")
  }

  @Test(arguments: [0.3, 0.9]) func `a label covers a part of the picture and nothing else`(_ share: Double) throws {
    var pixels: [UInt8] = []
    for pixel in 0..<120 * 80 { pixels += [UInt8(pixel % 200), 90, 40, 128] }
    let picture = try Image(width: 120, height: 80, pixels: pixels)
    let seen = CLIPPixels.Rectangle(x: 20, y: 0, width: 80, height: 80)
    func label(_ text: String) throws -> Image {
      try WrittenLabel(text: text, share: share, measure: "apple").laid(on: picture, seen: seen)
    }
    let (blank, word) = (try label(""), try label("apple"))
    var (columns, rows): (Set<Int>, Set<Int>) = ([], [])
    for y in 0..<80 {
      for x in 0..<120 where blank[x, y] != picture[x, y] || word[x, y] != picture[x, y] {
        columns.insert(x)
        rows.insert(y)
        #expect(blank[x, y] == (255, 255, 255, 255))
      }
    }
    #expect(columns.count == Int((80 * share).rounded()) && rows.count < 40)
    #expect((columns.min() ?? 0) - 20 - (99 - (columns.max() ?? 0)) <= 1, "in the middle of what is seen")
    #expect(rows.allSatisfy { $0 < 78 && $0 > 40 })
    #expect(word != blank)
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
