/// Whether words that name something matter more than words that hold a sentence together, by how far hiding them moves it.
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

  /// In how many of them the word that names something moves the sentence further.
  var above: Int { content.reduce(0) { sum, distance in sum + function.count { $0 < distance } } }

  /// Whether no word moves the sentence further than one that names something.
  var isFirst: Bool { (content.max() ?? -.infinity) > (function.max() ?? -.infinity) }
}
