internal import Foundation
internal import Transformers

/// All that the chapter works out before it writes: what results and prose are made of.
struct AttentionFindings {
  let study: AttentionStudy
  let settings: Attention.Settings
  let survey: SentenceSurvey
  let ablation: HeadAblation
  let divergences: [[Double]]
  let focus: FocusWord
  let chosen: Attention.Results.Head
  let query: Attention.Results.Query
  let map: Attention.Results.Map?
  let look: Attention.Results.ChosenLook?
  let looks: [Attention.Results.Look]
  let windows: Int
  /// What heads do together; made last.
  var together: Attention.Results.Together?
  /// What a decoder reads and says; nil for a model without one.
  var target: TargetWriter?
  var picture: Attention.Results.Picture?
  /// Of a checkpoint whose head tells classes.
  var prediction: Attention.Results.Prediction?
}

extension Attention.Results {
  init(_ findings: AttentionFindings) {
    let (study, settings, survey) = (findings.study, findings.settings, findings.survey)
    let sizes = study.model.configuration
    let profiles = survey.profiles.flatMap { $0 }
    var counts = Dictionary(uniqueKeysWithValues: HeadCategory.allCases.map { ($0.rawValue, 0) })
    for profile in profiles { for category in profile.categories { counts[category.rawValue, default: 0] += 1 } }
    let divergences = findings.divergences
    let pairs = divergences.indices.flatMap { a in (0..<a).map { b in (a, b) } }
    let far = pairs.max { divergences[$0.0][$0.1] < divergences[$1.0][$1.1] } ?? (0, 0)
    let importance = study.importance
    let agreements = importance.agreements.compactMap { pair -> Agreement? in
      guard pair.first.name == importance.occlusion.name, let tau = pair.tau else { return nil }
      return Agreement(measure: pair.second.name, tau: tau)
    }
    let names = study.judgedNames
    let isFunction = names.map { EnglishWords.contains(EnglishWords.function, EnglishWords.plain($0)) }
    let received = study.received
    let most = received.indices.max { received[$0] < received[$1] } ?? 0
    let unit = study.tokens.units[most]
    let ranks = WordImportance.places(importance.received.shares.map { $0 * 100 }, decimals: 1)
    let places = WordImportance.places(importance.hidden.distances.map(Double.init), decimals: 2)
    let shares = importance.hidden.ownShares
    let idle = profiles.filter { $0.categories.isEmpty }.map(\.mix)
    let kinds = Kinds(survey, importance.hidden, names: names, places: places)
    let looks = WordLooks(study)
    let specialists = Attention.specialists(survey)
    let favourite = Favourite(
      study.judged.compactMap { looks.targets(of: $0, isPronoun: false).first }.map { Look($0, study.names) })
    let layers = Layer.all(survey, findings.ablation)
    self.init(
      model: Model(
        name: settings.model, architecture: sizes.architecture.rawValue, layers: sizes.layers, heads: sizes.heads,
        hiddenSize: sizes.hiddenSize, headSize: sizes.headSize, isCausal: sizes.isCausal,
        hasSpecialTokens: study.hasSpecialTokens, hasMaskToken: study.model.tokenizer.maskID != nil,
        scoring: Scoring(study)),
      sentence: settings.sentence, pair: settings.pair, sentences: survey.entries.map(\.text),
      windows: findings.windows, tokens: study.labels,
      words: importance.order.map { index in
        Word(
          word: names[index], occlusion: importance.occlusion.shares[index],
          received: importance.received.shares[index], receivedByAll: importance.receivedByAll.shares[index],
          rollout: importance.rollout.shares[index], normBased: importance.normBased.shares[index],
          flow: importance.flow?.shares[index], distance: Double(importance.hidden.distances[index]),
          others: importance.hidden.movementOfOthers(hiding: index), ownShare: shares.isEmpty ? nil : shares[index],
          rankByOcclusion: places[index], rankByAttention: ranks[index], isFunctionWord: isFunction[index])
      },
      places: Dictionary(grouping: importance.order, by: { places[$0] }).sorted { $0.key < $1.key }.map { _, words in
        Place(words: words.map { names[$0] }, distance: Double(importance.hidden.distances[words[0]]))
      },
      kinds: kinds, hasKinds: kinds != nil, ownShare: shares.isEmpty ? nil : shares.mean, hasOwnShare: !shares.isEmpty,
      dependencies: Dependency.strongest(importance.hidden, names: names, 5), favourite: favourite,
      hasFavourite: favourite != nil,
      agreesWithOthers: importance.agreementWithOthers ?? 0,
      othersMost: names.indices.map {
        Movement(word: names[$0], distance: importance.hidden.movementOfOthers(hiding: $0))
      }.max { $0.distance < $1.distance },
      functionWordShare: isFunction.indices.reduce(0) { isFunction[$1] ? $0 + importance.occlusion.shares[$1] : $0 },
      functionWords: isFunction.count { $0 },
      agreesMost: agreements.max { $0.tau < $1.tau }, agreesLeast: agreements.min { $0.tau < $1.tau },
      topThree: TopThree(importance, names: names), overrated: Contrast(importance, names: names, overrated: true),
      underrated: Contrast(importance, names: names, overrated: false),
      mostReceived: Received(
        token: study.token(most), share: received[most], isSpecial: unit.isSpecial, isPunctuation: unit.isPunctuation,
        equals: received.count { ($0 * 100).fixed(0) == (received[most] * 100).fixed(0) } - 1),
      specialists: specialists,
      specialistOf: Dictionary(
        uniqueKeysWithValues: HeadCategory.allCases.compactMap { kind in
          specialists.first { $0.category == kind.title }.map { (kind.rawValue, $0) }
        }), categories: counts, headCount: profiles.count,
      uncategorised: profiles.count { $0.categories.isEmpty }, specialShare: study.share(of: \.isSpecial),
      punctuationShare: study.share(of: \.isPunctuation), specialShareByLength: importance.specialShareByLength,
      uncategorisedMix: idle.isEmpty ? nil : Mix(.mean(of: idle)), chosen: findings.chosen,
      answersOfLayer: Set((0..<sizes.heads).map { study.favourite(of: findings.focus.unit, findings.chosen.layer, $0) })
        .count,
      query: findings.query, map: findings.map, looks: findings.looks, hasLook: findings.look != nil,
      look: findings.look,
      reference: Reference(survey, findings.chosen), layers: layers,
      layerExtremes: LayerExtremes(
        entropy: Extremes(layers.map(\.entropy)), distance: Extremes(layers.map(\.distance)),
        special: Extremes(layers.map(\.special)), start: Extremes(layers.map(\.start)),
        neighbours: Extremes(layers.map(\.mix.neighbours)), words: Extremes(layers.map(\.mix.words)),
        heads: Extremes(layers.map(\.withoutHeads))),
      layersByRest: LayersByRest(layers),
      reachGrows: zip(layers, layers.dropFirst()).allSatisfy { $0.distance < $1.distance },
      evenDistance: survey.entries.map(\.tokens.evenDistance).mean,
      ablation: Ablation(findings.ablation, survey, chosen: findings.chosen),
      together: findings.together,
      mostDifferent: [far.0, far.1].map { Head(layer: $0 / sizes.heads, head: $0 % sizes.heads) },
      largestDivergence: pairs.isEmpty ? 0 : divergences[far.0][far.1], greatestDivergence: log(2),
      decoder: findings.target?.decoder, cross: findings.target?.cross, picture: findings.picture,
      prediction: findings.prediction, hasPrediction: findings.prediction != nil)
  }
}

