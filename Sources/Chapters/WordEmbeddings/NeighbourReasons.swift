internal import Basics
internal import Embeddings
internal import Notebook

extension WordEmbeddings.Results {
  /// A word that stands directly beside a chosen word and beside a neighbour of it, more often than chance would have it.
  struct Shared: Encodable, Sendable {
    /// The word.
    var word: String
    /// The two as they mostly stand in the corpus: `on screen`.
    var phrase: String
    /// The share of the chosen word's occurrences that stand so.
    var share: Double
    /// The same with the neighbour: `focus on`.
    var neighbourPhrase: String
    /// The share of the neighbour's occurrences that stand so.
    var neighbourShare: Double
    /// The share of all tokens that are the word.
    var chance: Double
    /// Whether it mostly stands on the same side of both.
    var sameSide: Bool
    /// The place of the chosen word and of the neighbour among the most frequent words by the share that has the word beside them: 1
    /// where no other word has a larger one.
    var place, neighbourPlace: Int
    /// Whether both places are among the first `tellingPlaces`: then it is company that most words do not keep.
    var isTelling: Bool
  }

  /// A chosen word.
  struct ChosenWord: Encodable, Sendable {
    /// A word that stands beside the chosen word and beside some of its neighbours.
    struct Reason: Encodable, Sendable {
      /// The word.
      var word: String
      /// The chosen word with it: `on screen`.
      var phrase: String
      /// The share of the chosen word's occurrences that stand so.
      var share: Double
      /// The share of all tokens that are the word.
      var chance: Double
      /// The place of the chosen word among the most frequent words by that share.
      var place: Int
      /// The neighbours that have it beside them too, nearest first, and both as they mostly stand: `on stage`.
      var neighbours, phrases: [String]
      /// How many of the most frequent words have it beside them in a larger share than the chosen word, and which of its neighbours
      /// are among these.
      var higher: Int
      var higherNear: [String]
      /// The last of the places of these neighbours and of the chosen word.
      var lastPlace: Int
      /// Whether all these places are among the first `tellingPlaces`.
      var isTelling: Bool
      /// The neighbours that have it on the same side as the chosen word mostly, and on the other.
      var sameSide, otherSide: [String]
      /// The first of either with it; empty where there is none.
      var samePhrase, otherPhrase: String
    }

    /// The word that stands beside it and most neighbours most often, where that is none of the reasons.
    struct Usual: Encodable, Sendable {
      /// The word; empty where it is one of the reasons or where there is none.
      var word: String
      /// The chosen word with it, and the share of its occurrences that stand so.
      var phrase: String
      var share: Double
      /// How many of the most frequent words have it beside them in a larger share.
      var higher: Int
    }

    /// The word.
    var word: String
    /// How often it occurs.
    var count: Int
    /// Its neighbours, nearest first.
    var neighbours: [Neighbour]
    /// The cosine of the last of them; 0 without any.
    var lowest: Double
    /// What it shares with them, that which links most of them first.
    var reasons: [Reason]
    /// What stands beside it and them most often.
    var usual: Usual
    /// How many of the most frequent words it was ranked among, and how many of the first places are telling.
    var ranked, tellingPlaces: Int
    /// The cosine of the angle to the first chosen word, and how alike their company is.
    var similarityToFirst: Double
    var companyOfFirst: Double
    /// The least and the most alike company of any neighbour, and of those that have the first reason on the other side only.
    var leastCompany, mostCompany: Double
    var leastOtherCompany, mostOtherCompany: Double
  }
}

extension WordEmbeddings {
  /// Among how many of the most frequent words words are ranked by what they have beside them, and how many of the first places say
  /// something.
  private static let rankedWords = 3_000
  private static let rankedPerTelling = 30
  /// How often a word must stand beside two others to be a reason, and of how many such words the places are looked up.
  private static let leastTogether = 5
  private static let candidates = 10

