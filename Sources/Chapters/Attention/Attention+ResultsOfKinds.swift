internal import Foundation
internal import Transformers

extension Attention.Results.Kinds {
  /// Both kinds of words in the chosen sentence, whose words have names and places, and in all sentences; nil where the chosen one has
  /// not both, or its words are no English.
  init?(_ survey: SentenceSurvey, _ occlusion: Occlusion, names: [String], places: [Int]) {
    let all = survey.entries.map { entry in WordKinds(entry.judged.map { entry.names[$0] }, entry.hidden) }
      .filter { $0.pairs > 0 }
    let own = WordKinds(names, survey.entries[0].hidden)
    guard own.pairs > 0 else { return nil }
    let isFunction = names.map { EnglishWords.contains(EnglishWords.function, EnglishWords.plain($0)) }
    let hidden = survey.entries[0].hidden
    let highest = names.indices.filter { isFunction[$0] }.max { hidden[$0] < hidden[$1] } ?? 0
    let lowest = names.indices.filter { !isFunction[$0] }.min { hidden[$0] < hidden[$1] } ?? 0
    /// How far hiding function words, or content words, moves others of either kind; 0 where there are none.
    func mean(hiding kind: Bool, moves moved: Bool) -> Double {
      let all = names.indices.filter { isFunction[$0] == kind }.flatMap { hidden in
        names.indices.filter { isFunction[$0] == moved && $0 != hidden }.map {
          Double(occlusion.movements[hidden][$0])
        }
      }
      return all.isEmpty ? 0 : all.mean
    }
    self.init(
      content: own.content.count, function: own.function.count, pairs: own.pairs, above: own.above,
      ties: own.ties, highestFunction: names[highest], lowestContent: names[lowest],
      highestFunctionPlace: places[highest], lowestContentPlace: places[lowest],
      highestFunctionDistance: hidden[highest], lowestContentDistance: hidden[lowest],
      contentMovesFunction: mean(hiding: false, moves: true), functionMovesContent: mean(hiding: true, moves: false),
      contentMovesContent: mean(hiding: false, moves: false), functionMovesFunction: mean(hiding: true, moves: true),
      sentences: all.count, first: all.count { $0.isFirst }, allPairs: all.reduce(0) { $0 + $1.pairs },
      allAbove: all.reduce(0) { $0 + $1.above }, allTies: all.reduce(0) { $0 + $1.ties })
  }
}

extension Attention.Results.Dependency {
  /// The words that move most when another one is hidden, the strongest first.
  static func strongest(_ hidden: Occlusion, names: [String], _ count: Int) -> [Attention.Results.Dependency] {
    let pairs = names.indices.flatMap { other in
      names.indices.filter { $0 != other }.map { word in
        Attention.Results.Dependency(
          word: names[word], on: names[other], distance: Double(hidden.movements[other][word]))
      }
    }
    return Array(pairs.sorted { $0.distance > $1.distance }.prefix(count))
  }
}

extension Attention.Results.Favourite {
  /// The word that more words look at hardest than any other; nil where two share that, or it is one word's only.
  init?(_ looks: [Attention.Results.Look]) {
    let counts = Dictionary(grouping: looks, by: \.target).mapValues(\.count)
    guard let most = counts.values.max(), most > 1, counts.values.count(where: { $0 == most }) == 1,
      let word = counts.first(where: { $0.value == most })?.key
    else { return nil }
    let heads = Dictionary(grouping: looks.filter { $0.target == word }.map(\.place)) { [$0.layer, $0.head] }
    let head = heads.max { ($0.value.count, $1.key[0], $1.key[1]) < ($1.value.count, $0.key[0], $0.key[1]) }!
    self.init(
      word: word, count: most, others: looks.count { $0.word != word }, layer: head.key[0], head: head.key[1],
      ofHead: head.value.count)
  }
}

extension Attention.Results.Reference {
  /// How probable it is that of so many throws of a coin at least so many show its one side.
  static func coin(atLeast least: Int, of throwsOfCoin: Int) -> Double {
    var term = pow(0.5, Double(throwsOfCoin))
    var sum = 0.0
    for count in 0...throwsOfCoin {
      if count >= least { sum += term }
      term *= Double(throwsOfCoin - count) / Double(count + 1)
    }
    return min(sum, 1)
  }
}

extension Attention.Results.Together {
  /// What the heads of a layer do together, found out by altering their attention.
  init(
    _ study: AttentionStudy, _ looks: WordLooks, _ findings: AttentionFindings, pooling: SentenceVector.Pooling
  ) throws {
    let (model, encoding) = (study.model, study.encoding)
    let layers = 0..<model.configuration.layers
    let sharing = try layers.map { try model.distance(sharing: [$0], in: encoding, pooling: pooling) }
    let focus = findings.focus.unit
    let all = layers.flatMap { layer in
      study.judged.map { word in
        Double(Set((0..<study.tokens.heads).map { study.favourite(of: word, layer, $0) }).count)
      }
    }
    let answers = (0..<study.tokens.heads).map { study.favourite(of: focus, findings.chosen.layer, $0) }
    let counts = Dictionary(grouping: answers, by: \.self).mapValues(\.count)
    let named = counts.values.max() ?? 0
    let common = counts.values.count { $0 == named } == 1 ? counts.first { $0.value == named } : nil
    let pair = looks.pair(of: focus)
    let most = sharing.indices.max { sharing[$0] < sharing[$1] } ?? 0
    self.init(
      sharing: sharing, sharingAll: try model.distance(sharing: Set(layers), in: encoding, pooling: pooling),
      mostLayer: most, most: sharing[most], runnerUp: Attention.Results.Extremes(sharing).runnerUp,
      differentAnswers: all.mean,
      commonAnswer: common.map { study.names[$0.key] } ?? "", commonAnswerHeads: common?.value ?? 0,
      pairMeans: pair.map { look in
        (0..<study.tokens.heads).map { Double(study.words[look.layer, $0, look.query, look.key]) }.mean
      }, reliance: try Self.reliance(study, findings))
  }

  /// How far the chosen word depends on what it looks at, with the chosen head and without.
  private static func reliance(
    _ study: AttentionStudy, _ findings: AttentionFindings
  ) throws -> Attention.Results.Reliance? {
    guard let target = findings.look?.own.target, let other = study.names.firstIndex(of: target) else { return nil }
    let silent = AlteredAttention(silenced: [findings.chosen.layer: [findings.chosen.head]])
    func moved(_ change: AlteredAttention) throws -> Double? {
      try study.model.movement(
        of: study.words.units[findings.focus.unit].positions, hiding: study.words.units[other].positions,
        in: study.encoding, altered: change)
    }
    guard let with = try moved(AlteredAttention()), let without = try moved(silent) else { return nil }
    return .init(on: target, distance: with, withoutHead: without)
  }
}