extension Attention.Results.LayersByRest {
  init(_ layers: [Attention.Results.Layer]) {
    let (resting, reading) = (layers.filter { $0.mix.special > 0.5 }, layers.filter { $0.mix.special <= 0.5 })
    self.init(
      resting: resting.map(\.layer), reading: reading.map(\.layer),
      leastLossOfReading: reading.map(\.withoutLayer).min() ?? 0,
      greatestLossOfResting: resting.map(\.withoutLayer).max() ?? 0)
  }
}

extension Attention.Results.Layer {
  static func all(_ survey: SentenceSurvey, _ ablation: HeadAblation) -> [Attention.Results.Layer] {
    survey.profiles.enumerated().map { layer, heads in
      let kinds = HeadCategory.allCases.map { kind in
        (kind.rawValue, heads.count { $0.categories.contains(kind) })
      }
      return Attention.Results.Layer(
        layer: layer, entropy: heads.map(\.relativeEntropy).mean, distance: heads.map(\.distance).mean,
        special: heads.map(\.special).mean, start: heads.map(\.start).mean, mix: .init(.mean(of: heads.map(\.mix))),
        kinds: Dictionary(uniqueKeysWithValues: kinds),
        withoutHead: ablation.heads[layer].map { Double($0.distance) }.mean,
        withoutHeads: Double(ablation.attention[layer].distance), withoutLayer: Double(ablation.layers[layer].distance))
    }
  }
}