  /// The chosen words with their neighbours and what the corpus has beside both.
  ///
  /// Of the words that stand beside both most beyond chance, the reason is the one by which both have the best places among all
  /// frequent words: *is* stands beside every adjective, *acting* beside few.
  func explain(
    _ neighbours: [String: [Results.Neighbour]], of words: [String], counts vectors: KeyedVectors,
    in corpus: TokenizedCorpus
  ) -> [Results.ChosenWord] {
    let all = words + neighbours.values.joined().map(\.word)
    let beside = AdjacentWords(of: all, in: corpus)
    let found = words.map { word in
      (neighbours[word] ?? []).map {
        beside.shared(word, $0.word, least: Self.leastTogether, limit: Self.candidates)
      }
    }
    let frequent = Array(vectors.words.prefix(Self.rankedWords))
    let telling = max(1, frequent.count / Self.rankedPerTelling)
    let companions = Array(Set(found.joined().joined().map(\.word))).sorted()
    let ranking = AdjacentWords(of: companions, ranking: frequent + all, in: corpus)
    return zip(words, found).map { word, found in
      let near = zip(neighbours[word] ?? [], found).map { neighbour, candidates in
        var neighbour = neighbour
        let places = candidates.map { shared in
          ranking.higher(than: [word, neighbour.word], beside: shared.word, among: frequent).map { $0 + 1 }
        }
        let best = candidates.indices.min {
          (places[$0].max()!, places[$0].reduce(0, +), $0) < (places[$1].max()!, places[$1].reduce(0, +), $1)
        }
        neighbour.shared = best.map {
          Results.Shared(candidates[$0], word, neighbour.word, places: places[$0], telling: telling)
        }
        neighbour.company = beside.likeness(of: word, and: neighbour.word)
        return neighbour
      }
      let count = vectors.vocabulary.position(of: word).map { vectors.vocabulary.counts[$0] } ?? 0
      let toFirst = (try? vectors.similarity(words[0], word)).map { Double("\($0)")! } ?? 0
      let reasons = Self.reasons(near, telling, Set(frequent))
      let alike = near.compactMap(\.company)
      let others = near.filter { reasons.first?.otherSide.contains($0.word) == true }.compactMap(\.company)
      return Results.ChosenWord(
        word: word, count: count, neighbours: near, lowest: near.last?.similarity ?? 0, reasons: reasons,
        usual: Self.usual(word, found, besides: reasons, ranking, frequent), ranked: frequent.count,
        tellingPlaces: telling, similarityToFirst: toFirst, companyOfFirst: beside.likeness(of: words[0], and: word),
        leastCompany: alike.min() ?? 0, mostCompany: alike.max() ?? 0, leastOtherCompany: others.min() ?? 0,
        mostOtherCompany: others.max() ?? 0)
    }
  }

  /// The shared words, that of most neighbours first, of several that of the nearest.
  private static func reasons(
    _ neighbours: [Results.Neighbour], _ telling: Int, _ frequent: Set<String>
  ) -> [Results.ChosenWord.Reason] {
    var order: [String] = []
    for word in neighbours.compactMap(\.shared?.word) where !order.contains(word) { order.append(word) }
    let groups = order.map { word in neighbours.filter { $0.shared?.word == word } }
    let sorted = groups.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
    return sorted.map { _, group in
      let (first, shared) = (group[0].shared!, group.map { $0.shared! })
      let last = shared.flatMap { [$0.place, $0.neighbourPlace] }.max()!
      let near = neighbours.filter {
        frequent.contains($0.word) && $0.shared?.word == first.word && $0.shared!.neighbourShare > first.share
      }
      let (same, other) = (group.filter { $0.shared!.sameSide }, group.filter { !$0.shared!.sameSide })
      return .init(
        word: first.word, phrase: first.phrase, share: first.share, chance: first.chance, place: first.place,
        neighbours: group.map(\.word), phrases: shared.map(\.neighbourPhrase), higher: first.place - 1,
        higherNear: near.map(\.word), lastPlace: last,
        isTelling: last <= telling, sameSide: same.map(\.word), otherSide: other.map(\.word),
        samePhrase: same.first?.shared?.neighbourPhrase ?? "", otherPhrase: other.first?.shared?.neighbourPhrase ?? "")
    }
  }

  /// The word that stands beside a chosen word and most of its neighbours most beyond chance.
  private static func usual(
    _ word: String, _ found: [[AdjacentWords.Shared]], besides reasons: [Results.ChosenWord.Reason],
    _ ranking: AdjacentWords, _ frequent: [String]
  ) -> Results.ChosenWord.Usual {
    var counts: [String: Int] = [:]
    for first in found.compactMap(\.first) { counts[first.word, default: 0] += 1 }
    let most = found.lazy.compactMap(\.first).max { counts[$0.word]! < counts[$1.word]! }
    guard let most, !reasons.contains(where: { $0.word == most.word }) else {
      return .init(word: "", phrase: "", share: 0, higher: 0)
    }
    return .init(
      word: most.word, phrase: most.first.isBefore ? "\(most.word) \(word)" : "\(word) \(most.word)",
      share: most.first.share, higher: ranking.higher(than: [word], beside: most.word, among: frequent)[0])
  }

