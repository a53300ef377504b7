internal import Graphics
internal import LinearAlgebra

/// Two scenes that are alike but for one thing, each with the caption that is true of it and false of the other.
package struct ShapeQuestion: Equatable, Sendable {
  package let scenes: [ShapeScene]
  package let captions: [String]

  private init(_ first: (ShapeScene, String), _ second: (ShapeScene, String)) {
    (scenes, captions) = ([first.0, second.0], [first.1, second.1])
  }

  /// What flat shapes can show; they do nothing, so there is no question about an action.
  package static let categories = LimitCategory.allCases.filter { $0 != .action }

  /// Questions of one category, the same for the same seed.
  package static func questions(_ category: LimitCategory, count: Int, seed: UInt64) -> [ShapeQuestion] {
    let stream = LimitCategory.allCases.firstIndex(of: category)!
    var random = SeededRandom(seed: seed, stream: UInt64(stream))
    return (0..<count).map { number in
      let kit = ShapeKit(&random)
      return question(category, number, kit, &random)
    }
  }

  private static func question(
    _ category: LimitCategory, _ number: Int, _ kit: ShapeKit, _ random: inout SeededRandom
  ) -> ShapeQuestion {
    switch category {
    case .object: kit.object
    case .count: kit.count(2 + number % 3, &random)
    case .colour: kit.colour
    case .size: kit.size
    case .state: kit.state
    case .relation: number % 2 == 0 ? kit.inside : kit.inFront
    case .place: number % 2 == 0 ? kit.beside : kit.above
    case .order: kit.order
    case .negation: kit.negation
    case .text: kit.text
    case .part: kit.part
    case .action: preconditionFailure("flat shapes do nothing")
    case .binding: kit.binding(1 + number % 2, &random)
    }
  }

  /// What a question is made from: shapes, colours, words and a side, drawn by lot.
  private struct ShapeKit {
    let shapes: [ShapeScene.Shape]
    let tints: [ShapeScene.Tint]
    let words: [String]
    /// Where a thing stands that stands alone, and whether the first of two stands on the left, or above.
    let spot: Point
    let isFirst: Bool

    init(_ random: inout SeededRandom) {
      shapes = ShapeScene.Shape.allCases.shuffled(using: &random)
      tints = ShapeScene.Tint.allCases.shuffled(using: &random)
      words = ["apple", "boat", "cat", "chair", "dog", "house", "key", "tree"].shuffled(using: &random)
      spot = Point(112 + Double.random(in: -36...36, using: &random), 112 + Double.random(in: -36...36, using: &random))
      isFirst = Bool.random(using: &random)
    }

    private func thing(_ index: Int, tint: Int? = nil) -> String {
      "\(tints[tint ?? index].rawValue) \(shapes[index].rawValue)"
    }

    private func item(
      _ index: Int, _ center: Point, _ radius: Double = 38, tint: Int? = nil, _ style: ShapeScene.Style = .solid
    ) -> ShapeScene.Item {
      .init(shape: shapes[index], tint: tints[tint ?? index], center: center, radius: radius, style: style)
    }

    private func a(_ words: String) -> String { "aeiou".contains(words.first!) ? "an \(words)" : "a \(words)" }

    /// The middles of two things side by side, the first one's first.
    private var sides: [Point] {
      let both = [Point(64, 112), Point(160, 112)]
      return isFirst ? both : both.reversed()
    }

    var object: ShapeQuestion {
      var other = item(1, spot)
      other.tint = tints[0]
      return ShapeQuestion(
        (ShapeScene(items: [item(0, spot)]), a(thing(0))), (ShapeScene(items: [other]), a(thing(1, tint: 0))))
    }

    func count(_ fewer: Int, _ random: inout SeededRandom) -> ShapeQuestion {
      let places = (0..<6).map { Point(46 + 66 * Double($0 % 3), 72 + 80 * Double($0 / 3)) }.shuffled(using: &random)
      func scene(_ count: Int) -> (ShapeScene, String) {
        let number = ["one", "two", "three", "four", "five"][count - 1]
        return (ShapeScene(items: places.prefix(count).map { item(0, $0, 25) }), "\(number) \(thing(0))s")
      }
      return ShapeQuestion(scene(fewer), scene(fewer + 1))
    }

    var colour: ShapeQuestion {
      ShapeQuestion(
        (ShapeScene(items: [item(0, spot)]), a(thing(0))),
        (ShapeScene(items: [item(0, spot, tint: 1)]), a(thing(0, tint: 1))))
    }

    var size: ShapeQuestion {
      ShapeQuestion(
        (ShapeScene(items: [item(0, spot, 68)]), "a big \(thing(0))"),
        (ShapeScene(items: [item(0, spot, 18)]), "a small \(thing(0))"))
    }

    var state: ShapeQuestion {
      ShapeQuestion(
        (ShapeScene(items: [item(0, spot, 48)]), "a filled \(thing(0))"),
        (ShapeScene(items: [item(0, spot, 48, .hollow)]), "a hollow \(thing(0))"))
    }

    var inside: ShapeQuestion {
      let (large, small) = (item(0, sides[0], 56), thing(1))
      return ShapeQuestion(
        (ShapeScene(items: [large, item(1, sides[0], 19)]), "\(a(small)) inside \(a(thing(0)))"),
        (ShapeScene(items: [large, item(1, sides[1], 19)]), "\(a(small)) next to \(a(thing(0)))"))
    }

    var inFront: ShapeQuestion {
      let (left, right) = (item(0, Point(isFirst ? 92 : 132, 104), 46), item(1, Point(isFirst ? 132 : 92, 124), 46))
      return ShapeQuestion(
        (ShapeScene(items: [right, left]), "\(a(thing(0))) in front of \(a(thing(1)))"),
        (ShapeScene(items: [left, right]), "\(a(thing(0))) behind \(a(thing(1)))"))
    }

    var beside: ShapeQuestion { placed([Point(64, 112), Point(160, 112)], "to the left of", "to the right of") }

    var above: ShapeQuestion { placed([Point(112, 64), Point(112, 160)], "above", "below") }

    private func placed(_ places: [Point], _ one: String, _ other: String) -> ShapeQuestion {
      func scene(_ places: [Point], _ words: String) -> (ShapeScene, String) {
        (ShapeScene(items: [item(0, places[0]), item(1, places[1])]), "\(a(thing(0))) \(words) \(a(thing(1)))")
      }
      return ShapeQuestion(scene(places, one), scene(places.reversed(), other))
    }

    var order: ShapeQuestion {
      func scene(_ first: Int, _ second: Int) -> (ShapeScene, String) {
        (
          ShapeScene(items: [item(0, sides[0], tint: first), item(1, sides[1], tint: second)]),
          "\(a(thing(0, tint: first))) and \(a(thing(1, tint: second)))"
        )
      }
      return ShapeQuestion(scene(0, 1), scene(1, 0))
    }

    /// So many of one shape and one more of another, and the same the other way round: one shape in the middle turns into the
    /// other.
    func binding(_ fewer: Int, _ random: inout SeededRandom) -> ShapeQuestion {
      let places = (0..<6).map { Point(46 + 66 * Double($0 % 3), 72 + 80 * Double($0 / 3)) }.shuffled(using: &random)
      func scene(_ first: Int, _ second: Int) -> (ShapeScene, String) {
        let items = (0..<first + second).map { item($0 < first ? 0 : 1, places[$0], 25) }
        func counted(_ count: Int, _ index: Int) -> String {
          count == 1 ? a(thing(index)) : "\(["two", "three"][count - 2]) \(thing(index))s"
        }
        return (ShapeScene(items: items), "\(counted(first, 0)) and \(counted(second, 1))")
      }
      return ShapeQuestion(scene(fewer, fewer + 1), scene(fewer + 1, fewer))
    }

    var negation: ShapeQuestion {
      let first = item(0, sides[0])
      return ShapeQuestion(
        (ShapeScene(items: [first, item(1, sides[1])]), "\(a(thing(0))) with \(a(thing(1)))"),
        (ShapeScene(items: [first]), "\(a(thing(0))) without \(a(thing(1)))"))
    }

    var text: ShapeQuestion {
      func scene(_ word: String) -> (ShapeScene, String) {
        (ShapeScene(word: .init(text: word, center: spot)), "the word \"\(word)\"")
      }
      return ShapeQuestion(scene(words[0]), scene(words[1]))
    }

    var part: ShapeQuestion {
      ShapeQuestion(
        (ShapeScene(items: [item(0, spot, 52, .hole)]), "\(a(thing(0))) with a hole"),
        (ShapeScene(items: [item(0, spot, 52, .stripe)]), "\(a(thing(0))) with a stripe"))
    }
  }
}

extension LimitCategory {
  /// What the two captions of a question about shapes differ in.
  var shapeTitle: String {
    switch self {
    case .object: "which shape"
    case .count: "one more"
    case .colour: "which colour"
    case .size: "big or small"
    case .state: "filled or hollow"
    case .relation: "inside or next to, in front or behind"
    case .place: "left or right, above or below"
    case .order: "which of two has which colour"
    case .negation: "with or without"
    case .text: "which word is written"
    case .part: "with a hole or a stripe"
    case .action: "what it does"
    case .binding: "which of two kinds has which number"
    }
  }
}