extension Attention.Results.Ablation {
  init(_ ablation: HeadAblation, _ survey: SentenceSurvey, chosen: Attention.Results.Head) {
    func largest(_ ablation: HeadAblation) -> (index: Int, distance: Double) {
      let distances = ablation.heads.flatMap { $0.map { Double($0.distance) } }
      let largest = distances.max() ?? 0
      return (distances.firstIndex(of: largest) ?? 0, largest)
    }
    let heads = ablation.heads.first?.count ?? 1
    let distances = ablation.heads.flatMap { $0.map { Double($0.distance) } }
    let (first, most) = largest(ablation)
    let layers = ablation.layers.map { Double($0.distance) }
    let others = survey.entries.compactMap(\.ablation)
    let total = distances.reduce(0) { $0 + max($1, 0) }
    let means = ablation.heads.map { $0.map { Double($0.distance) }.mean }
    let layerOfHeads = means.indices.max { means[$0] < means[$1] } ?? 0
    let own = means[first / heads]
    var (sum, half) = (0.0, 0)
    for distance in distances.sorted(by: >) where sum < total / 2 {
      sum += distance
      half += 1
    }
    self.init(
      mostImportant: .init(layer: first / heads, head: first % heads), largestDistance: most,
      meanDistance: distances.mean, chosenDistance: distances[chosen.layer * heads + chosen.head],
      chosenRank: WordImportance.ranks(distances)[chosen.layer * heads + chosen.head],
      timesMean: distances.mean > 0 ? most / distances.mean : 0, timesLayerMean: own > 0 ? most / own : 0,
      layerOfHeads: layerOfHeads, layerOfHeadsMean: means[layerOfHeads],
      otherLayersMean: means.indices.filter { $0 != layerOfHeads }.map { means[$0] }.max() ?? 0, headsOfHalf: half,
      sentencesFirst: others.count { largest($0).index == first }, sentences: others.count,
      attentionOfLayer: ablation.attention.map { Double($0.distance) }, layer: layers,
      mostImportantLayer: layers.indices.max { layers[$0] < layers[$1] } ?? 0,
      leastImportantLayer: layers.indices.min { layers[$0] < layers[$1] } ?? 0,
      nearlyUseless: distances.count { $0 < most / 100 })
  }
}

extension Attention.Results.Mix {
  init(_ mix: AttentionMix) {
    self.init(
      special: mix.special, itself: mix.itself, previous: mix.previous, next: mix.next, punctuation: mix.punctuation,
      words: mix.words, neighbours: mix.previous + mix.next)
  }
}