  /// What the corpus has beside a chosen word and beside each of its neighbours.
  ///
  /// - Parameter stability: What another seed keeps, where that was asked for.
  func writeReasons(
    _ words: [Results.ChosenWord], _ stability: Results.Stability?, on page: inout Page
  ) throws {
    let pairs = words.flatMap { word in word.neighbours.map { (word, $0) } }
    let shared = pairs.compactMap(\.1.shared)
    guard !shared.isEmpty else { return }
    let crossed = shared.count { !$0.sameSide }
    page.write(
      """
      {{table:embeddings/neighbours-why}} looks for the reason in the corpus. Words become neighbours by the company that they
      keep, so for each pair it names a word that stands directly beside both of them. A word that stands beside every adjective
      explains nothing; so of the ten furthest beyond chance it is the one by which both have the highest places when the
      \(words[0].ranked.of("most frequent word")) are ordered by the share of their occurrences that have it beside them.
      """)
    if crossed > 0 {
      page.write(
        """
        In \(crossed.grouped) of \(shared.count.of("pair")) that word mostly stands before the one and after the other. The model
        cannot tell, since it takes the words of a window without their order.
        """)
    }
    page.write(
      """
      That word is an example. The table also has how alike the company of the two is as a whole: the cosine of how far beyond chance
      each word of the corpus stands beside the one and beside the other.
      """)
    // In one line each, however narrow the table.
    func cell(_ phrase: String, _ share: Double) -> String {
      "\(phrase), \(share.percent)".replacing(" ", with: "\u{A0}")
    }
    let kept = stability.map { stability in
      Dictionary(uniqueKeysWithValues: stability.words.map { ($0.word, Set($0.stay)) })
    }
    let seeds: Markdown =
      kept == nil
      ? "" : "; last, whether the neighbour is one under \(stability!.seeds.count == 2 ? "another seed" : "every seed")"
    try page.table(
      id: "neighbours-why",
      caption: """
        The nearest words, how alike their company is, what stands beside both and in what share of their occurrences, and the places of \
        these shares among those of the \(words[0].ranked.of("most frequent word"))\(seeds).
        """,
      columns: [
        .init("word"), .init("neighbour"), .init("cosine", .trailing), .init("company", .trailing),
        .init("beside the word"), .init("beside the neighbour"), .init("places", .trailing),
      ] + (kept == nil ? [] : [.init("stays")]),
      rows: pairs.map { word, neighbour in
        let shared = neighbour.shared
        return [
          word.word, neighbour.word, neighbour.similarity.twoDecimals,
          neighbour.company?.twoDecimals ?? "",
          shared.map { cell($0.phrase, $0.share) } ?? "–",
          shared.map { cell($0.neighbourPhrase, $0.neighbourShare) } ?? "–",
          shared.map { "\($0.place.grouped), \($0.neighbourPlace.grouped)" } ?? "",
        ] + (kept.map { [$0[word.word]?.contains(neighbour.word) == true ? "yes" : "no"] } ?? [])
      })
    page.formula(
      "How far beyond chance a word stands beside two others",
      #"m_c \ln\frac{m_c}{p_c},\quad m_c=\min\big(p(c\mid\text{beside word}),\,p(c\mid\text{beside neighbour})\big)"#
    )
    page.formula(
      "How alike the company of two words is",
      #"\cos(x,y),\quad x_c=\max\Big(0,\ln\frac{p(c\mid\text{beside word})}{p_c}\Big),\quad y_c=\max\Big(0,\ln\frac{p(c\mid\text{beside neighbour})}{p_c}\Big)"#
    )
  }
}

extension WordEmbeddings.Results.Shared {
  init(_ shared: AdjacentWords.Shared, _ word: String, _ neighbour: String, places: [Int], telling: Int) {
    func phrase(_ other: String, _ place: AdjacentWords.Shared.Place) -> String {
      place.isBefore ? "\(shared.word) \(other)" : "\(other) \(shared.word)"
    }
    self.init(
      word: shared.word, phrase: phrase(word, shared.first), share: shared.first.share,
      neighbourPhrase: phrase(neighbour, shared.second), neighbourShare: shared.second.share, chance: shared.chance,
      sameSide: shared.isOnSameSide, place: places[0], neighbourPlace: places[1],
      isTelling: places[0] <= telling && places[1] <= telling)
  }
}
