/// Whether content words matter more than function words, by how far hiding them moves the sentence, as two decimals show it.
struct WordKinds {
  /// Distances of both kinds in one sentence.
  let content, function: [Double]

  /// The words of a sentence with what hiding each does.
  init(_ names: [String], _ distances: [Double]) {
    let isFunction = names.map { EnglishWords.contains(EnglishWords.function, EnglishWords.plain($0)) }
    content = names.indices.filter { !isFunction[$0] }.map { distances[$0] }
    function = names.indices.filter { isFunction[$0] }.map { distances[$0] }
  }

  /// How many pairs of a word of either kind there are.
  var pairs: Int { content.count * function.count }

  /// In how many of them the content word moves the sentence further.
  var above: Int { content.reduce(0) { sum, distance in sum + function.count { Self.isFurther(distance, $0) } } }

  /// In how many both move it equally far.
  var ties: Int {
    content.reduce(0) { sum, distance in sum + function.count { $0.fixed(2) == distance.fixed(2) } }
  }

  /// Whether a content word moves the sentence further than every function word.
  var isFirst: Bool { content.max().map { most in function.allSatisfy { Self.isFurther(most, $0) } } ?? false }

  private static func isFurther(_ first: Double, _ second: Double) -> Bool {
    first > second && first.fixed(2) != second.fixed(2)
  }
}
