internal import Transformers

/// What the words of a sentence look at: for every two of them the head in which the one looks hardest at the other.
///
/// Special tokens and punctuation are left out, and a word's neighbours, for which some heads care whatever the words are. Weights
/// are those of the model: what is missing to 1 goes to what is left out.
struct WordLooks {
  /// The words that look and are looked at, as places in the map.
  let words: [Int]
  private let map: AttentionMap
  private let pronouns: Set<Int>

  /// The looks of a sentence.
  init(_ study: AttentionStudy) { self.init(map: study.words, words: study.judged, names: study.names) }

  /// The looks of some words.
  init(map: AttentionMap, words: [Int], names: [String]) {
    (self.map, self.words) = (map, words)
    pronouns = Set(words.filter { EnglishWords.contains(EnglishWords.personal, EnglishWords.plain(names[$0])) })
  }

  /// Which words a word is asked about.
  enum Scope: String {
    /// Those before it, but not its neighbour: of a pronoun.
    case before
    /// All but its neighbours.
    case far
    /// Its neighbours, since there are no others.
    case neighbours
  }

  /// What a word is asked about.
  func candidates(for query: Int, isPronoun: Bool? = nil) -> (words: [Int], scope: Scope) {
    let seen = words.filter { $0 != query && (!map.isCausal || $0 < query) }
    let far = seen.filter { abs($0 - query) > 1 }
    let before = far.filter { $0 < query }
    if isPronoun ?? pronouns.contains(query), !before.isEmpty { return (before, .before) }
    return far.isEmpty ? (seen, .neighbours) : (far, .far)
  }

  /// The head in which one word looks hardest at another; the first of equals.
  func strongest(from query: Int, to key: Int) -> AttentionLook {
    map.looks(from: query, to: key, among: words).max { $0.weight < $1.weight }!
  }

  /// Of every word that a word may be asked about the head in which it looks hardest at it, the strongest first.
  func targets(of query: Int, isPronoun: Bool? = nil) -> [AttentionLook] {
    candidates(for: query, isPronoun: isPronoun).words.map { strongest(from: query, to: $0) }
      .sorted { ($1.weight, $0.key) < ($0.weight, $1.key) }
  }

  /// The look in which a word differs most from all others: what it looks at because it is that word.
  ///
  /// - Parameter allowed: Whether a head may be named.
  func own(
    of query: Int, isPronoun: Bool? = nil, where allowed: (AttentionLook) -> Bool = { _ in true }
  ) -> AttentionLook? {
    candidates(for: query, isPronoun: isPronoun).words.flatMap { map.looks(from: query, to: $0, among: words) }
      .filter(allowed).max { $0.lead < $1.lead }
  }

  /// Two heads of one layer in which a word looks at different words, those whose weights add up to the most: what no single
  /// softmax could give where that is more than 1.
  func pair(of query: Int) -> [AttentionLook] {
    let all = candidates(for: query, isPronoun: false).words.flatMap { map.looks(from: query, to: $0, among: words) }
    var best: (looks: [AttentionLook], sum: Double) = ([], 0)
    for layer in Dictionary(grouping: all, by: \.layer).sorted(by: { $0.key < $1.key }).map(\.value) {
      let strongest = layer.sorted { ($1.weight, $0.head) < ($0.weight, $1.head) }
      for first in strongest.prefix(map.heads) {
        guard let second = strongest.first(where: { $0.head != first.head && $0.key != first.key }) else { continue }
        if first.weight + second.weight > best.sum { best = ([first, second], first.weight + second.weight) }
      }
    }
    return best.looks
  }

  /// The word that another looks at hardest on the mean of all heads, neighbours included; nil where there is no other.
  func mean(of query: Int) -> (key: Int, weight: Double)? {
    words.filter { $0 != query && (!map.isCausal || $0 < query) }.map { key in
      let sum = (0..<map.layers).reduce(0.0) { sum, layer in
        (0..<map.heads).reduce(sum) { $0 + Double(map[layer, $1, query, key]) }
      }
      return (key, sum / Double(map.layers * map.heads))
    }.max { $0.weight < $1.weight }
  }

  /// The word that another looks at hardest in one head, neighbours included; nil where there is no other.
  func favourite(of query: Int, _ layer: Int, _ head: Int) -> AttentionLook? {
    words.filter { $0 != query && (!map.isCausal || $0 < query) }
      .map { map.look(layer, head, from: query, to: $0, among: words) }.max { $0.weight < $1.weight }
  }
}
